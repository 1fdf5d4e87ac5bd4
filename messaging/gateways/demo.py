"""The demo's way out: a line in a file, shown at `/demo/pesan/`. Nothing leaves the machine."""

import fcntl
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from core.clock import now
from messaging.gateways.letter import Letter
from messaging.models import Channel


def demo_file() -> Path:
    """Return where the demo's messages are kept."""
    return Path(settings.VAR_DIR) / "demo" / "messages.jsonl"


class DemoGateway:
    """Appends `{to, channel, text, code, sent_at}`; `code` is null where the message carries none."""

    def send(self, letter: Letter) -> str:
        """Write one line under a lock, so that lines of web and worker never mix."""
        line = {
            "to": letter.to,
            "channel": Channel.DEMO.value,
            "text": letter.text,
            "code": letter.code,
            "sent_at": now().isoformat(),
        }
        path = demo_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return ""


def demo_messages() -> list[dict[str, Any]]:
    """Return what has been written, newest first; a line cut off by a full disk is left out."""
    return list(_lines_backwards())


def _lines_backwards() -> Iterator[dict[str, Any]]:
    """Yield the file's lines from its end."""
    try:
        lines = demo_file().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    for line in reversed(lines):
        try:
            yield json.loads(line)
        except ValueError:
            continue
