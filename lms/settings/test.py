"""Settings of the test suite: own `var/`, tasks run in place, no network."""

import atexit
import shutil
import tempfile
from pathlib import Path

from lms.settings import *  # noqa: F403  Django reads settings as one flat module
from lms.settings import env
from lms.settings.base import CACHES, DATABASES
from lms.settings.files import STORAGES

VAR_DIR = Path(tempfile.mkdtemp(prefix="ikm-test-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "tmp"
KEYS = VAR_DIR / "keys"
CERT_P12, CERT_P12_PASSPHRASE_FILE = str(KEYS / "contoh.p12"), str(KEYS / "contoh.sandi")
CERT_VC_KEY = str(KEYS / "kredensial.pem")
MEDIA_ROOT = VAR_DIR / "private"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()  # whitenoise warns of a missing folder, and warnings are errors
STORAGES["default"]["OPTIONS"] = {"location": VAR_DIR / "private", "base_url": None}
STORAGES["public"]["OPTIONS"] = {"location": VAR_DIR / "public", "base_url": "/berkas/"}
# With a real Redis given, each process of the suite takes one of its databases.
if redis_url := env.env.str("REDIS_URL", default=""):
    number = int(env.env.str("PYTEST_XDIST_WORKER", default="gw0").removeprefix("gw")) + 1
    for cache in CACHES.values():
        cache["LOCATION"] = f"{redis_url.rsplit('/', 1)[0]}/{number}"
else:
    local = "django.core.cache.backends.locmem.LocMemCache"
    CACHES = {name: {"BACKEND": local, "LOCATION": name} for name in CACHES}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DEMO = True
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
