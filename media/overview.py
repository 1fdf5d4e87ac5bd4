"""What the screens of `/studio/` tell of a video: state, files and what they cost, warnings, how it was made."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from media.costing import mb_per_ten_minutes, price_per_mb, rupiah_for
from media.errors import DiskFull, sentence_for
from media.models import (
    Encoding,
    EncodingState,
    Piece,
    PieceKind,
    PieceState,
    Rendition,
    RenditionCodec,
    RenditionKind,
    RenditionState,
    Source,
)
from media.playing import CODECS, Player, player_for
from media.progress import (
    JOIN,
    PICTURE,
    group,
    is_worked_on,
    minutes_left,
    percent_of,
    repeated,
    share_of_pictures,
    stage_of,
)
from media.waiting import videos_ahead
from media.warning import Caution, File, Measured, cautions_for, in_words

FINAL = {EncodingState.READY, EncodingState.FAILED}
FIT_FOR_TEN_MINUTES_S = 30  # a shorter clip says nothing about ten minutes


@dataclass(frozen=True)
class Row:
    """One line of the table of choices."""

    kind: str
    codec: str
    state: str
    is_ready: bool = False
    sides: str = ""
    size_bytes: int = 0
    per_ten_minutes: float | None = None
    rupiah: int = 0


def overview_of(source: Source, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return all that the part of the screen needs which renews itself."""
    encoding, pieces = source.wanted, list(source.wanted.pieces.all())
    player, price = player_for(source, with_text=False), price_per_mb(request)
    return {
        "source": source,
        "stage": stage_of(encoding, pieces, shows_other=source.published not in (None, encoding)),
        "percent": percent_of(encoding, pieces),
        "notes": list(notes_of(encoding, pieces)),
        "length": in_words(source.shown.duration_s),
        "sentence": sentence_for(encoding.reason),
        "final": source.state in FINAL,
        "player": player,
        "rows": rows_of(encoding, pieces, price),
        "price": price,
        "usual": player.chosen("") if encoding.state == EncodingState.READY else None,
        "cautions": cautions_of(encoding, player),
    }


def rows_of(encoding: Encoding, pieces: Sequence[Piece], price: int) -> list[Row]:
    """Return a line for each file, cheapest first; before the plan is made also for what may come."""
    state = _state_of_waiting(encoding, pieces)
    made = sorted(encoding.renditions.all(), key=_order)
    there = {one.kind for one in made if not one.is_fast}
    absent = [kind for kind in RenditionKind if kind not in there]
    rows = [_row(one, encoding.duration_s, state, price) for one in made]
    return rows + [Row(kind.label, "", words) for kind in absent if (words := _why_absent(encoding, kind))]


def cautions_of(encoding: Encoding, player: Player | None = None) -> list[Caution]:
    """Return the warnings about what an encoding was made of; none for what is still to be probed."""
    return cautions_for(measured_of(encoding, player)) if encoding.facts else []


def measured_of(encoding: Encoding, player: Player | None = None) -> Measured:
    """Return what rows say about a clip as plain values. Weight counts when the full plan has been published."""
    plan, findings = encoding.plan, encoding.findings
    is_whole = encoding.state == EncodingState.READY
    usual = player.chosen("") if player and is_whole else None
    return Measured(
        duration_s=encoding.duration_s,
        short_side=min(encoding.width, encoding.height) if encoding.width and encoding.height else None,
        has_sound=encoding.facts.get("audio_index") is not None,
        sound=findings.get("sound") or {},
        picture={name: findings[name] for name in ("luma", "is_screen") if name in findings},
        files=[File(one.kind, one.codec, one.size_bytes) for one in _whole(encoding)] if is_whole else (),
        usual=_usual_file(encoding, usual.sources[0].name) if usual else None,
        has_av1=any(one["codec"] == RenditionCodec.AV1 for one in plan["videos"]) if plan else None,
        is_quality_measured=bool(findings.get("reasons")) if plan else None,
    )


def details_of(encoding: Encoding, pieces: Sequence[Piece]) -> dict[str, Any]:
    """Return how it was made, for those who help: the tool, the plan, the reasons, and how the pieces went."""
    return {
        "encoding": encoding,
        "reasons": encoding.findings.get("reasons") or [],
        "parts": [_part(part, ones) for part, ones in group(pieces).items()],
        "raw": [(title, json.dumps(kept, indent=1, ensure_ascii=False)) for title, kept in _raw(encoding) if kept],
    }


def notes_of(encoding: Encoding, pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield what else is to be said while it is under way."""
    if encoding.state in FINAL:
        return
    if not is_worked_on(pieces):
        ahead = videos_ahead(encoding)
        yield f"Menunggu {ahead} video lain." if ahead else "Menunggu giliran."
    if encoding.is_idle:
        yield "Dikerjakan saat server senggang."
    if any(one.state == PieceState.WAITING and one.reason == DiskFull.code for one in pieces):
        yield DiskFull.sentence
    if again := repeated(pieces):
        yield f"{again} bagian diulang otomatis; Anda tidak perlu berbuat apa-apa."
    if minutes := minutes_left(encoding, pieces):
        yield f"{'Selesai' if encoding.version else 'Dapat diputar'} kira-kira {minutes} menit lagi."


def _state_of_waiting(encoding: Encoding, pieces: Sequence[Piece]) -> str:
    """Return what is to be said of a file that is not there yet: all of a plan grow together."""
    if encoding.state == EncodingState.FAILED:
        return "belum jadi"
    by_part = group(pieces)
    if JOIN in by_part:
        return "sedang disatukan"
    return f"sedang dibuat, {share_of_pictures(pieces)}%" if PICTURE in by_part else "menunggu giliran"


def _why_absent(encoding: Encoding, kind: RenditionKind) -> str:
    """Return why there is no file of a kind: not yet decided, or decided against; empty for nothing to say."""
    if not encoding.plan:
        return "" if encoding.state in FINAL else "menunggu uji mutu"
    tried = [one for one in encoding.findings.get("reasons") or [] if one["name"].startswith(kind)]
    return "tidak dibuat: hampir tidak lebih jelas" if tried else ""


def _row(rendition: Rendition, duration_s: float | None, waiting: str, price: int) -> Row:
    is_ready, size = rendition.state == RenditionState.READY, rendition.size_bytes
    words = "siap, sementara" if rendition.is_fast else "siap"
    return Row(
        kind="Versi cepat" if rendition.is_fast else rendition.get_kind_display(),
        codec=_written(rendition),
        state=words if is_ready else waiting,
        is_ready=is_ready,
        sides=f"{rendition.width} × {rendition.height}" if rendition.width else "",
        size_bytes=size,
        per_ten_minutes=mb_per_ten_minutes(size, duration_s) if (duration_s or 0) >= FIT_FOR_TEN_MINUTES_S else None,
        rupiah=rupiah_for(size, price),
    )


def _order(rendition: Rendition) -> tuple[bool, int, int]:
    """The fast version first, then as on the buttons."""
    kinds = list(RenditionKind)
    return not rendition.is_fast, kinds.index(RenditionKind(rendition.kind)), _codec_order(rendition)


def _codec_order(rendition: Rendition) -> int:
    return CODECS.index(RenditionCodec(rendition.codec))


def _written(rendition: Rendition) -> str:
    """Say which phones take it: the lighter file where both can be played."""
    is_light = rendition.codec in (RenditionCodec.AV1, RenditionCodec.OPUS)
    phones = "semua HP" if rendition.is_fast else "HP umumnya" if is_light else "HP lama"
    return f"{rendition.get_codec_display()}, {phones}"


def _whole(encoding: Encoding) -> list[Rendition]:
    return [one for one in encoding.renditions.all() if not one.is_fast and one.state == RenditionState.READY]


def _usual_file(encoding: Encoding, name: str) -> File | None:
    found = (File(one.kind, one.codec, one.size_bytes) for one in _whole(encoding) if one.file.name == name)
    return next(found, None)


def _raw(encoding: Encoding) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what stands on the row as JSON."""
    yield "Hasil pemeriksaan", encoding.facts
    yield "Temuan", encoding.findings
    yield "Rencana cepat", encoding.fast_plan
    yield "Rencana lengkap", encoding.plan


def _part(part: tuple[str, str], pieces: Sequence[Piece]) -> dict[str, Any]:
    spans = [one.finished_at - one.claimed_at for one in pieces if one.finished_at and one.claimed_at]
    return {
        "run": pieces[0].get_run_display(),
        "kind": PieceKind(part[1]).label,
        "count": len(pieces),
        "done": sum(1 for one in pieces if one.progress == 100),
        "attempts": sum(one.attempts for one in pieces),
        "seconds": round(sum(span.total_seconds() for span in spans), 1),
        "reasons": sorted({one.reason for one in pieces if one.reason}),
    }
