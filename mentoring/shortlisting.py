"""Who could be one mentee's mentor, at once and without a run; and the next choice after a no."""

from dataclasses import dataclass

from django.db import transaction

from mentoring.gathering import current_weights, gather, mentor_rows, weights_of
from mentoring.matching.explaining import WHY_NOT, broken_rules
from mentoring.matching.shortlisting import shortlist
from mentoring.matching.unmatched import look_into
from mentoring.matching.weights import PARTS
from mentoring.models import MenteeProfile, MentorProfile, Proposal, WeightSet
from mentoring.passing_on import is_waiting, lock_mentee
from mentoring.proposing import offer, propose


@dataclass(frozen=True)
class Choice:
    """One mentor for one mentee, with what speaks for him."""

    mentor: MentorProfile
    score: int
    parts: dict[str, int]
    missing: list[str]
    weight_set: WeightSet

    @property
    def explained(self) -> dict[str, object]:
        """What a proposal keeps of it."""
        kept = ("score", "parts", "missing", "weight_set")
        return {name: getattr(self, name) for name in kept}


def choices_for(mentee: MenteeProfile, *, count: int = 5, only: MentorProfile | None = None) -> list[Choice]:
    """Return the best mentors with a free seat, best first; with `only`, that one if no rule stands against him."""
    rows = MentorProfile.objects.filter(pk=only.pk) if only else mentor_rows()
    weight_set = current_weights()
    facts = gather(MenteeProfile.objects.filter(pk=mentee.pk), rows)
    if not len(facts.mentors):
        return []
    best = shortlist(facts, weights_of(weight_set), count=count)
    ids = [int(facts.mentors.id[row]) for row in best.mentor]
    related = MentorProfile.objects.select_related("person__village__district", "business__village__district")
    mentors = related.prefetch_related("skills").in_bulk(ids)
    return [
        Choice(mentors[pk], int(best.score[place]), named_points(best.parts[place]), gaps, weight_set)
        for place, pk in enumerate(ids)
        for gaps in [[part.value for part, gap in zip(PARTS, best.missing[place], strict=True) if gap]]
    ]


def named_points(points: object) -> dict[str, int]:
    """Return the points of each part by name, as a proposal keeps them."""
    return {part.value: int(value) for part, value in zip(PARTS, points, strict=True)}  # type: ignore[call-overload]


def why_not(mentee: MenteeProfile, mentor: MentorProfile) -> str:
    """Return the first rule that stands against this pair, in a sentence; "" if none does."""
    facts = gather(MenteeProfile.objects.filter(pk=mentee.pk), MentorProfile.objects.filter(pk=mentor.pk))
    broken = broken_rules(facts, 0, 0)
    return WHY_NOT[broken[0]] if broken else ""


def pass_on(mentee_id: int) -> Proposal | None:
    """Offer the next choice, if one is due; note why where there is none. Twice changes nothing."""
    with transaction.atomic():
        mentee = lock_mentee(mentee_id)
        if not is_waiting(mentee_id):
            return None
        choice = next(iter(choices_for(mentee, count=1)), None)
        if choice is None:
            mentee.unmatched_reason = reason_for(mentee)
            mentee.save(update_fields=["unmatched_reason"])
            return None
        proposal = propose(mentee, choice.mentor, **choice.explained)
        offer(proposal)
        return proposal


def reason_for(mentee: MenteeProfile) -> str:
    """Return the engine's code of why nobody is there for this mentee."""
    facts = gather(MenteeProfile.objects.filter(pk=mentee.pk))
    if not len(facts.mentors):
        return "TANPA_KANDIDAT"
    return look_into(facts, 0).reason.value
