"""What every installation shares. Values that differ come from the environment; docs/settings.md lists them."""

from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "tracker.apps.TrackerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_q",
    "tracker.apps.LoginGuardConfig",
    "obligations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "obligations.web.security.ContentSecurityPolicy",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
ASGI_APPLICATION = "tracker.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def database() -> dict[str, Any]:
    """`DATABASE_URL`, or SQLite in `VAR_DIR`: write-ahead log, immediate transactions, and patience when it is busy."""
    settings: dict[str, Any] = env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'tracker.sqlite3'}")
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "obligations.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# Five wrong passwords lock the account from that address for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "files")))

# Uploaded gazettes and evidence. The web server in front should carry the same limit.
UPLOAD_LIMIT_MB = env.int("UPLOAD_LIMIT_MB", default=50)
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Permissions of stored files are the account's own: the web server never reads them directly.
FILE_UPLOAD_PERMISSIONS = 0o640

REDIS_URL = env("REDIS_URL", default="")

# FACTS of django-q2: catch_up would run a late daily job once for each missed day; timeout must stay below retry;
# attempts are endless by default.
Q_CLUSTER: dict[str, Any] = {
    "name": "obligations",
    "workers": env.int("WORKERS", default=1 if "sqlite" in DATABASES["default"]["ENGINE"] else 2),
    "timeout": 600,
    "retry": 720,
    "max_attempts": 2,
    "ack_failures": True,
    "poll": 1,
    "catch_up": False,
    "label": "后台任务",
    "save_limit": 500,
    "daemonize_workers": True,
}
if REDIS_URL:
    Q_CLUSTER["redis"] = REDIS_URL
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    Q_CLUSTER["orm"] = "default"

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="督查督办 <noreply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Where links in e-mails lead; the address that users type.
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

# A commitment is 临期 (near) this many days before its due date.
NEAR_DAYS = env.int("NEAR_DAYS", default=7)
# Recurring deadlines make commitments this many months ahead.
HORIZON_MONTHS = env.int("HORIZON_MONTHS", default=12)
# A unit signs for (签收) what is given to it within this many working days; 0: no limit.
SIGN_DAYS = env.int("SIGN_DAYS", default=3)
# A commitment is urged again at the earliest this many days after the last time.
URGE_GAP_DAYS = env.int("URGE_GAP_DAYS", default=3)
# Evidence of one progress report: how many files, and how large each may be.
EVIDENCE_FILES = env.int("EVIDENCE_FILES", default=10)
EVIDENCE_LIMIT_MB = env.int("EVIDENCE_LIMIT_MB", default=20)
# The register whose spellings the extractor knows beside those of the database; empty: all of fixtures/units_*.json.
REGISTER_FILES = [Path(p) for p in env.list("REGISTER_FILES", default=[])] or sorted(
    (BASE_DIR / "fixtures").glob("units_*.json")
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
