"""The secrets that belong to an installation: kept in a backup apart from everything else."""

import base64
from pathlib import Path
from typing import Any

from django.conf import settings

from courses.public import own_pack_key

NAMES = (
    "SECRET_KEY",
    "PACK_OLD_KEYS",
    "NIK_KEYS",
    "WHATSAPP_TOKEN",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
    "SMS_TOKEN",
    "METRICS_TOKEN",
)
FILES = {"SECRET_KEY": "secret_key", "PACK_KEY": "pack_key"}
# Settings that name a file: what is kept is the file. On a server `worker-issue` alone can read them, so that a backup
# made by another service has none of them (docs/operations.md, "Certificates").
FILE_NAMES = (
    "CERT_P12",
    "CERT_P12_PASSPHRASE_FILE",
    "CERT_VC_KEY",
    "CERT_REMOTE_PASSWORD_FILE",
    "CERT_REMOTE_IDENTITY_FILE",
    "CERT_REMOTE_PASSPHRASE_FILE",
)


def secrets() -> dict[str, str]:
    """Return the secrets in use by the name of their setting; lists with commas between, files in base64."""
    found = {name: _text(getattr(settings, name, "")) for name in NAMES} | {"PACK_KEY": own_pack_key()}
    found |= {name: _content(getattr(settings, name)) for name in FILE_NAMES}
    return {name: value for name, value in found.items() if value}


def secrets_lacking(values: dict[str, str]) -> list[str]:
    """Return the names of the settings that a backup has no secret for: never set, or not given to what made it."""
    return sorted({*NAMES, *FILE_NAMES, "PACK_KEY"} - {*values})


def put_secrets_back(values: dict[str, str], folder: Path) -> Path | None:
    """Write restored secrets into `folder`: as the files that the embedded mode reads, on a server as lines to set.

    Keys of certificates come back as files below `keys/` there, where the embedded mode looks for its own.
    Returns the file with lines for the environment, None where nothing is left to be set by hand.
    """
    values = dict(values)
    written = _put_files_back({name: values.pop(name) for name in FILE_NAMES if name in values}, folder / "keys")
    values |= {name: path for name, path in written.items() if path != getattr(settings, name)}
    if not settings.SERVER:
        for name, file in FILES.items():
            if name in values:
                _write(folder / file, values.pop(name))
    if not values:
        return None
    path = folder / "restored.env"
    _write(path, "".join(f"{name}={value}\n" for name, value in sorted(values.items())))
    return path


def _write(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)


def _put_files_back(values: dict[str, str], folder: Path) -> dict[str, str]:
    """Write the files, by the names that the settings have for them if any; return where each is."""
    if values:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = {name: folder / (Path(getattr(settings, name)).name or name.lower()) for name in values}
    for name, path in paths.items():
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(base64.b64decode(values[name]))
    return {name: str(path) for name, path in paths.items()}


def _content(path: str) -> str:
    """Return a file in base64; nothing for one that isn't named, isn't there, or isn't ours to read."""
    try:
        return base64.b64encode(Path(path).read_bytes()).decode() if path else ""
    except OSError:
        return ""


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, list | tuple) else str(value)
