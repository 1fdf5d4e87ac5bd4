"""Writes down a business and the people in it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import models, transaction

from accounts.public import create_person, person_by_phone
from businesses.errors import OwnerDiffers
from businesses.models import Business, BusinessStatus, Membership, StatusChange
from businesses.sizing import size_businesses
from core.clock import today

Person = Any  # accounts.User; the class stays behind its room's door


@transaction.atomic
def register_business(
    owner: Person,
    *,
    name: str,
    product: str = "",
    sector: Any = None,
    village: Any = None,
    is_demo: bool = False,
    part: str = Membership.Part.OWNER,
) -> Business:
    """Return the owner's business called `name`, written down now if it was not yet.

    A worker may write theirs down too (`part`): the office joins it to the owner's later.

    `sector` and `village` are rows of `reference` or None; without a village the owner's is taken. A form sent twice
    makes one business. Names are compared without regard to case, within the same owner only.
    """
    get_user_model()._default_manager.select_for_update().get(pk=owner.pk)  # two forms at once stand in line here
    known = Business.objects.filter(
        memberships__person=owner, memberships__part=part, name__iexact=name.strip()
    ).first()
    if known is not None:
        return known
    business = Business.objects.create(
        name=name.strip(),
        product=product.strip(),
        sector=sector,
        village=village or owner.village,
        is_demo=is_demo,
    )
    Membership.objects.create(business=business, person=owner, part=part)
    begin_history(business, by=None)
    return business


def find_owner(name: str, phone: str) -> Person | None:
    """Return the person with this number if they bear this name; None if nobody has the number.

    Raises OwnerDiffers when somebody of another name has it: their name is not told, they may live anywhere.
    """
    person = person_by_phone(phone)
    if person is not None and _plain(person.full_name) != _plain(name):
        raise OwnerDiffers
    return person


def make_owner(name: str, phone: str, village: Any) -> Person:
    """Make an account for an owner; `phone` may be empty. They come in with their number when they first do."""
    return create_person(full_name=name, phone=phone or None, village=village)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def begin_history(business: Business, *, by: Person | None) -> None:
    """Write down that `business` came into the registry, and what size it is as far as known."""
    StatusChange.objects.create(business=business, became=BusinessStatus.ACTIVE, by=by, changed_on=today())
    size_businesses(Business.objects.filter(pk=business.pk))


def add_worker(business: Business, person: Person) -> Membership:
    """Note that `person` works in `business`; the owner stays owner, twice is once."""
    membership, _ = Membership.objects.get_or_create(
        business=business, person=person, defaults={"part": Membership.Part.WORKER}
    )
    return membership


def business_of(person: Person) -> Business | None:
    """Return the business of `person`: one they own before one they work in, the first written down; None if none."""
    membership = (
        Membership.objects.filter(person=person)
        .select_related("business__sector", "business__village__district")
        .order_by(models.Case(models.When(part=Membership.Part.OWNER, then=0), default=1), "pk")
        .first()
    )
    return membership.business if membership else None
