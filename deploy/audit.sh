#!/usr/bin/env bash
# Judge the public pages of a running demo with Lighthouse (needs Node and chromium):
#   make demo  in one terminal,  make audit  in another.  URL=http://localhost:8000
# What needs signing in is judged by the browser tests, with axe.
set -euo pipefail
cd "$(dirname "$0")/.."

base=${URL:-http://localhost:${PORT:-8000}}
CHROME_PATH=${CHROME_PATH:-$(command -v chromium || command -v google-chrome)}
export CHROME_PATH
mkdir -p var/audit
failed=0

# audit PAGE FORM [options]
audit() {
    local page=$1 form=$2 report
    shift 2
    report=var/audit/$(tr -c 'a-z\n' '-' <<<"$page")$form.json
    npx --yes lighthouse@13.5.0 "$base$page" --quiet --output=json --output-path="$report" \
        --chrome-flags="--headless=new --no-sandbox --disable-gpu" "$@" 2>/dev/null
    .venv/bin/python - "$report" "$page" "$form" <<'PY' || failed=1
import json
import sys

GOALS = {"performance": 0.9, "accessibility": 1.0, "best-practices": 1.0}
report, page, form = sys.argv[1:]
found = json.load(open(report))
scores = {name: found["categories"][name]["score"] or 0 for name in GOALS}
print(f"{page:20} {form:8}", *(f"{name} {score * 100:.0f}" for name, score in scores.items()))
missed = [name for name, goal in GOALS.items() if scores[name] < goal]
for name in missed:
    for reference in found["categories"][name]["auditRefs"]:
        finding = found["audits"][reference["id"]]
        if finding["score"] is not None and finding["score"] < 1 and reference["weight"]:
            print(f"    {name}: {finding['title']}")
sys.exit(bool(missed))
PY
}

for page in / /accounts/login/; do
    audit "$page" mobile
    audit "$page" desktop --preset=desktop
done
exit "$failed"
