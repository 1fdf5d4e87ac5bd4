"""The one place that reads the environment. Every name here stands in `docs/operations.md`.

With nothing set, the embedded mode runs: SQLite and everything else under `var/`.
"""

import secrets
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[2]
env = environ.FileAwareEnv()  # NAME_FILE=/run/secrets/name in place of NAME: one file for each service that may read it


def secret(name: str, default: str = "") -> str:
    """Return a secret; an editor's newline at the end of its file is none of it."""
    return env.str(name, default=default).strip()


VAR = Path(env.str("IKM_VAR", default=str(ROOT / "var"))).absolute()
SERVER = env.bool("IKM_SERVER", default=False)
DEMO = env.bool("IKM_DEMO", default=False)
DEBUG = env.bool("IKM_DEBUG", default=False)
PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
DATABASE_URL = secret("DATABASE_URL")
OWN_BROKER = VAR / "run" / "broker"  # written by the running demo, so that `manage.py` beside it reaches its broker
REDIS_URL = secret("REDIS_URL", OWN_BROKER.read_text() if OWN_BROKER.exists() else "redis://127.0.0.1:6379/0")
BROKER_URL = secret("BROKER_URL") or REDIS_URL
DRAIN_S = env.int("DRAIN_S", default=3)
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
ACCEL = env.bool("IKM_ACCEL", default=False)
S3_ENDPOINT = env.str("S3_ENDPOINT", default="").rstrip("/")
S3_REGION = env.str("S3_REGION", default="us-east-1")
S3_ACCESS_KEY = env.str("S3_ACCESS_KEY", default="")
S3_SECRET_KEY = secret("S3_SECRET_KEY")
S3_BUCKET_PRIVATE = env.str("S3_BUCKET_PRIVATE", default="ikm-private")
S3_BUCKET_PUBLIC = env.str("S3_BUCKET_PUBLIC", default="ikm-public")
S3_PRIVATE_URL = env.str("S3_PRIVATE_URL", default="").rstrip("/")
S3_PUBLIC_URL = env.str("S3_PUBLIC_URL", default="").rstrip("/")
PACK_KEY = secret("PACK_KEY")
NIK_KEYS = [key.strip() for key in secret("NIK_KEYS").split(",") if key.strip()]
PACK_OLD_KEYS = env.list("PACK_OLD_KEYS", default=[])

WHATSAPP_URL = env.str("WHATSAPP_URL", default="")
WHATSAPP_TOKEN = secret("WHATSAPP_TOKEN")
WHATSAPP_APP_SECRET = secret("WHATSAPP_APP_SECRET")
WHATSAPP_VERIFY_TOKEN = secret("WHATSAPP_VERIFY_TOKEN")
# Names given to our templates at WhatsApp, where they differ: kode_masuk=ikm_kode_2,lulus=ikm_lulus
WHATSAPP_TEMPLATES = env.dict("WHATSAPP_TEMPLATES", default={})
WHATSAPP_LANGUAGE = env.str("WHATSAPP_LANGUAGE", default="id")
SMS_URL = env.str("SMS_URL", default="")
SMS_TOKEN = secret("SMS_TOKEN")
MESSAGE_WAIT_S = env.int("MESSAGE_WAIT_S", default=10)

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

SECRET_KEY_FALLBACKS = [key.strip() for key in env.list("SECRET_KEY_FALLBACKS", default=[])]

BACKUP_FOLDER = env.str("BACKUP_FOLDER", default="")
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
BACKUP_KEEP = env.int("BACKUP_KEEP", default=14)
METRICS_TOKEN = secret("METRICS_TOKEN")


def secret_key() -> str:
    """Return SECRET_KEY from the environment; embedded mode makes one once, in `var/secret_key`."""
    given = secret("SECRET_KEY")
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
