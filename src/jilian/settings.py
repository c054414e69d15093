"""All settings, read from the environment; the defaults run a demo on SQLite.

``docs/operate.md`` lists every variable; a test compares the two.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from jilian.base import env
from jilian.base.logs import logging_settings

PACKAGE = Path(__file__).resolve().parent
HOME = env.folder("JILIAN_HOME", Path("var"))

DEBUG = env.flag("JILIAN_DEBUG", default=False)
SECRET_KEY = env.secret("JILIAN_SECRET_KEY", HOME / "secret_key")
FIELD_KEYS = env.field_keys("JILIAN_FIELD_KEYS", HOME / "field_keys")
ALLOWED_HOSTS = env.items("JILIAN_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
HTTPS = env.flag("JILIAN_HTTPS", default=False)
CSRF_TRUSTED_ORIGINS = env.items("JILIAN_ORIGINS")
DEMO = env.flag("JILIAN_DEMO", default=False)

DATABASES = {"default": env.database("DATABASE_URL", HOME / "jilian.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "jilian_cache",
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

INSTALLED_APPS = [
    "jilian.home",
    "jilian.demo",
    "jilian.desk",
    "jilian.upkeep",
    "jilian.intake",
    "jilian.reports",
    "jilian.statements",
    "jilian.indicators",
    "jilian.disclosure",
    "jilian.returns",
    "jilian.policies",
    "jilian.chain",
    "jilian.gaps",
    "jilian.shortages",
    "jilian.purchases",
    "jilian.cases",
    "jilian.growth",
    "jilian.leaders",
    "jilian.committees",
    "jilian.absorption",
    "jilian.coverage",
    "jilian.clusters",
    "jilian.organisations",
    "jilian.network",
    "jilian.duplicates",
    "jilian.claims",
    "jilian.firms",
    "jilian.notices",
    "jilian.accounts",
    "jilian.audit",
    "jilian.jobs",
    "jilian.sources",
    "jilian.places",
    "jilian.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "template_partials",
    "ninja",
    "csp",
]

MIDDLEWARE = [
    "jilian.base.logs.WatchMiddleware",
    "jilian.base.headers.HeadersMiddleware",
    "jilian.base.odd_requests.OddRequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jilian.accounts.gate.GateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "jilian.urls"
WSGI_APPLICATION = "jilian.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "jilian.accounts.gate.frame",
                "jilian.home.frame.navigation",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "jilian.ui.templatetags.jilian_ui",
            ],
        },
    }
]
FORM_RENDERER = "jilian.ui.forms.Renderer"
DJANGO_TABLES2_TEMPLATE = "ui/table.html"
DJANGO_TABLES2_PAGE_RANGE = 7

# Languages and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = env.text("JILIAN_TIME_ZONE", "Asia/Shanghai")

# Static files
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # nothing asks for others; packing them took half the time
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Uploads are kept in the database; this bounds what a request may carry.
UPLOAD_LIMIT_MB = env.number("JILIAN_UPLOAD_LIMIT_MB", 100, least=1, most=2000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# Traces: 网络安全法 asks for network logs of at least six months.
TRACE_DAYS = env.number("JILIAN_TRACE_DAYS", 365, least=180, most=36500)

# People
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:start"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "jilian.accounts.adapters.ClosedAccountAdapter"
SOCIALACCOUNT_ADAPTER = "jilian.accounts.adapters.ClosedSocialAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "jilian.accounts.forms.SignInForm",
    "change_password": "jilian.accounts.forms.NewPasswordForm",
    "reauthenticate": "jilian.accounts.forms.ConfirmPasswordForm",
}
# How many reverse proxies stand in front: the address they report is then the one that is limited.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("JILIAN_PROXIES", 0, most=10)
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/15m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Jilian"
MFA_ADAPTER = "jilian.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "jilian.accounts.forms.SecondFactorForm",
    "reauthenticate": "jilian.accounts.forms.ConfirmSecondFactorForm",
    "activate_totp": "jilian.accounts.forms.SetUpSecondFactorForm",
}
# Work mail is only written down, never used to sign in, so nobody has to prove it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
REQUIRE_SECOND_FACTOR = env.flag("JILIAN_REQUIRE_SECOND_FACTOR", default=not DEMO)
USERSESSIONS_TRACK_ACTIVITY = False  # would write to the database at every page
SESSION_LIMIT = env.number("JILIAN_SESSION_LIMIT", 3, least=1, most=100)
SESSION_COOKIE_AGE = 60 * env.number("JILIAN_SESSION_MINUTES", 480, least=5, most=43200)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
OIDC_SERVER = env.text("JILIAN_OIDC_SERVER")
OIDC_ORIGIN = "://".join(urlsplit(OIDC_SERVER)[:2]) if OIDC_SERVER else ""
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "office",
                "name": env.text("JILIAN_OIDC_NAME", "OpenID Connect"),
                "client_id": env.text("JILIAN_OIDC_CLIENT"),
                "secret": env.shared_secret("JILIAN_OIDC_SECRET"),
                "settings": {"server_url": OIDC_SERVER},
            }
        ]
        if OIDC_SERVER
        else []
    }
}

# Safety of pages
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False  # the reverse proxy's work
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # other hosts of the office are not ours to decide about
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "base-uri": [SELF],
        # Browsers also follow a form's redirect by this rule: the button of the directory is one.
        "form-action": [SELF, OIDC_ORIGIN] if OIDC_ORIGIN else [SELF],
    }
}

LOGGING = logging_settings(
    env.choice("JILIAN_LOG_FORMAT", "plain", ("plain", "json")),
    env.choice("JILIAN_LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
)
# After how many days what is done with is deleted (jilian/upkeep/rules says what and why).
SESSION_DAYS = env.number("JILIAN_SESSION_DAYS", 30, least=1, most=3650)
INVITATION_DAYS = env.number("JILIAN_INVITATION_DAYS", 180, least=7, most=3650)
NOTICE_DAYS = env.number("JILIAN_NOTICE_DAYS", 365, least=7, most=3650)
UPLOAD_DAYS = env.number("JILIAN_UPLOAD_DAYS", 730, least=30, most=36500)
WORK_DAYS = env.number("JILIAN_WORK_DAYS", 90, least=7, most=3650)
# Who may read the figures for machines that watch, and how old a backup may be.
METRICS_FROM = env.networks("JILIAN_METRICS_FROM", ("127.0.0.0/8", "::1"))
BACKUP_HOURS = env.number("JILIAN_BACKUP_HOURS", 26, least=1, most=9999)
