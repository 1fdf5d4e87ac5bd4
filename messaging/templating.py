"""The texts of messages: one file each in `texts/`, or registered by the room that sends them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter

from messaging.errors import PlaceholderMissing, TemplateTaken, TemplateUnknown

OLD_NUMBER_TEMPLATE = "nomor_diganti"  # the one message that goes to a number which is nobody's any more
TEXTS = Path(__file__).parent / "texts"
_registered: dict[str, str] = {}


def register_template(name: str, text: str) -> None:
    """Add the message `name`; `text` is one paragraph with `{placeholders}`. Registering the same twice is harmless."""
    if _registered.get(name, text) != text or name in _files():
        raise TemplateTaken(name=name)
    _registered[name] = text


def template_names() -> list[str]:
    """Return the names of all messages, in alphabetical order."""
    return sorted({*_registered, *_files()})


def template_text(name: str) -> str:
    """Return the text of the message `name`; raises TemplateUnknown."""
    text = _registered.get(name) or _files().get(name)
    if text is None:
        raise TemplateUnknown(name=name)
    return text


def title_of(name: str) -> str:
    """Return `tugas_diterima` as the office reads it: `Tugas diterima`."""
    return name.replace("_", " ").capitalize()


def placeholders_of(name: str) -> list[str]:
    """Return the placeholders of `name` in the order of the text, each once."""
    fields = (field for _, field, _, _ in Formatter().parse(template_text(name)) if field)
    return list(dict.fromkeys(fields))


def fill(name: str, values: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """Return the message's text and the values it used, as words; raises PlaceholderMissing.

    Values lose line breaks and doubled blanks: WhatsApp refuses a template whose parameters hold them.
    """
    wanted = placeholders_of(name)
    missing = [placeholder for placeholder in wanted if values.get(placeholder) is None]
    if missing:
        raise PlaceholderMissing(name=name, names=", ".join(missing))
    used = {placeholder: " ".join(str(values[placeholder]).split()) for placeholder in wanted}
    return template_text(name).format(**used), used


@cache
def _files() -> dict[str, str]:
    """Read the project's own texts, once a process."""
    return {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(TEXTS.glob("*.txt"))}
