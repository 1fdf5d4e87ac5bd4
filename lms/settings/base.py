"""What is installed, in which order requests pass, and where the database and the cache are."""

from typing import Any

from lms.settings import env
from lms.stamp import code_stamp

BASE_DIR = env.ROOT
VAR_DIR = env.VAR
for folder in ("log", "run", "static", "tmp"):
    (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)
SECRET_KEY = env.secret_key()
SECRET_KEY_FALLBACKS = env.SECRET_KEY_FALLBACKS
DEBUG = env.DEBUG
SERVER = env.SERVER
DEMO = env.DEMO
SITE_URL = env.SITE_URL
PACK_KEY, PACK_OLD_KEYS, NIK_KEYS = env.PACK_KEY, env.PACK_OLD_KEYS, env.NIK_KEYS
ALLOWED_HOSTS = env.ALLOWED_HOSTS or ([] if SERVER else ["*"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "home",
    "desk",
    "operating",
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
    "operating.request_log.RequestLogMiddleware",
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
    "core.middleware.StoreAwayMiddleware",
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
        # After a restart of the database each thread would fail once with the connection that it kept.
        DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
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
        "BACKEND": "core.pages_cache.QuickRedisCache",
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

# Operating: backups by beat where a folder is given; metrics only for who brings the token
BACKUP_FOLDER = env.BACKUP_FOLDER
BACKUP_RECIPIENTS = env.BACKUP_RECIPIENTS
BACKUP_KEEP = env.BACKUP_KEEP  # days
METRICS_TOKEN = env.METRICS_TOKEN

# Where KeptPagesMiddleware looks at all: everything below which views may be marked `same_for_strangers`.
PAGES_SAME_FOR_STRANGERS = ("/kursus/",)

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
MESSAGE_TIMEOUT_SECONDS = (5, env.MESSAGE_WAIT_S)  # connect, read
MESSAGE_TEXT_DAYS = 90  # afterwards only that a message went out is kept

# Learning: how much is asked and how often; the rule itself stands in courses/passing.py
COURSES_MINUTES_PER_JP = 45
COURSES_PRETEST_QUESTIONS = 10
COURSES_QUIZ_PASS_MARK = 60  # of 100; a quiz may be repeated at will
COURSES_FINAL_QUESTIONS = 15
COURSES_FINAL_ATTEMPTS = 3
COURSES_FINAL_WAIT_HOURS = 24
COURSES_ATTENDANCE_CODE_SECONDS = 180  # how long a shown QR code takes people in; the screen renews it
COURSES_ATTENDANCE_SIGN_IN_SECONDS = 1800  # how long a scan waits for its sign-in

# Language and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Makassar"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "lms.formats"
