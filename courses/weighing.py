"""How long each course takes and what its videos cost: reckoned once for each state of the content."""

from dataclasses import dataclass

from core.content_version import content_version
from core.pages_cache import kept
from courses.browsing import published_courses
from courses.outline import Outline, outlines_of
from media.public import Player, players_for

MB = 1_000_000
# Words in the address, words on the screen, and the bounds: from more than the first to at most the second.
DURATIONS = {
    "pendek": ("sampai 16 JP", 0, 16),
    "sedang": ("17 sampai 20 JP", 16, 20),
    "panjang": ("lebih dari 20 JP", 20, 999),
}
SIZES = {
    "tanpa": ("tanpa video", -1, 0),
    "ringan": ("sampai 25 MB", -1, 25 * MB),
    "sedang": ("sampai 100 MB", -1, 100 * MB),
}


@dataclass(frozen=True)
class Weight:
    """What a course asks of a learner: hours, and bytes of video in the choice that saves data."""

    jp: int = 0
    video_bytes: int = 0


def course_weights() -> dict[int, Weight]:
    """Return the weight of each published course by its id."""
    return kept("course-weights", content_version(), _weigh)


def courses_within(duration: str, size: str) -> set[int]:
    """Return the ids of the courses of this duration and size; a word that isn't there finds nothing."""
    _, least_jp, most_jp = DURATIONS.get(duration, ("", 0, 0)) if duration else ("", -1, 10_000)
    _, least, most = SIZES.get(size, ("", 0, 0)) if size else ("", -1, 10**15)
    return {
        pk
        for pk, weight in course_weights().items()
        if least_jp < weight.jp <= most_jp and least < weight.video_bytes <= most
    }


def _weigh() -> dict[int, Weight]:
    outlines = outlines_of(published_courses())
    players = players_for(pk for outline in outlines.values() for lesson in outline.lessons for pk in lesson.video_ids)
    return {pk: _weight(outline, players) for pk, outline in outlines.items()}


def _weight(outline: Outline, players: dict[int, Player]) -> Weight:
    ids = [pk for lesson in outline.lessons for pk in lesson.video_ids]
    chosen = [players[pk].chosen("hemat", is_thrifty=True) for pk in ids if pk in players]
    jp = sum(part.module.jp for part in outline.modules)
    return Weight(jp, sum(choice.size_bytes for choice in chosen if choice))
