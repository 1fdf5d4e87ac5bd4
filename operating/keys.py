"""The secrets that belong to an installation: kept in a backup apart from everything else."""

from pathlib import Path
from typing import Any

from django.conf import settings

from courses.public import own_pack_key

NAMES = (
    "SECRET_KEY",
    "PACK_OLD_KEYS",
    "WHATSAPP_TOKEN",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
    "SMS_TOKEN",
    "METRICS_TOKEN",
)
FILES = {"SECRET_KEY": "secret_key", "PACK_KEY": "pack_key"}


def secrets() -> dict[str, str]:
    """Return the secrets in use by the name of their setting; lists with commas between."""
    found = {name: _text(getattr(settings, name, "")) for name in NAMES} | {"PACK_KEY": own_pack_key()}
    return {name: value for name, value in found.items() if value}


def secrets_lacking(values: dict[str, str]) -> list[str]:
    """Return the names of the settings that a backup has no secret for: never set, or not given to what made it."""
    return sorted({*NAMES, "PACK_KEY"} - {*values})


def put_secrets_back(values: dict[str, str], folder: Path) -> Path | None:
    """Write restored secrets into `folder`: as the files that the embedded mode reads, on a server as lines to set.

    Returns the file with lines for the environment, None where nothing is left to be set by hand.
    """
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


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, list | tuple) else str(value)
