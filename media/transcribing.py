"""Writing down what is said in a video: lines from the editor, kept so that of two people nobody loses anything."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from core.clock import now
from core.content_version import content_changed
from media.captions import MAX_CUES, MAX_TEXT, Cue, clean_text, cues_from, field_time, parse_time, to_vtt
from media.errors import CaptionsChanged
from media.models import Source, Transcript


@dataclass(frozen=True)
class Line:
    """One line of the editor as it was typed, and what is wrong with it."""

    start: str
    end: str
    text: str
    fault: str = ""


def transcript_of(source: Source) -> Transcript | None:
    """Return the row, which comes with the source from its manager; None before the first save."""
    try:
        return source.transcript
    except Transcript.DoesNotExist:
        return None


def cues_of(source: Source) -> tuple[Cue, ...]:
    """Return what is said in `source`."""
    transcript = transcript_of(source)
    return cues_from(transcript.cues) if transcript else ()


def captions_url(source_id: int, cues: Sequence[Cue]) -> str:
    """Return the address of these very captions: other words, other address. Empty when nothing is said."""
    return reverse("video_captions", args=[source_id, mark_of(cues)]) if cues else ""


def mark_of(cues: Iterable[Cue]) -> str:
    """Return the hash of the captions, which nobody can guess who has not seen them."""
    return hashlib.sha256(to_vtt(cues).encode()).hexdigest()[:32]


def stamp_of(source: Source) -> str:
    """Return what the editor sends back, to tell whether somebody saved in between."""
    transcript = transcript_of(source)
    return transcript.updated_at.isoformat() if transcript else ""


def save_captions(source: Source, cues: Sequence[Cue], *, seen: str, by: Any) -> None:
    """Keep the captions of `source`, if nobody has changed them since `seen`; raises CaptionsChanged.

    Pressing the button twice is no conflict: what is kept is what was to be kept.
    """
    kept = [cue.as_json() for cue in cues]
    rows = Transcript.objects.filter(source=source)
    when = _moment(seen)
    if when and _replace(rows.filter(updated_at=when), kept, by):
        return
    if not seen and _is_first(source, kept, by):
        return
    other = rows.select_related("updated_by").first()
    if other is None or other.cues != kept:
        raise CaptionsChanged(who=str(other.updated_by) if other and other.updated_by else "orang lain")


def _replace(rows: "QuerySet[Transcript]", kept: list[dict[str, Any]], by: Any) -> bool:
    with transaction.atomic():
        if not rows.update(cues=kept, updated_by=by, updated_at=now()):
            return False
        content_changed()
    return True


def _is_first(source: Source, kept: list[dict[str, Any]], by: Any) -> bool:
    """Create the row, unless somebody was faster."""
    try:
        with transaction.atomic():
            Transcript.objects.create(source=source, cues=kept, updated_by=by)
    except IntegrityError:
        return False
    return True


def _moment(seen: str) -> dt.datetime | None:
    """Return the time that the editor sent back; None for nothing, and for what is no time."""
    try:
        return parse_datetime(seen)
    except ValueError:
        return None


def lines_from(cues: Iterable[Cue]) -> list[Line]:
    """Return cues as lines of the editor."""
    return [Line(field_time(cue.start_ms), field_time(cue.end_ms), cue.text) for cue in cues]


def read_lines(typed: Any) -> list[Line]:
    """Return the lines that the editor sent, whatever came; lines without any content are left out."""
    rows = typed if isinstance(typed, list) else []
    words = [[str(row.get(key) or "") for key in ("start", "end", "text")] for row in rows if isinstance(row, dict)]
    return [
        Line(start.strip(), end.strip(), clean_text(text))
        for start, end, text in words
        if f"{start}{end}{text}".strip()
    ]


def check_lines(lines: Sequence[Line]) -> tuple[list[Cue], list[Line]]:
    """Return the cues, and the lines with what is wrong in each; the cues count only when no line has a fault."""
    cues: list[Cue] = []
    checked: list[Line] = []
    before = 0
    for number, line in enumerate(lines):
        start, end = parse_time(line.start), parse_time(line.end)
        fault = _fault(line, start, end, before) if number < MAX_CUES else f"Paling banyak {MAX_CUES} baris."
        checked.append(Line(line.start, line.end, line.text, fault))
        if start is not None and end is not None:
            before = max(before, start)
            cues.append(Cue(start, end, line.text))
    return cues, checked


def _fault(line: Line, start: int | None, end: int | None, before: int) -> str:
    if start is None:
        return "Waktu mulai belum terbaca. Tulis seperti 01:23,4."
    if end is None:
        return "Waktu selesai belum terbaca. Tulis seperti 01:25,0."
    if end <= start:
        return "Waktu selesai harus sesudah waktu mulai."
    if start < before:
        return "Baris ini mulai lebih awal daripada baris di atasnya. Perbaiki waktunya atau pindahkan."
    if not line.text:
        return "Teksnya masih kosong. Isi, atau hapus baris ini."
    return f"Teksnya lebih dari {MAX_TEXT} huruf. Pecah menjadi dua baris." if len(line.text) > MAX_TEXT else ""
