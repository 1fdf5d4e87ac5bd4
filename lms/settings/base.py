"""Every setting that is not a secret or an address of this installation."""

from typing import Any

from csp.constants import NONE, SELF

from accounts import schedule as accounts_schedule
from certificates import schedule as certificates_schedule
from core.first_style import POLICY_HASH
from courses import schedule as courses_schedule
from demo import schedule as demo_schedule
from lms.settings import env
from lms.stamp import code_stamp
from media import schedule as media_schedule
from messaging import schedule as messaging_schedule
from sync import schedule as sync_schedule

BASE_DIR = env.ROOT
VAR_DIR = env.VAR
for folder in ("log", "run", "static", "tmp"):
    (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)
SECRET_KEY = env.secret_key()
DEBUG = env.DEBUG
SERVER = env.SERVER
DEMO = env.DEMO
SITE_URL = env.SITE_URL
PACK_KEY, PACK_OLD_KEYS = env.PACK_KEY, env.PACK_OLD_KEYS
ALLOWED_HOSTS = env.ALLOWED_HOSTS or ([] if SERVER else ["*"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "home",
    "desk",
    "demo",
    "certificates",
    "mentoring",
    "courses",
    "businesses",
    "media",
    "messaging",
    "sync",
    "accounts",
    "reference",
    "core",
    "wagtail.contrib.settings",
    "accounts.users_app.UsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.page_middleware.KeptPagesMiddleware",
    "core.page_middleware.PageCompressionMiddleware",
    "core.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.StudioPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ConsentMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.RateLimitMiddleware",
    "accounts.middleware.AccountTagMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "lms.template_words.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.site",
            ],
            "builtins": ["core.templatetags.formats"],
        },
    }
]

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
DATABASES: dict[str, dict[str, Any]]
if env.DATABASE_URL:
    DATABASES = {"default": env.env.db_url_config(env.DATABASE_URL)}
    if "sqlite" not in DATABASES["default"]["ENGINE"]:
        DATABASES["default"]["CONN_MAX_AGE"] = 60
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "db.sqlite3"}}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # IMMEDIATE takes the write lock at the start, so that two writers queue instead of failing half-way.
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # opening the file and its pragmas cost as much as a page's questions
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": SQLITE_PRAGMAS,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.REDIS_URL,
        "KEY_PREFIX": "ikm",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    },
    # Finished pages: of this code and this address alone, and done without where Redis is away.
    "pages": {
        "BACKEND": "core.pages_cache.PatientRedisCache",
        "LOCATION": env.REDIS_URL,
        "KEY_PREFIX": f"ikm-pages-{code_stamp(BASE_DIR, SITE_URL)}",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    },
}

# Where KeptPagesMiddleware looks at all: everything below which views may be marked `same_for_strangers`.
PAGES_SAME_FOR_STRANGERS = ("/kursus/",)

STORAGES: dict[str, dict[str, Any]] = {
    # Private: originals, task photos, certificates. Served only through views that check permission.
    "default": {
        "BACKEND": "core.files.PrivateStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
    # Public: our own re-encoded files, named by hash.
    "public": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "public", "base_url": "/berkas/"},
    },
    "staticfiles": {"BACKEND": "lms.static_files.HashedStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not SERVER
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = VAR_DIR / "private"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["core.backends.QuickBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "phone"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/saya/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
# Optional for allauth, because staff need no number; the sign-up form itself requires one.
ACCOUNT_SIGNUP_FIELDS = ["phone", "password1"]
SILENCED_SYSTEM_CHECKS = ["account.W001"]  # says that phone should be required there
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "accounts.naming.display_name"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 15 * 60
ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 3
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 30 * 60  # longer than a code lives, so that an expired code is told from a lost session
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = env.PROXY_COUNT
# Per address wide enough for a class of 40 behind one line; per number (key) narrow, since each code costs money.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "120/m/ip",
    "request_login_code": "120/m/ip,1000/d/ip,3/m/key,10/h/key",
    "verify_phone": "120/m/ip,1000/d/ip,3/m/key,10/h/key",
    "change_phone": "5/m/user,20/d/user",
    "sync": "60/m/user,2000/d/user",  # of up to 50 events; a phone empties a week's queue within a minute
    "sync_file": "60/m/user,500/d/user",
    "sync_paper": "10/m/user,100/d/user",
    "sync_key": "10/m/user,100/d/user",
    "sync_result": "30/m/user,500/d/user",  # an officer hands in a class's
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "home.signing_up.SignUpForm",
    "request_login_code": "accounts.forms.CodeRequestForm",
    "confirm_login_code": "accounts.forms.CodeForm",
    "verify_phone": "accounts.forms.PhoneCodeForm",
    "change_phone": "accounts.forms.ChangePhoneForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Bimtek Daring IKM"
MFA_TOTP_TOLERANCE = 1  # phones' clocks go wrong by half a minute
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.TotpForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.EditPasskeyForm",
}

# Messages: WhatsApp first, SMS behind it, demo alone in demo mode (messaging/routing.py)
WHATSAPP_URL = env.WHATSAPP_URL
WHATSAPP_TOKEN = env.WHATSAPP_TOKEN
WHATSAPP_APP_SECRET = env.WHATSAPP_APP_SECRET
WHATSAPP_VERIFY_TOKEN = env.WHATSAPP_VERIFY_TOKEN
WHATSAPP_TEMPLATES = env.WHATSAPP_TEMPLATES
WHATSAPP_LANGUAGE = env.WHATSAPP_LANGUAGE
SMS_URL = env.SMS_URL
SMS_TOKEN = env.SMS_TOKEN
MESSAGE_CODE_SECONDS = 900
MESSAGE_FALLBACK_SECONDS = 30
MESSAGE_BACKOFF_SECONDS = (10, 60, 300, 1800)
MESSAGE_TIMEOUT_SECONDS = (5, 10)  # connect, read
MESSAGE_TEXT_DAYS = 90  # afterwards only that a message went out is kept

# Learning: how much is asked and how often; the rule itself stands in courses/passing.py
COURSES_MINUTES_PER_JP = 45
COURSES_PRETEST_QUESTIONS = 10
COURSES_QUIZ_PASS_MARK = 60  # of 100; a quiz may be repeated at will
COURSES_FINAL_QUESTIONS = 15
COURSES_FINAL_ATTEMPTS = 3
COURSES_FINAL_WAIT_HOURS = 24

# Language and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Makassar"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "lms.formats"

# Celery: the row is the truth, the broker only a bell (docs/architecture.md)
CELERY_BROKER_URL = env.REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
# `codes` holds sign-in codes: whoever listens to it as well as to `default` looks there first (sorted by name).
CELERY_TASK_ROUTES = {
    "media.*": {"queue": "video"},
    "demo.*": {"queue": "video"},
    "messaging.sweep": {"queue": "codes"},
}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "queue_order_strategy": "sorted",
}
# A bell that can't be rung costs a request no waiting: one more try for a line that went stale, then the sweep rings.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 3
# Each room says what of its own is due how often.
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "lms-beat": {"task": "lms.beat", "schedule": 30.0, "options": {"expires": 30}},  # read by /sehat/
    **accounts_schedule.SCHEDULE,
    **certificates_schedule.SCHEDULE,
    **courses_schedule.SCHEDULE,
    **media_schedule.SCHEDULE,
    **messaging_schedule.SCHEDULE,
    **sync_schedule.SCHEDULE,
    **(demo_schedule.SCHEDULE if DEMO else {}),
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "run" / "beat")

# Video
FFMPEG_PATH = env.FFMPEG_PATH  # empty: the packaged one, else the one on PATH
MEDIA_CAGE = env.MEDIA_CAGE  # auto, bwrap, unshare or limits
MEDIA_STALE_S = env.MEDIA_STALE_S  # a worker silent for so long has lost its claim
MEDIA_CHUNK_S = env.MEDIA_CHUNK_S  # of a lesson, encoded in one go: what a dead worker can lose
MEDIA_RETIRED_KEPT_S = 24 * 3600  # a replaced file stays so long for those who are watching it
MEDIA_MAX_UPLOAD_BYTES = 2 * 1000**3
MEDIA_USER_QUOTA_BYTES = 20 * 1000**3  # one person's originals and unfinished uploads together
MEDIA_OPEN_UPLOADS = 5  # unfinished ones that one person may have
MEDIA_UPLOAD_KEPT_DAYS = 7  # since its last byte
MEDIA_MIN_FREE_BYTES = 500 * 1000**2  # of disk, kept free by uploads and transcoding
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "media.receiving.CheckedUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "tmp"  # same disk as the storages: an accepted upload is renamed, not copied

# Wagtail
WAGTAIL_SITE_NAME = "Bimtek Daring IKM"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # on our own pages, with limits and second factor
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILUSERS_PASSWORD_REQUIRED = False  # people sign in by code
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("id", "Bahasa Indonesia")]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # courses/urls.py takes ASCII
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_TIME_FORMAT = "%H.%M"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H.%M"
WAGTAIL_USER_TIME_ZONES = ["Asia/Makassar", "Asia/Jakarta", "Asia/Jayapura"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "jpg", "png"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_RENDITION_STORAGE = "public"  # re-encoded by us; the uploaded original stays private

# Security headers. /studio/ has its own, looser policy: core/middleware.py
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, POLICY_HASH],  # the file, or its text in a first page
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"  # but for the previews under /studio/: core/middleware.py
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_ENGINE = "core.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # cookies: these two, and core/first_style.py
)
SESSION_COOKIE_NAME = "s"
CSRF_COOKIE_NAME = "c"
if SERVER:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]  # monitors ask from inside, without TLS
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.PROXY_COUNT else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Wagtail's acts stand in its own log; on the console they would be six lines for every page saved.
    "loggers": {"django_tasks": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}},
}
