"""The one place that reads the environment. Every name here stands in `docs/operations.md`.

With nothing set, the embedded mode runs: SQLite and everything else under `var/`.
"""

import secrets
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

VAR = Path(env.str("IKM_VAR", default=str(ROOT / "var"))).absolute()
SERVER = env.bool("IKM_SERVER", default=False)
DEMO = env.bool("IKM_DEMO", default=False)
DEBUG = env.bool("IKM_DEBUG", default=False)
PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
DATABASE_URL = env.str("DATABASE_URL", default="")
OWN_BROKER = VAR / "run" / "broker"  # written by the running demo, so that `manage.py` beside it reaches its broker
REDIS_URL = env.str("REDIS_URL", default=OWN_BROKER.read_text() if OWN_BROKER.exists() else "redis://127.0.0.1:6379/0")
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
PACK_KEY = env.str("PACK_KEY", default="")
PACK_OLD_KEYS = env.list("PACK_OLD_KEYS", default=[])

WHATSAPP_URL = env.str("WHATSAPP_URL", default="")
WHATSAPP_TOKEN = env.str("WHATSAPP_TOKEN", default="")
WHATSAPP_APP_SECRET = env.str("WHATSAPP_APP_SECRET", default="")
WHATSAPP_VERIFY_TOKEN = env.str("WHATSAPP_VERIFY_TOKEN", default="")
# Names given to our templates at WhatsApp, where they differ: kode_masuk=ikm_kode_2,lulus=ikm_lulus
WHATSAPP_TEMPLATES = env.dict("WHATSAPP_TEMPLATES", default={})
WHATSAPP_LANGUAGE = env.str("WHATSAPP_LANGUAGE", default="id")
SMS_URL = env.str("SMS_URL", default="")
SMS_TOKEN = env.str("SMS_TOKEN", default="")

# Read by workers alone. With none set, embedded mode uses the demo's keys.
_KEYS = "" if SERVER else str(VAR / "keys")
CERT_P12 = env.str("CERT_P12", default=_KEYS and f"{_KEYS}/contoh.p12")
CERT_P12_PASSPHRASE_FILE = env.str("CERT_P12_PASSPHRASE_FILE", default=_KEYS and f"{_KEYS}/contoh.sandi")
CERT_TSA_URL = env.str("CERT_TSA_URL", default="")
CERT_VC_KEY = env.str("CERT_VC_KEY", default=_KEYS and f"{_KEYS}/kredensial.pem")
CERT_REMOTE_URL = env.str("CERT_REMOTE_URL", default="")
CERT_REMOTE_USER = env.str("CERT_REMOTE_USER", default="")
CERT_REMOTE_PASSWORD_FILE = env.str("CERT_REMOTE_PASSWORD_FILE", default="")
CERT_REMOTE_IDENTITY_FILE = env.str("CERT_REMOTE_IDENTITY_FILE", default="")
CERT_REMOTE_PASSPHRASE_FILE = env.str("CERT_REMOTE_PASSPHRASE_FILE", default="")

FFMPEG_PATH = env.str("FFMPEG_PATH", default="")
MEDIA_CAGE = env.str("MEDIA_CAGE", default="auto")
MEDIA_STALE_S = env.int("MEDIA_STALE_S", default=30)
MEDIA_CHUNK_S = env.int("MEDIA_CHUNK_S", default=48)


def secret_key() -> str:
    """Return SECRET_KEY from the environment; embedded mode makes one once, in `var/secret_key`."""
    given = env.str("SECRET_KEY", default="")
    if given or SERVER:
        return given
    path = VAR / "secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        VAR.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x") as file:
                path.chmod(0o600)
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass  # another process was first; its key holds
        return path.read_text()
