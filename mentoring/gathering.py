"""Rows into the plain values that `mentoring/matching/` computes with: one question a table, no row kept.

People are told apart by the ids of their profiles. `owner` is the person who owns the business behind the profile, so
that two profiles of one business are never matched.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.db.models import Min, Q, QuerySet

from core.clock import now
from mentoring.matching.facts import Facts, make_facts, make_mentees, make_mentors, make_pairs, make_travel
from mentoring.matching.weights import Weights
from mentoring.models import (
    BlockPair,
    EndReason,
    MenteeProfile,
    MentorProfile,
    MentorSkill,
    Mentorship,
    MentorState,
    Need,
    Proposal,
    ProposalState,
    WeightSet,
)
from mentoring.models.proposals import OPEN_STATES
from mentoring.models.runs import PARTS
from mentoring.seats import open_seats
from mentoring.tiers import tier_number, way_between
from reference.public import districts

CYCLE = dt.timedelta(days=180)  # how long a pair that came to nothing isn't proposed again
UNKNOWN = -1
OWNER = Q(business__memberships__part="owner")
SHARED = (
    *("pk", "person_id", "owner_id", "stage", "languages", "hours", "ways", "gender", "waives_rivalry", "consented_at"),
    *("business__sector__kbli2020", "business__village_id", "person__village_id"),
)


def weights_of(row: WeightSet) -> Weights:
    """Return the engine's weights."""
    return Weights(**{name: getattr(row, name) for name in PARTS}, version=str(row.version))


def current_weights() -> WeightSet:
    """Return the newest weights; the first ones are made where the office has saved none."""
    return WeightSet.objects.first() or WeightSet.objects.get_or_create(version=1)[0]


def gather(mentees: "QuerySet[MenteeProfile]", mentors: "QuerySet[MentorProfile] | None" = None) -> Facts:
    """Return the facts of these mentees and mentors (all approved ones, by default)."""
    mentors = mentor_rows() if mentors is None else mentors
    places = Places()
    found = list(mentees.annotate(owner_id=Min("business__memberships__person_id", filter=OWNER)).values_list(
        *SHARED, "same_gender"))
    others = list(mentors.annotate(owner_id=Min("business__memberships__person_id", filter=OWNER)).values_list(
        *SHARED, "travel_limit_min", "group_capacity", "is_paused", "state"))
    mentee_ids, mentor_ids = [row[0] for row in found], [row[0] for row in others]
    return make_facts(
        make_mentees(
            mentee_ids,
            needs_of(mentee_ids),
            **shared_columns(found, places),
            tier=[places.tier_at(row) for row in found],
            same_gender=[row[13] for row in found],
        ),
        make_mentors(
            mentor_ids,
            **shared_columns(others, places),
            skills=skills_of(mentor_ids),
            travel_limit_min=[row[13] for row in others],
            seats=seats_of(mentor_ids),
            group_seats=[row[14] for row in others],
            active=[not row[15] and row[16] == MentorState.APPROVED for row in others],
        ),
        places.travel,
        make_pairs(declined=declined_pairs(), blocked=blocked_pairs(), kept=kept_pairs()),
    )


def mentor_rows() -> "QuerySet[MentorProfile]":
    """Return the mentors whom a run may use."""
    return MentorProfile.objects.filter(state=MentorState.APPROVED, is_paused=False, consented_at__isnull=False)


class Places:
    """Districts by number, and the ways between them."""

    def __init__(self) -> None:
        rows = list(districts().order_by("pk"))
        self.index = {row.pk: number for number, row in enumerate(rows)}
        self.names = [row.name for row in rows]
        self.tiers = [tier_number(row.remote) for row in rows]
        ways = [[way_between(one, other) for other in rows] for one in rows]
        minutes = [[way[0] for way in line] for line in ways] or np.zeros((0, 0))
        modes = [[way[1] for way in line] for line in ways] or np.zeros((0, 0))
        self.travel = make_travel(minutes, modes)

    def number_at(self, row: Sequence[Any]) -> int:
        """Return the district's number of a row of `SHARED`: a village's code begins with its district's."""
        village = row[11] or row[12] or ""
        return self.index.get(village[:8], UNKNOWN)

    def tier_at(self, row: Sequence[Any]) -> int:
        """Return the tier's number; the last one where the place isn't known."""
        number = self.number_at(row)
        return self.tiers[number] if number != UNKNOWN else tier_number(None)


def shared_columns(rows: Sequence[Sequence[Any]], places: Places) -> dict[str, Any]:
    """Return the columns that both sides have."""
    return {
        "owner": [row[2] or row[1] for row in rows],
        "stage": [UNKNOWN if row[3] is None else row[3] for row in rows],
        "languages": [row[4] for row in rows],
        "slots": [row[5] for row in rows],
        "ways": [row[6] for row in rows],
        "gender": [row[7] for row in rows],
        "waives_rivalry": [row[8] for row in rows],
        "consents": [row[9] is not None for row in rows],
        "sector": [int(row[10] or 0) for row in rows],
        "village": [int((row[11] or row[12] or "-1").replace(".", "")) for row in rows],
        "district": [places.number_at(row) for row in rows],
    }


def needs_of(mentee_ids: Sequence[int]) -> Any:
    """Return the ranked needs (n, 3), -1 for none."""
    table = np.full((len(mentee_ids), 3), UNKNOWN, np.int32)
    row_of = {pk: number for number, pk in enumerate(mentee_ids)}
    for pk, rank, topic in _among(Need.objects.all(), "mentee", mentee_ids).values_list("mentee_id", "rank", "topic"):
        if pk in row_of:
            table[row_of[pk], rank - 1] = topic
    return table


def skills_of(mentor_ids: Sequence[int]) -> list[int]:
    """Return the sum of bits of each mentor's skills."""
    masks = dict.fromkeys(mentor_ids, 0)
    for pk, topic in _among(MentorSkill.objects.all(), "mentor", mentor_ids).values_list("mentor_id", "topic"):
        if pk in masks:
            masks[pk] |= 1 << topic
    return [masks[pk] for pk in mentor_ids]


def seats_of(mentor_ids: Sequence[int]) -> list[int]:
    """Return the seats that are neither taken nor on offer."""
    seats = open_seats(None if len(mentor_ids) > FEW else mentor_ids)
    return [max(0, seats[pk]) for pk in mentor_ids]


def declined_pairs() -> list[tuple[int, int]]:
    """Return pairs that said no or fell silent in this cycle, and those that ended as no fit or unsafe, for good."""
    lately = Proposal.objects.filter(closed_at__gte=now() - CYCLE)
    refused = lately.filter(state__in=[ProposalState.DECLINED, ProposalState.EXPIRED])
    ended = Mentorship.objects.filter(end_reason__in=[EndReason.FIT, EndReason.SAFETY])
    return [*refused.values_list("mentee_id", "mentor_id"), *ended.values_list("mentee_id", "mentor_id")]


def blocked_pairs() -> list[tuple[int, int]]:
    """Return the block list as pairs of profiles, whichever way round the two people stand in it."""
    people = {pair for one, other in BlockPair.objects.values_list("one_id", "other_id") for pair in (
        (one, other), (other, one))}
    named = {person for pair in people for person in pair}
    mentees = dict(MenteeProfile.objects.filter(person__in=named).values_list("person_id", "pk"))
    mentors = dict(MentorProfile.objects.filter(person__in=named).values_list("person_id", "pk"))
    return [(mentees[one], mentors[other]) for one, other in sorted(people) if one in mentees and other in mentors]


def kept_pairs() -> list[tuple[int, int]]:
    """Return what the last run proposed and nobody has answered."""
    waiting = Proposal.objects.filter(state__in=[ProposalState.DRAFT, *OPEN_STATES], run__isnull=False)
    return list(waiting.values_list("mentee_id", "mentor_id"))


FEW = 500  # more ids than this aren't named in a question: SQLite has a limit, and a whole table is faster


def _among(rows: "QuerySet[Any]", side: str, ids: Iterable[int]) -> "QuerySet[Any]":
    wanted = list(ids)
    return rows if len(wanted) > FEW else rows.filter(**{f"{side}_id__in": wanted})
