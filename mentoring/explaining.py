"""`Mengapa cocok`: bars and a sentence, made from the numbers that a proposal keeps."""

from dataclasses import dataclass

from mentoring.gathering import gather, weights_of
from mentoring.masks import HOURS, Language
from mentoring.matching.explaining import Words, explain
from mentoring.matching.weights import PARTS
from mentoring.models import MenteeProfile, MentorProfile, Proposal
from mentoring.topics import Topic
from reference.public import sectors

LABELS = {
    "kebutuhan": "Kebutuhan",
    "sektor": "Jenis produk",
    "jarak": "Jarak",
    "tahap": "Tahap usaha",
    "waktu": "Waktu luang",
    "bahasa": "Bahasa",
    "cara": "Cara bertemu",
    "keinginan": "Keinginan",
}
LOW = 50  # percent, below which a bar is drawn as weak


@dataclass(frozen=True)
class Bar:
    """One part: its label, percent of what it could be, points, and its sentence."""

    label: str
    percent: int
    points: int
    sentence: str
    is_missing: bool

    @property
    def is_low(self) -> bool:
        """Whether the bar is drawn as weak."""
        return self.percent < LOW


@dataclass(frozen=True)
class Why:
    """All of it: percent of the whole, the bars, the sentence."""

    percent: int
    bars: list[Bar]
    sentence: str


def why_fits(proposal: Proposal) -> Why | None:
    """Return why the pair fits, or None where an officer proposed it without numbers, or they were emptied."""
    if not proposal.parts or proposal.weight_set is None or proposal.score is None:
        return None
    facts = gather(
        MenteeProfile.objects.filter(pk=proposal.mentee_id), MentorProfile.objects.filter(pk=proposal.mentor_id)
    )
    points = [proposal.parts.get(part.value, 0) for part in PARTS]
    missing = [part.value in proposal.missing for part in PARTS]
    told = explain(facts, weights_of(proposal.weight_set), 0, 0, points, missing, words())
    bars = [
        Bar(LABELS[one.part.value], round(100 * one.points / one.weight) if one.weight else 0, one.points,
            one.sentence, one.missing)
        for one in told.parts
    ]
    return Why(min(100, round(told.score / 10)), bars, told.sentence)


def words() -> Words:
    """Return the names for the engine's numbers."""
    titles = {int(row.kbli2020): row.name for row in sectors() if row.kbli2020}
    hours = [label for _, label in HOURS]
    return Words([str(topic.label) for topic in Topic], [str(one.label) for one in Language], hours, titles)
