"""Settings: every value of the environment is read here, and a wrong one stops the start."""

import logging
from datetime import timedelta
from pathlib import Path

from bootstrap_wrapper import get_bootstrap_dir
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from ningshe_portal import environment as env
from ningshe_portal import logs
from ningshe_portal.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.read("VAR_DIR", Path, BASE_DIR / "var")

DEMO = env.read("DEMO", env.boolean, False)
DEMO_PASSWORD = env.read("DEMO_PASSWORD", default="")
SIMULATOR_URL = env.read("SIMULATOR_URL", env.http_url, "http://127.0.0.1:8001")
DEBUG = env.read("DEBUG", env.boolean, False)
SECRET_KEY = env.read("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.read("SECRET_KEY_FALLBACKS", env.words, [])
ALLOWED_HOSTS = env.read("ALLOWED_HOSTS", env.hosts, ["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.read("BASE_URL", env.site_url, "http://localhost:8000")
OFFICE_PHONE = env.read("OFFICE_PHONE", default="022-69590000" if DEMO else "")
OFFICE_EMAIL = env.read("OFFICE_EMAIL", env.mail_address, "")
SMS_GATEWAY_URL = env.read("SMS_GATEWAY_URL", env.http_url, "")
PUSH_NETWORKS = env.read("PUSH_NETWORKS", env.networks, [])
MEDIA_ROOT = env.read("MEDIA_ROOT", Path, VAR_DIR / "files")
REDIS_URL = env.read("REDIS_URL", env.redis_url, "redis://127.0.0.1:6399/0")
IS_HTTPS = BASE_URL.startswith("https://")

DATABASES = {
    "default": env.read("DATABASE_URL", env.database, env.database(f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"))
}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    # A visitor does not wait for ever; tasks and commands may take longer.
    STATEMENT_TIMEOUT = env.read("STATEMENT_TIMEOUT", default="60s")
    DATABASES["default"] |= {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        f"-c statement_timeout={STATEMENT_TIMEOUT} -c lock_timeout=5s"
        " -c idle_in_transaction_session_timeout=60s"
    )

INSTALLED_APPS = [
    "ningshe_portal",
    "oversight",
    "approvals",
    "works",
    "inspections",
    "milestones",
    "utilities",
    "applications",
    "district",
    "accounts",
    "outbox",
    "ningshe_portal.admin_apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "simple_history",
    "ninja",
    "csp",
    "django_structlog",
    "django_prometheus",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "ningshe_portal.api.middleware.ProblemMiddleware",
    "ningshe_portal.middleware.NoNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ningshe_portal.middleware.LanguageCookieMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ningshe_portal.middleware.LostFormMiddleware",
    "accounts.middleware.StrictSignInMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "ningshe_portal.context.shell",
            ],
        },
    }
]

ROOT_URLCONF = "ningshe_portal.urls"
WSGI_APPLICATION = "ningshe_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- accounts ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "accounts:login"
# Second factor and a password of one's own; the demo accounts are exempt.
STRICT_SIGN_IN = not DEMO
OTP_TOTP_ISSUER = "宁河联合报装"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.password_rules.LongEnoughValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.password_rules.MixedCharactersValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_CLIENT_IP_CALLABLE = "accounts.addresses.client_address"
AXES_ENABLE_ADMIN = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # the counter of failures is forgotten at the next success
# Locked is the account, whatever address the guesses come from: a guesser has many, a window hall has one.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
SESSION_COOKIE_AGE = 1800
SESSION_SAVE_EVERY_REQUEST = True

# --- language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True

# --- files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", get_bootstrap_dir())]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_HANDLERS = [
    "applications.uploads.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- what browsers are told -------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {"camera": ["self"], "geolocation": [], "microphone": [], "payment": []}
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- log --------------------------------------------------------------------------------------
logs.configure()
# Busy, or not ready yet; what crashes is an error of its own (request_failed).
DJANGO_STRUCTLOG_STATUS_5XX_LOG_LEVEL = logging.WARNING
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # it believes whatever a caller writes into X-Forwarded-For

# --- e-mail -----------------------------------------------------------------------------------
vars().update(env.read("EMAIL_URL", env.mail, env.mail("dummymail://")))
EMAIL_TIMEOUT = 7  # for each answer: a talk of a dozen answers stays below the lease of 90 s

# --- Celery: a doorbell, see docs/decisions -----------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 45, 60
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A ring taken from the broker is gone: what a killed worker leaves is swept, while an acknowledgement over a
    # line that was lost meanwhile ends the worker (kombu 5.7).
    "ack_emulation": False,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 25,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.2,
}
CELERY_WORKER_MAX_TASKS_PER_CHILD, CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1000, 300_000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ROUTES = {"outbox.tasks.send": {"queue": "sending"}}
CELERY_BEAT_SCHEDULE = SCHEDULE
