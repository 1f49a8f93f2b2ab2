"""Settings shared by every environment. What differs comes from environment variables.

Read `.env.example` for the list; each variable is read in one place of this folder.
"""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .environment import BASE_DIR as BASE_DIR
from .environment import VAR_DIR as VAR_DIR
from .environment import env as env
from .people import *

# openpyxl would prefer lxml, which other packages bring along and which reads on past the entities
# of a malicious workbook; with defusedxml it refuses them. Read when openpyxl is first imported.
os.environ["OPENPYXL_LXML"] = "False"

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env.str("BASE_URL", default="http://localhost:8000")

INSTALLED_APPS = [
    "concierge",
    "foundation",
    "accounts",
    "notifications",
    "buildings.properties",
    "buildings.residents",
    "buildings.joining",
    "buildings.imports",
    "home",
    "search",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "rules.apps.AutodiscoverRulesConfig",
    "ninja",
    "django_q",
    "django_htmx",
    # Explicit configs: under their plain names these two overwrite each other's template loaders.
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "lucide",
    "anymail",
    "wagtail_localize",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.contrib.typed_table_block",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    # Last, so that its permission policies replace Wagtail's own (portal.checks asserts it).
    "portal",
]

MIDDLEWARE = [
    "foundation.middleware.RequestContextMiddleware",
    "foundation.middleware.ThrottleMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Knows the person, so it stands below the session and the account.
    "portal.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.second_factor.SecondFactorMiddleware",
    "accounts.middleware.headless.HeadlessInputMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.CmsGuardMiddleware",
    "foundation.middleware.DomainErrorMiddleware",
    # Django reads files of POST only; a picture is put.
    "ninja.compatibility.files.fix_request_files_middleware",
]

ROOT_URLCONF = "concierge.urls"
WSGI_APPLICATION = "concierge.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "foundation.templatetags.icons",
                # A component attribute with an unknown tag would show the tag itself to people.
                "django.templatetags.i18n",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.shell",
            ],
        },
    }
]
COTTON_DIR = "components"

# --- Database -------------------------------------------------------------------------------
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'concierge.sqlite3'}")
}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at BEGIN: a read that later upgrades fails at once otherwise.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
            "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-20000;"
        ),
    }
else:
    _database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, sessions, queue -----------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "foundation.caches.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "foundation.caches.DatabaseCache",
            "LOCATION": "cache",
            # Django's own 300 would throw out sessions and rate limits of a busy house.
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    )
}
# Pages that are made once for many readers, and the grants of these readers (decision 0013). In a
# table of their own: they are many and large, and must not push sessions and rate limits out.
CACHES["pages"] = CACHES["default"] | (
    {"KEY_PREFIX": "pages"}
    if REDIS_URL
    else {"LOCATION": "page_cache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
)
# The same, as far as this process used it lately. Keys name versions, so nothing here can be stale.
CACHES["pages-nearby"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages-nearby",
    "TIMEOUT": 900,
    "OPTIONS": {"MAX_ENTRIES": 400},
}
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=6 * 3600)
if not REDIS_URL:
    # Wagtail writes every picture version it shows into this cache: more queries than it saves
    # when the cache is a table itself.
    CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# At-least-once: a task may run twice, never not at all. `retry` must exceed `timeout`
# (foundation.checks refuses anything else). A failure is not acknowledged, whether the task was
# queued by us or by a schedule: it stays and is tried again after `retry` seconds, `max_attempts`
# times in all. Acknowledging it would lose a mail each time the mail server is down.
Q_CLUSTER = {
    "name": "concierge",
    "orm": "default",
    "workers": env.int("WORKERS", default=1),
    "timeout": 300,
    "retry": 400,
    "max_attempts": 3,
    "ack_failures": False,
    "catch_up": False,
    "save_limit": 1000,
    "queue_limit": 4,
    "bulk": 1,
    "poll": 0.5,
    "label": "Background work",
}

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pt", "Português"),
    ("ar", "العربية"),
]
# How long the link of an invitation can be used.
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)
LOCALE_PATHS = [BASE_DIR / "locale"]
# The choice of people who have not signed in; the others keep theirs with the account.
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
# English as this product writes it: 4 November 2025, 18:30.
FORMAT_MODULE_PATH = ["foundation.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Nothing is served from here directly: portal.views.media checks every file first.
MEDIA_URL = "/files/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
# Path prefix of an internal nginx location; empty: Django sends the bytes itself.
X_ACCEL_PREFIX = env.str("X_ACCEL_PREFIX", default="")

# --- Mail -----------------------------------------------------------------------------------
vars().update(
    {
        name: value
        for name, value in env.email_url("EMAIL_URL", default="filemail://").items()
        if value is not None
    }
)
# Where the file back end keeps sent messages, readable at /mail/ in development.
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
# A service in place of SMTP, which also reports what became of each mail.
MAIL_SERVICE = env.str("MAIL_SERVICE", default="")
if MAIL_SERVICE not in ("", "postmark"):
    raise ImproperlyConfigured(f"MAIL_SERVICE is {MAIL_SERVICE!r}; known is: postmark")
# The reports come with this "name:password"; empty: they have no address.
ANYMAIL: dict[str, str] = {"WEBHOOK_SECRET": env.str("ANYMAIL_WEBHOOK_SECRET", default="")}
if MAIL_SERVICE:
    EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    ANYMAIL["POSTMARK_SERVER_TOKEN"] = env.str("POSTMARK_SERVER_TOKEN")
# How long whoever publishes an announcement can still stop that people are told.
ANNOUNCEMENT_UNDO_SECONDS = env.int("ANNOUNCEMENT_UNDO_SECONDS", default=120)
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="New Concierge <hello@concierge.example>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Messages to devices --------------------------------------------------------------------
# Signs what is pushed; made once by manage.py make_vapid_key. Empty: nothing is pushed.
VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", default="")
# For tests only, whose push service runs on this machine.
PUSH_TO_ANY_HOST = False

# --- Wagtail --------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "New Concierge"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# A page is written in its building's language and may be translated into any of the others. The
# switch WAGTAIL_I18N_ENABLED stays off: it looks up the language of every page for every link, and
# our translations have no addresses of their own (docs/decisions/0012).
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# A translation begins as a draft: nobody publishes by asking for one.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# The kinds of foundation.uploads, which looks into each file.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.forms.files.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.forms.files.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "heic", "heif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 51_000_000
# The CMS's own lists search in the database, always. What readers search (app `search`) is there
# too, or in OpenSearch: https://user:password@host:9200. After switching: manage.py rebuild_search.
OPENSEARCH_URL = env.str("OPENSEARCH_URL", default="")
# As in the databases, a word also finds what begins with it. The words arrive folded.
OPENSEARCH_WORDS = {
    "settings": {
        "analysis": {
            "analyzer": {
                "default": {
                    "type": "custom",
                    "tokenizer": "standard",
                    "filter": ["lowercase", "beginnings"],
                },
                "default_search": {
                    "type": "custom",
                    "tokenizer": "standard",
                    "filter": ["lowercase"],
                },
            },
            "filter": {
                "beginnings": {
                    "type": "edge_ngram",
                    "min_gram": 2,
                    "max_gram": 15,
                    "preserve_original": True,
                }
            },
        }
    }
}
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database"},
    "readers": (
        {
            "BACKEND": "modelsearch.backends.opensearch3",
            "URLS": [OPENSEARCH_URL],
            # Several installations may share one cluster.
            "INDEX_PREFIX": env.str("OPENSEARCH_PREFIX", default="concierge") + "_",
            "TIMEOUT": 5,
            "INDEX_SETTINGS": OPENSEARCH_WORDS,
            "AUTO_UPDATE": False,
        }
        if OPENSEARCH_URL
        else {"BACKEND": "search.backends.database", "AUTO_UPDATE": False}
    ),
}

# --- Content security -----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# Only the development settings switch this on: known passwords and a readable mailbox.
DEMO_ALLOWED = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Wagtail and the queue report every step; failures are what we want to read.
    "loggers": {name: {"level": "WARNING"} for name in ("django-q", "django_tasks", "wagtail")},
}
