"""Django's settings. Everything an installation may change is an environment variable, each named in one place below.

=========================  ==========================================================================================
TOUTDOUX_DATA              the one data folder (default ./data): SQLite file, signing key
TOUTDOUX_URL               the address people use, e.g. https://votes.example.org (default http://127.0.0.1:8000)
DATABASE_URL               postgresql://user:password@host/name; empty: SQLite in the data folder
EMAIL_URL                  smtp+tls://user:password@host:587, smtp:// or smtps://; empty: no mail is sent
TOUTDOUX_MAIL_FROM         sender of mails (default toutdoux@ the host of TOUTDOUX_URL)
TOUTDOUX_IMAP_URL          the mailbox that answers come back to, imaps://user:password@host/INBOX; empty: none is read
TOUTDOUX_IMAP_ADDRESS      the address of that mailbox (default: its user)
TOUTDOUX_SECRET_KEY        signing key; empty: one is made and kept in the data folder
TOUTDOUX_DB_POOL           most PostgreSQL connections held by one process (default 20)
TOUTDOUX_PRIVATE_NETWORKS  private networks that may be called, such as 10.1.0.0/16 127.0.0.1
TOUTDOUX_DEBUG             1 shows Django's technical error pages: never on an address others can reach
=========================  ==========================================================================================

Who else may vouch for people: TOUTDOUX_OIDC_<NAME>_ISSUER, _ID, _SECRET and _LABEL for each OpenID Connect provider, and
TOUTDOUX_SIGN_IN_MATTERMOST_URL, _ID, _SECRET and _LABEL; docs/settings.md tells.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from toutdoux.config import environment

TOUTDOUX_DATA = Path(os.environ.get("TOUTDOUX_DATA") or "data").absolute()
TOUTDOUX_URL = (os.environ.get("TOUTDOUX_URL") or "http://127.0.0.1:8000").rstrip("/")
_address = environment.public_address(url=TOUTDOUX_URL)
_https = _address.scheme == "https"

DEBUG = os.environ.get("TOUTDOUX_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("TOUTDOUX_SECRET_KEY") or environment.secret_key(data=TOUTDOUX_DATA)

# --- what runs ------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "toutdoux.ledger",
    "toutdoux.accounts",
    "toutdoux.associations",
    "toutdoux.members",
    "toutdoux.mandates",
    "toutdoux.accesses",
    "toutdoux.registers",
    "toutdoux.writings",
    "toutdoux.decisions",
    "toutdoux.assemblies",
    "toutdoux.assemblies.sitting",
    "toutdoux.assemblies.voting",
    "toutdoux.assemblies.elections",
    "toutdoux.assemblies.minutes",
    "toutdoux.procedures",
    "toutdoux.integrations",
    "toutdoux.integrations.sent",
    "toutdoux.integrations.feeds",
    "toutdoux.integrations.webhook",
    "toutdoux.integrations.chat",
    "toutdoux.integrations.mattermost",
    "toutdoux.integrations.matrix",
    "toutdoux.wording",
    "toutdoux.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "toutdoux.config.reading.Utf8Middleware",
    "csp.middleware.CSPMiddleware",
    "toutdoux.config.static.StaticFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "toutdoux.web.accounts.seen.SeenMiddleware",
    "toutdoux.web.door.RefusalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "toutdoux.config.urls"
ASGI_APPLICATION = "toutdoux.config.asgi.application"
WSGI_APPLICATION = "toutdoux.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": environment.database(
        url=os.environ.get("DATABASE_URL", ""),
        data=TOUTDOUX_DATA,
        pool_size=environment.whole_number(name="TOUTDOUX_DB_POOL", default=20),
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who signs in ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Account"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# A row for each browser, that its person can see and end.
SESSION_ENGINE = "toutdoux.config.sessions"
SESSION_COOKIE_NAME = "toutdoux"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _https
CSRF_TRUSTED_ORIGINS = [TOUTDOUX_URL]
ALLOWED_HOSTS = [_address.hostname or "", *environment.LOOPBACK_HOSTS]

TOUTDOUX_IDENTITY_PROVIDERS = environment.identity_providers(variables=os.environ)

# --- what browsers are told -----------------------------------------------------------------------------------------

# Nothing inline and nothing from elsewhere: a script that slips into a page through a title or a comment stays dead.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The reverse proxy redirects http to https; a redirect of ours would loop behind one that does not say which it was.
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _https else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # no redirect of ours: see SECURE_SSL_REDIRECT
    "security.W005",  # HSTS speaks for this host alone, its siblings are not ours to bind
    "security.W021",  # nor is the preload list
]

# --- languages and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
# "fr-tu" is French that says "tu"; what its catalogue (locale/fr_TU) does not reword falls back to "fr".
# For <html lang>, `get_language_info` gives "fr" for both.
LANGUAGES = [("fr", _("French")), ("fr-tu", _("French (tu)")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "toutdoux_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = _https
LOCALE_PATHS = [Path(__file__).parent.parent / "wording" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "toutdoux.config.static.VersionedStaticFilesStorage"},
}
# Served from the installed package: there is no collecting step to forget. Addresses carry the content's digest, so
# that browsers may keep a file for long and still see a new version at once.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 0 if DEBUG else 60 * 60 * 24 * 30

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Larger bodies are cut off with 413 before anything is parsed; smaller ones that a page finds too large (an import of
# 100 MB) reach that page, which says so in its own words.
TOUTDOUX_MAX_BODY = 128 * 1024 * 1024

# --- what may be called ---------------------------------------------------------------------------------------------

TOUTDOUX_PRIVATE_NETWORKS = environment.networks(text=os.environ.get("TOUTDOUX_PRIVATE_NETWORKS", ""))

# --- mail and log ---------------------------------------------------------------------------------------------------

_mail = environment.mail(url=os.environ.get("EMAIL_URL", ""))
TOUTDOUX_MAIL = bool(os.environ.get("EMAIL_URL", ""))
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST", "localhost")
EMAIL_PORT = _mail.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = _mail.get("EMAIL_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = os.environ.get("TOUTDOUX_MAIL_FROM") or f"toutdoux@{_address.hostname}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
TOUTDOUX_IMAP = environment.mailbox(url=os.environ.get("TOUTDOUX_IMAP_URL", ""))
# Mails carry it as the address to answer to, and as the envelope's sender, so that what does not arrive comes back.
TOUTDOUX_IMAP_ADDRESS = os.environ.get("TOUTDOUX_IMAP_ADDRESS", "") or TOUTDOUX_IMAP.get("user", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django's own handlers mail administrators; here a log line is the only channel.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # A page that is not found or refused is an answer, not an incident.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        # It would write the address of every call: some hold a secret.
        "httpx": {"handlers": [], "level": "WARNING", "propagate": True},
        # It tells each step of a count, which belongs on the page of the election.
        "votelib": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
