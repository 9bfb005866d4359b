"""Django's settings for an installation; what differs between installations is in HEFA_HOME."""

import os
from urllib.parse import urlsplit

from hefa.config import home, sqlite

sqlite.use_fixed_library()

SECRET_KEY = home.key("session")
SECRETS_KEYS = home.key("secrets").split()
PLACE_KEY = bytes.fromhex(home.key("place"))
FILES_PATH = home.files_path()
LEDGER_KEY_PATH = home.ledger_key_path()

BASE_URL = os.environ.get("HEFA_BASE_URL", "http://localhost:8000").rstrip("/")
BASE_IS_SECURE = urlsplit(BASE_URL).scheme == "https"
DEMO = os.environ.get("HEFA_DEMO") == "1"

DEBUG = False
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ROOT_URLCONF = "hefa.config.urls"
WSGI_APPLICATION = "hefa.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STAGES = [
    "ui", "jobs", "ledger", "people", "registry", "notify", "collect", "check", "review",
    "publish", "patrol", "operate", "respond", "report", "desk",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_filters",
    "csp",
    "allauth",
    "allauth.account",
    *(f"hefa.{stage}" for stage in STAGES),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hefa.config.middleware.MomentMiddleware",
    "hefa.ui.middleware.ReasonsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hefa.desk.context.house",
            ],
            "builtins": ["hefa.ui.templatetags.hefa", "django.templatetags.static"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home.database_path(),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": sqlite.pragmas(),
        },
    },
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "hefa.people.hashers.Argon2idHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "phone", "mail")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "hefa.people.allauth.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = "mail"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
    },
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = home.home() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = BASE_IS_SECURE
CSRF_COOKIE_SECURE = BASE_IS_SECURE
SECURE_SSL_REDIRECT = BASE_IS_SECURE
SECURE_HSTS_SECONDS = 31_536_000 if BASE_IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BASE_IS_SECURE
# Joining the browsers' preload list is the organisation's own decision, not ours.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "hefa.ui.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
    },
}

EMAIL_HOST = os.environ.get("HEFA_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("HEFA_MAIL_PORT", "25"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("HEFA_MAIL_FROM", "hefa@localhost")

ROBOT_BASE_URLS = {
    "wecom": os.environ.get("HEFA_WECOM_URL", "https://qyapi.weixin.qq.com").rstrip("/"),
    "dingtalk": os.environ.get("HEFA_DINGTALK_URL", "https://oapi.dingtalk.com").rstrip("/"),
    "feishu": os.environ.get("HEFA_FEISHU_URL", "https://open.feishu.cn").rstrip("/"),
}

WECHAT_BASE_URL = "https://api.weixin.qq.com"
WECHAT_SANDBOX_URL = os.environ.get("HEFA_SANDBOX_URL", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("HEFA_LOG", "WARNING")},
    "loggers": {"httpx2": {"level": "WARNING"}, "httpcore2": {"level": "WARNING"}},
}
