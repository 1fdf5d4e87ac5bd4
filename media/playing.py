"""What a page needs to show a video: one plain object, no query beyond the rows already at hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from media.captions import Cue
from media.content_types import content_type_of
from media.models import Encoding, EncodingState, Rendition, RenditionCodec, RenditionKind, RenditionState, Source
from media.transcribing import captions_url, cues_of

WORDS = {
    RenditionKind.AUDIO: "suara",
    RenditionKind.HEMAT: "hemat",
    RenditionKind.BIASA: "biasa",
    RenditionKind.JELAS: "jelas",
}
USUAL = ("biasa", "hemat", "jelas", "suara")
THRIFTY = ("hemat", "biasa", "jelas", "suara")
# In the order in which a browser is asked: the first that it can play is the lightest.
CODECS = (RenditionCodec.AV1, RenditionCodec.OPUS, RenditionCodec.H264, RenditionCodec.AAC)
EVERYWHERE = (RenditionCodec.H264, RenditionCodec.AAC)
WORTH_SAYING = 1.25


@dataclass(frozen=True)
class Playable:
    """One file of a choice. Its name is made of a hash of what is in it: an equal `key` means equal bytes."""

    name: str
    url: str
    content_type: str
    codec: str
    size_bytes: int
    width: int | None
    height: int | None

    @property
    def key(self) -> str:
        """The hash in the name."""
        return PurePosixPath(self.name).stem

    def as_json(self) -> dict[str, Any]:
        """Return what a program needs that keeps files for later."""
        return {"url": self.url, "type": self.content_type, "size_bytes": self.size_bytes, "key": self.key}


@dataclass(frozen=True)
class Choice:
    """One way to play a video: `word` stands in the address, `label` on the button. There is always a source."""

    word: str
    label: str
    sources: tuple[Playable, ...]

    @property
    def size_bytes(self) -> int:
        """What it costs where the first source plays, which is nearly everywhere."""
        return self.sources[0].size_bytes

    @property
    def heaviest_bytes(self) -> int:
        """What it costs where only the last source plays."""
        return self.sources[-1].size_bytes

    @property
    def download(self) -> Playable | None:
        """The file that other programs open too."""
        return next((one for one in self.sources if one.codec in EVERYWHERE), None)

    def as_json(self) -> dict[str, Any]:
        """Return the choice for a program."""
        return {"word": self.word, "label": self.label, "sources": [one.as_json() for one in self.sources]}


@dataclass(frozen=True)
class Player:
    """A video as learners meet it. `version` grows whenever other files take the place of those named here."""

    source_id: int
    version: int
    title: str
    duration_s: float
    poster_url: str
    width: int
    height: int
    choices: list[Choice]
    is_failed: bool
    cues: tuple[Cue, ...] = ()
    captions_url: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether anything can be played yet."""
        return bool(self.choices)

    @property
    def heavier(self) -> list[Choice]:
        """The choices with picture that cost an old phone noticeably more."""
        costly = (one for one in self.choices if one.heaviest_bytes > one.size_bytes * WORTH_SAYING)
        return [one for one in costly if one.sources[0].width]

    def chosen(self, word: str, *, is_thrifty: bool = False) -> Choice | None:
        """Return the choice asked for, else the usual one or that of people who save, else whatever there is."""
        by_word = {choice.word: choice for choice in self.choices}
        order = (word, *(THRIFTY if is_thrifty else USUAL))
        return next((by_word[one] for one in order if one in by_word), None)


def player_for(source: Source, *, with_text: bool = True) -> Player:
    """Return the player of `source`, whose renditions and text come with it from the manager."""
    shown, cues = source.shown, cues_of(source) if with_text else ()
    return Player(
        source_id=source.pk,
        version=source.published.version if source.published else 0,
        title=source.title,
        duration_s=shown.duration_s or 0,
        poster_url=shown.poster.url if shown.poster else "",
        width=shown.width or 16,
        height=shown.height or 9,
        choices=_choices(source.published) if source.published else [],
        is_failed=source.state == EncodingState.FAILED,
        cues=cues,
        captions_url=captions_url(source.pk, cues),
    )


def players_for(source_ids: Iterable[int]) -> dict[int, Player]:
    """Return players by source id without what is said in them: a few queries, however many."""
    sources = Source.objects.filter(pk__in=list(source_ids)).defer("transcript__cues")
    return {source.pk: player_for(source, with_text=False) for source in sources}


def _choices(encoding: Encoding) -> list[Choice]:
    """Return what can be played, cheapest first. The fast files count until there are others of their kind.

    A plan leaves out a rung that looks no better than the one below it in the same codec. Where only one codec goes up,
    the other's file below stands in: a phone with AV1 is not sent the heavy H.264 for nothing.
    """
    found: dict[tuple[str, str], Rendition] = {}
    for one in sorted(encoding.renditions.all(), key=lambda one: not one.is_fast):
        if one.state == RenditionState.READY:
            found[one.kind, one.codec] = one
    choices = []
    below: dict[str, Rendition] = {}
    for kind in RenditionKind:
        own = {code: found[kind, code] for code in CODECS if (kind, code) in found}
        best = below | own
        below = {} if kind == RenditionKind.AUDIO else best
        if own:
            sources = tuple(_playable(best[code]) for code in CODECS if code in best)
            choices.append(Choice(WORDS[kind], kind.label, sources))
    return choices


def _playable(rendition: Rendition) -> Playable:
    return Playable(
        name=rendition.file.name or "",
        url=rendition.file.url,
        content_type=content_type_of(rendition.codec, rendition.width, rendition.height),
        codec=rendition.codec,
        size_bytes=rendition.size_bytes,
        width=rendition.width,
        height=rendition.height,
    )
