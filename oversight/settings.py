"""One file, read from the environment; fails fast with a hint. `.data/embedded.env` fills in on a bare machine."""

from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from oversight.api_description import API_DESCRIPTION

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / ".data"

env = environ.Env()
if (DATA_DIR / "embedded.env").exists():
    env.read_env(DATA_DIR / "embedded.env")


def _needed(name: str) -> str:
    value: str = env(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Run `make run`, or set it to your own server's address.")
    return value


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = _needed("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
SITE_ADDRESS = env("SITE_ADDRESS", default="http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
VERSION = "0.1.0"

INSTALLED_APPS = [
    "django.contrib.auth",  # ready before parties, which takes its place at log-in (no last_login)
    "oversight",
    "parties",
    "records",
    "clocks",
    "masters",
    "agreements",
    "lots",
    "evidence",
    "quality_events",
    "change_control",
    "release",
    "traceability",
    "performance",
    "workspace",
    "django.contrib.admin",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "pgtrigger",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",  # the files of the API's reading page
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "parties.middleware.scope_middleware",  # its commit runs allauth's letters, which need the two above
    "oversight.repeated_requests.answered_once",  # inside the scope's transaction
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # deny by default (21 CFR 11.10(d))
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "clocks.middleware.notices_read",  # inside the scope's transaction, like the next one
    "workspace.middleware.auditors_looks",  # inside the scope's transaction: what cannot be noted is not shown
]

ROOT_URLCONF = "oversight.urls"
WSGI_APPLICATION = "oversight.wsgi.application"
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
                "workspace.context.navigation",
            ],
        },
    }
]

# --- database: the application's role serves, the owner's migrates (ADR 0003) ---------------------------------
_common = {
    "ENGINE": "kernel.postgres",
    "ATOMIC_REQUESTS": False,  # the scope middleware opens the transaction round view and rendering
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": True,  # PgBouncer in transaction mode
}
_needed("DATABASE_URL")
DATABASES = {"default": {**env.db_url("DATABASE_URL"), **_common}}
if env("DATABASE_OWNER_URL", default=""):
    DATABASES["owner"] = {**env.db_url("DATABASE_OWNER_URL"), **_common, "OPTIONS": {"owner": True}}
DATABASE_ROUTERS = ["kernel.postgres.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGTRIGGER_MIGRATIONS = False  # installed by kernel.rls.install after every migrate (ADR 0002)
SIMPLE_HISTORY_ENABLED = False  # the database's triggers write; simple-history declares and reads (ADR 0002)
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_DATE_INDEX = "Composite"

# --- people ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "parties.outside.account_adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation reached the address already
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # an unattended screen changes no address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no letter from us
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip"}  # per account: parties.lockout, which is recorded
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_COOKIE_AGE = int(timedelta(minutes=env.int("SESSION_IDLE_MINUTES", default=60)).total_seconds())
SIGNING_IDLE_MINUTES = env.int("SIGNING_IDLE_MINUTES", default=15)  # then a signature needs both components again
SESSION_ABSOLUTE_HOURS = env.int("SESSION_ABSOLUTE_HOURS", default=12)

# --- files, mail, queue ---------------------------------------------------------------------------------------
EVIDENCE_STORE = Path(env("EVIDENCE_STORE", default=str(DATA_DIR / "evidence")))
EVIDENCE_BUCKET = env("EVIDENCE_BUCKET", default="")  # an S3-compatible store instead of the folder
EVIDENCE_BUCKET_ENDPOINT = env("EVIDENCE_BUCKET_ENDPOINT", default="")
EVIDENCE_BUCKET_REGION = env("EVIDENCE_BUCKET_REGION", default="")
EVIDENCE_BUCKET_KEY = env("EVIDENCE_BUCKET_KEY", default="")
EVIDENCE_BUCKET_SECRET = env("EVIDENCE_BUCKET_SECRET", default="")
EVIDENCE_BUCKET_LOCK_DAYS = env.int("EVIDENCE_BUCKET_LOCK_DAYS", default=0)  # retention under compliance lock
EVIDENCE_QUARANTINE = Path(env("EVIDENCE_QUARANTINE", default=str(EVIDENCE_STORE.parent / "quarantine")))
EVIDENCE_MOST_BYTES = env.int("EVIDENCE_MOST_BYTES", default=2 * 2**30)
EVIDENCE_PARTS_KEPT_DAYS = env.int("EVIDENCE_PARTS_KEPT_DAYS", default=7)  # of an upload that was not finished
EVIDENCE_SCAN_DEMANDED = env.bool("EVIDENCE_SCAN_DEMANDED", default=False)  # take no file that was not scanned
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")  # /run/clamav/clamd.ctl or host:3310
CLAMD_MOST_BYTES = env.int("CLAMD_MOST_BYTES", default=25 * 2**20)  # the least of clamd's MaxFileSize, StreamMaxLength
CLAMD_SECONDS = env.float("CLAMD_SECONDS", default=30.0)
SEAL_FOLDER = Path(env("SEAL_FOLDER", default=str(DATA_DIR / "seal")))
SEAL_PKCS12 = env("SEAL_PKCS12", default="")
SEAL_PKCS12_PASSPHRASE = env("SEAL_PKCS12_PASSPHRASE", default="")
SEAL_PKCS11_MODULE = env("SEAL_PKCS11_MODULE", default="")
SEAL_PKCS11_TOKEN = env("SEAL_PKCS11_TOKEN", default="")
SEAL_PKCS11_KEY = env("SEAL_PKCS11_KEY", default="")
SEAL_PKCS11_PIN = env("SEAL_PKCS11_PIN", default="")
SEAL_TIMESTAMP_URL = env("SEAL_TIMESTAMP_URL", default="")
SEAL_TIMESTAMP_ROOTS = env("SEAL_TIMESTAMP_ROOTS", default="")  # PEM; with it seals are PAdES B-LTA
if SEAL_TIMESTAMP_ROOTS and not Path(SEAL_TIMESTAMP_ROOTS).is_file():
    raise ImproperlyConfigured("SEAL_TIMESTAMP_ROOTS names no file: give the authority's root certificates as PEM.")
PERMIT_HOURS = env.float("PERMIT_HOURS", default=24.0)  # how long a ship permit lives
EMAIL_BACKEND = "clocks.outside.outbox_mail.OutboxBackend"  # nothing else opens SMTP
if env("SMTP_URL", default=""):
    OUTBOX_MAIL = env.email_url("SMTP_URL")
    if OUTBOX_MAIL["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
        OUTBOX_MAIL["EMAIL_BACKEND"] = "clocks.outside.smtp.NotingBackend"  # it keeps the server's answer
else:
    OUTBOX_MAIL = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(DATA_DIR / "mail"),
    }
WEBHOOK_NETWORKS = env.list("WEBHOOK_NETWORKS", default=[])  # besides public ones; for a test receiver on this machine
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Oversight <oversight@localhost>")
REDIS_URL = _needed("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5.0
CELERY_TASK_ROUTES = {
    "workspace.tasks.*": {"queue": "reports"},
    "evidence.tasks.read_text": {"queue": "texts"},  # hostile files wait for nobody and hold nobody up
    "evidence.tasks.scan_file": {"queue": "texts"},
    "evidence.tasks.compare_artworks": {"queue": "texts"},
    **{
        work: {"queue": "upkeep"}  # may take a minute after a large import: no deadline waits for it
        for work in (
            "agreements.tasks.*",
            "change_control.tasks.*",
            "evidence.tasks.*",
            "parties.tasks.*",
            "performance.tasks.*",
            "quality_events.tasks.*",
            "records.tasks.*",
            "release.tasks.compare_gates",
        )
    },
}
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=10.0)
SEAL_SECONDS = env.float("SEAL_SECONDS", default=5.0)

# --- API ------------------------------------------------------------------------------------------------------
API_RATE_PER_KEY = env("API_RATE_PER_KEY", default="600/min")
API_RATE_PER_COMPANY = env("API_RATE_PER_COMPANY", default="3000/min")
API_RATE_PER_ADDRESS = env("API_RATE_PER_ADDRESS", default="60/min")  # pages that need no key
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["parties.outside.key_authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["oversight.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "oversight.throttling.KeyThrottle",
        "oversight.throttling.CompanyThrottle",
        "oversight.throttling.AddressThrottle",
    ],
    "EXCEPTION_HANDLER": "oversight.problems.problem_json",
    "DEFAULT_PAGINATION_CLASS": "oversight.pagination.KeysetPagination",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = API_DESCRIPTION | {"VERSION": VERSION}

# --- pages ----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")  # megabytes that nobody loads
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # the document viewer shows our own files beside the data
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # which asks for DENY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
_https = SITE_ADDRESS.startswith("https://")
SECURE_SSL_REDIRECT = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
