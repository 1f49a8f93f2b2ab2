# The only list of verbs. `make` or `make help` explains them; each sets up what it needs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
BIN := .venv/bin
MANAGE := $(PY) manage.py
PACKAGES := manage.py site buildings portal home search
PYTHON_FILES := $(PACKAGES) tests docs deploy
BUILD_ENV := set -a; source deploy/build.env; set +a;

# The environment is made once per change of its lock. The demo needs the small set only, and takes
# the large one where it is there already.
BASE := .venv/.base-is-installed
DEV := .venv/.dev-is-installed
RUNTIME := $(if $(wildcard $(DEV)),$(DEV),$(BASE))
SETUP := deploy/make-environment.sh requirements/uv.txt

$(BASE): requirements/base.txt $(SETUP)
	@PYTHON="$(PYTHON)" deploy/make-environment.sh base

$(DEV): requirements/base.txt requirements/dev.txt $(SETUP)
	@PYTHON="$(PYTHON)" deploy/make-environment.sh dev

# Catalogues are kept as .po and read as .mo.
MESSAGES := locale/.compiled

$(MESSAGES): $(wildcard locale/*/LC_MESSAGES/*.po) deploy/messages.py | $(RUNTIME)
	@$(PY) deploy/messages.py compile
	@touch $@

.PHONY: help
help: ## Show this list
	@echo "New Concierge"
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1@\2/' | \
		awk -F@ '{ printf "  %-10s  %s\n", $$1, $$2 }'

## Run it

.PHONY: demo seed shell
demo: $(RUNTIME) $(MESSAGES) ## Open Willow Court: data, web server and worker (PORT, DATABASE_URL, RESET=1)
	@$(MANAGE) demo

seed: $(RUNTIME) $(MESSAGES) ## Fill the database with the demo data and stop
	@$(MANAGE) seed_demo

shell: $(RUNTIME) $(MESSAGES) ## A Python shell with the models at hand
	@$(MANAGE) shell

## Change it

.PHONY: test format migrations messages openapi lock docs pictures bench
test: $(DEV) $(MESSAGES) ## All tests; some with T=tests/path or K=words, on SQLite only (REUSE=1: same database again)
ifneq ($(strip $(T)$(K)),)
	@mkdir -p var
	@DATABASE_URL=sqlite:///$(CURDIR)/var/test-run.sqlite3 \
		$(if $(REUSE),TEST_MEDIA_ROOT=$(CURDIR)/var/test-media) \
		$(PY) -m pytest $(T) $(if $(K),-k "$(K)") $(if $(REUSE),--reuse-db)
else
	@deploy/install-system-packages.sh
	@ALL="$(ALL)" JOBS="$(or $(JOBS),2)" deploy/run-tests.sh
endif

format: $(DEV) ## Put Python code into its one shape
	@$(BIN)/ruff check --fix --quiet $(PYTHON_FILES) || true
	@$(BIN)/ruff format $(PYTHON_FILES)

migrations: $(DEV) ## Write the migrations for changed models
	@$(MANAGE) makemigrations

messages: $(DEV) ## Write marked texts into the catalogues of translations (locale/)
	@$(PY) deploy/messages.py extract

openapi: $(DEV) ## Write the OpenAPI snapshot after a wanted change of the API
	@$(MANAGE) export_openapi

lock: $(DEV) ## Resolve requirements/*.in into hashed locks (needs the network)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(PY) deploy/locks.py make

docs: $(DEV) ## Build the documentation into public/
	@$(BIN)/zensical build --clean --strict

pictures: $(DEV) $(MESSAGES) ## Take the guides' pictures anew from a fresh demo (NAME=resident-home for one)
	@$(PY) -m tests.guide_pictures $(NAME)

bench: $(DEV) $(MESSAGES) ## Measure: rows per second of imports and of telling people, page queries, the cost of knowing who asks
	@for script in $(filter-out tests/bench/rival_%,$(wildcard tests/bench/*.py)); do echo "== $$script"; $(PY) $$script; done

## Check it

.PHONY: check lint types imports templates check-messages check-migrations check-openapi check-locks check-image check-deploy audit
check: lint types imports templates check-messages check-migrations check-openapi check-locks check-image check-deploy ## Everything but the tests
	@echo "All checks passed."

lint: $(DEV) ## Python style and common mistakes (ruff)
	@$(BIN)/ruff check $(PYTHON_FILES)
	@$(BIN)/ruff format --check $(PYTHON_FILES)

types: $(DEV) ## Types (mypy, strict)
	@$(BIN)/mypy $(PACKAGES)

imports: $(DEV) ## Layers and rooms (import-linter)
	@PYTHONPATH=site:. $(BIN)/lint-imports --no-logo

templates: $(DEV) ## Templates (djlint)
	@$(BIN)/djlint --lint --quiet templates

check-messages: $(DEV) ## Translations: every text in every language
	@$(PY) deploy/messages.py check

check-migrations: $(DEV)
	@DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run

check-openapi: $(DEV)
	@$(MANAGE) export_openapi --check

check-locks: $(DEV)
	@$(PY) deploy/locks.py check

check-image: $(DEV)
	@$(BIN)/hadolint Dockerfile

check-deploy: $(DEV)
	@$(BUILD_ENV) $(MANAGE) check --deploy --fail-level WARNING

audit: $(DEV) ## Lighthouse on pages of a running demo, as Ana (URL=http://localhost:8000; needs Node)
	@$(BIN)/pip check
	@URL="$(URL)" $(PY) deploy/audit.py
