"""All settings of the portal, read from the environment alone.

`.env.example` lists the variables. `script/server` sets those that are missing on a
machine that has nothing; production sets them itself (docs/operations.md).
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
PORTAL_VAR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var"))).resolve()

# --- Where the portal stands -------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
# Former keys: what they signed (sessions, links, tickets) is still accepted, until they are gone.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_URL = env.str(
    "SITE_URL",
    default=f"http://{env.str('HOST', default='127.0.0.1')}:{env.str('PORT', default='8000')}",
).rstrip("/")
SITE_NAME = "Forum Komunikasi BTIKP se\u2011Indonesia"
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname, "localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Applications, in the one direction of reading (docs/decisions/0001) --------------

INSTALLED_APPS = [
    "elections",
    "meetings",
    "practices",
    "provinces",
    "accounts",
    "allauth",
    "allauth.account",
    "pgtrigger",
    "post_office",
    "csp",
    "forum_portal.admin.PanelConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "forum_portal.lib.request_log.RequestLogMiddleware",
    "forum_portal.lib.nul.RefuseNulMiddleware",
    "forum_portal.lib.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "forum_portal.lib.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Django's LoginRequiredMiddleware, which keeps what was typed.
    "accounts.kept_forms.KeepTypedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
    "provinces.moved.MovedOfficeMiddleware",
    "meetings.moved.MovedMeetingMiddleware",
]

ROOT_URLCONF = "forum_portal.urls"
WSGI_APPLICATION = "forum_portal.wsgi.application"

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
                "forum_portal.navigation.navigation",
            ],
            "builtins": ["forum_portal.lib.date_filters"],
        },
    }
]

# --- Data ---------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL")}
# Of each connection: plans that are kept, a check of its health that costs no trip, and an end to
# waiting for a server that is gone.
DATABASES["default"].update(
    ENGINE="forum_portal.lib.postgresql", CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Shared by all workers and machines: rate limits count here.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        # Beyond it a third goes, whatever it counts: Django's 300 would let whoever types three
        # hundred wrong addresses forget the wrong passwords of one, and a decree that was kept.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    # One per process: public pages, for up to a second (forum_portal/lib/page_cache.py).
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
    # One per process: head, header and foot of the page as every anonymous reader gets them.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
    },
}

# Uploads lie outside every web server's reach; views hand them out after a check.
MEDIA_ROOT = PORTAL_VAR / "media"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = PORTAL_VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "forum_portal.lib.static_files.StaticFilesStorage"},
}

# --- Language and time ----------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
USE_I18N = True
FORMAT_MODULE_PATH = ["forum_portal.formats"]
USE_TZ = True
# Shown where no meeting gives its own zone; everything is stored in UTC.
TIME_ZONE = "Asia/Jakarta"

# --- Accounts -------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.ModelBackend",
    "accounts.backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "meetings:mine"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "request_login_code": "accounts.forms.RequestCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmCodeForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Mail of a government office may take some minutes.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
# Both ways in give the same session: SESSION_COOKIE_AGE.
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
# A whole dinas, or a hall of rakor participants, stands behind one address: so what is tight
# counts per account (key), and per address (ip) only what no hall of people reaches. The key
# stands first because a refusal by it does not count against the address: whoever hammers one
# account locks neither the office nor, as the code is a second way in, its holder.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "5/5m/key,60/m/ip",
    "request_login_code": "5/10m/key,60/m/ip",
    "reset_password": "5/10m/key,60/m/ip",
    "reset_password_from_key": "60/m/ip",
    "signup": "60/m/ip",
    # Of errors on an office's page, by readers without an account: by address and office, by
    # address, by office (provinces/views/reports.py).
    "report": "5/h/key,60/h/ip",
    "report_of_office": "60/d/key",
    # Answers to an invitation by the link of its letter (meetings/views/invitations.py).
    "invitation_answer": "60/10m/ip",
    # Forms kept while their writer signs in again, by account (accounts/kept_forms.py).
    "kept_form": "60/h/key",
    # Codes for those who register for themselves; how many one address of e-mail gets is counted
    # where no cache forgets it (meetings/actions/registration_codes.py).
    "registration_code": "120/10m/ip",
    # Each sends a mail to the person (meetings/self_registration/pace.py).
    "own_registration": "20/h/key",
    # Codes of devices at the doors: by the address that a hall shares, by rakor; of 40 random bits
    # and half an hour (meetings/views/checkin.py).
    "checkin_enrol": "30/10m/ip,300/10m/key",
    # Codes of a session, by the person's own page (meetings/views/self_checkin.py).
    "self_check_in": "8/10m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- Mail: queued in the transaction that causes it, sent by `manage.py send_mail` -----

EMAIL_BACKEND = "post_office.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if env.str("EMAIL_URL", default=""):
    mail_server = env.email("EMAIL_URL")
    MAIL_TRANSPORT = mail_server.pop("EMAIL_BACKEND")
    if MAIL_TRANSPORT == "django.core.mail.backends.smtp.EmailBackend":
        # The same, but it says when a message may have reached the server.
        MAIL_TRANSPORT = "forum_portal.lib.smtp.EmailBackend"
    globals().update(mail_server)
else:
    MAIL_TRANSPORT = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = PORTAL_VAR / "mail"
EMAIL_TIMEOUT = 20
POST_OFFICE = {
    "BACKENDS": {"default": MAIL_TRANSPORT},
    "DEFAULT_PRIORITY": "medium",
    "MAX_RETRIES": 12,
    # A batch ends soon, so that a stop never waits long for a mail server that does not answer.
    "BATCH_SIZE": 20,
    "CELERY_ENABLED": False,
}

# --- Safety ---------------------------------------------------------------------------

IS_HTTPS = SITE_URL.startswith("https://")
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
CSRF_FAILURE_VIEW = "forum_portal.views.csrf_failure"

# --- Logs: one JSON object a line, with the request's number, without personal data -----

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "forum_portal.lib.request_log.JsonFormatter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # The request log says the same of each answer, in one line.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Whole addresses, secret ones among them; with no handler at all, Python would still
        # write what was refused.
        "django.server": {"handlers": ["nowhere"], "propagate": False},
    },
}
