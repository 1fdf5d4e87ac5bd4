"""Leading businesses (IKM unggulan): what the criteria propose, what officers decide, which hold now."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from businesses.leading_rule import LeadingFacts, Proposal, propose
from businesses.models import Business, Leading, LeadingDecision, LeadingRule, Membership, YearFigures
from businesses.writing import mark_changed
from core.clock import today

Person = Any  # accounts.User; the class stays behind its room's door


def leading_rule(day: dt.date) -> LeadingRule:
    """Return the criteria that hold on `day`; before the first an unsaved row with the proposed numbers."""
    return LeadingRule.objects.filter(valid_from__lte=day).first() or LeadingRule()


def propose_leading(business: Business, figures: YearFigures | None, rule: LeadingRule) -> Proposal:
    """Return what `rule` says of `business` with the figures of its newest year."""
    sold = (business.sells_in_regency, business.sells_outside, business.sells_abroad, business.sells_online)
    facts = LeadingFacts(
        workers=figures.workers if figures else None,
        origin=business.raw_material_origin,
        suppliers=business.local_suppliers,
        markets=sum(sold),
    )
    return propose(facts, rule)


@transaction.atomic
def decide_leading(business: Business, decision: Leading, *, reason: str, by: Person) -> LeadingDecision:
    """Write the decision down with what the criteria said; the latest one holds."""
    row = Business.objects.select_for_update().get(pk=business.pk)
    proposal = propose_leading(row, row.figures.first(), leading_rule(today()))
    Business.objects.filter(pk=row.pk).update(leading=decision, is_leading_proposed=proposal.is_proposed)
    mark_changed(row, by=by)
    business.leading = decision
    return LeadingDecision.objects.create(
        business=row,
        decision=decision,
        reason=reason.strip(),
        was_proposed=proposal.is_proposed,
        criteria=[criterion.words for criterion in proposal.criteria],
        by=by,
    )


def leading_businesses() -> QuerySet[Business]:
    """Return the businesses that officers have named leading: for lists and for matching."""
    return Business.objects.filter(leading=Leading.YES)


def owners_of_leading(people: Collection[int]) -> set[int]:
    """Return those of these ids of people who own a leading business."""
    owned = Membership.objects.filter(person__in=people, part=Membership.Part.OWNER, business__leading=Leading.YES)
    return set(owned.values_list("person", flat=True))
