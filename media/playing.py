"""What a page needs to show a video: one plain object, no query beyond the rows already at hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from media.models import EncodingState, RenditionCodec, RenditionKind, RenditionState, Source

PREFERRED = (RenditionKind.HEMAT, RenditionKind.BIASA, RenditionKind.JELAS, RenditionKind.AUDIO)
CHOICES_IN_ORDER = tuple(RenditionKind)
WRITTEN_AS = (RenditionCodec.H264, RenditionCodec.AAC)
WORDS = {
    RenditionKind.AUDIO: "suara",
    RenditionKind.HEMAT: "hemat",
    RenditionKind.BIASA: "biasa",
    RenditionKind.JELAS: "jelas",
}


@dataclass(frozen=True)
class Choice:
    """One way to play a video: `word` stands in the address, `label` and `size_bytes` on the button."""

    word: str
    label: str
    url: str
    size_bytes: int
    content_type: str


@dataclass(frozen=True)
class Player:
    """A video as learners meet it."""

    source_id: int
    title: str
    duration_s: float
    poster_url: str
    width: int
    height: int
    choices: list[Choice]
    is_failed: bool

    @property
    def is_ready(self) -> bool:
        """Whether anything can be played yet."""
        return bool(self.choices)

    def chosen(self, word: str) -> Choice | None:
        """Return the choice asked for, else the data saver, else whatever there is."""
        by_word = {choice.word: choice for choice in self.choices}
        order = [word, *(WORDS[kind] for kind in PREFERRED)]
        return next((by_word[one] for one in order if one in by_word), None)


def player_for(source: Source) -> Player:
    """Return the player of `source`, whose renditions come with it from the manager."""
    shown = source.shown
    ready = {
        RenditionKind(one.kind): one
        for one in (source.published.renditions.all() if source.published else ())
        if one.state == RenditionState.READY and one.codec in WRITTEN_AS
    }
    return Player(
        source_id=source.pk,
        title=source.title,
        duration_s=shown.duration_s or 0,
        poster_url=shown.poster.url if shown.poster else "",
        width=shown.width or 16,
        height=shown.height or 9,
        choices=[
            Choice(
                word=WORDS[kind],
                label=kind.label,
                url=ready[kind].file.url,
                size_bytes=ready[kind].size_bytes,
                content_type="audio/mp4" if kind == RenditionKind.AUDIO else "video/mp4",
            )
            for kind in CHOICES_IN_ORDER
            if kind in ready
        ],
        is_failed=source.state == EncodingState.FAILED,
    )


def players_for(source_ids: Iterable[int]) -> dict[int, Player]:
    """Return players by source id: two queries, however many."""
    return {source.pk: player_for(source) for source in Source.objects.filter(pk__in=list(source_ids))}
