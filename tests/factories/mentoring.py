"""Mentors, mentees and pairs for tests, made by the acts themselves."""

import itertools

from businesses.models import Business, Membership
from mentoring.answering import accept
from mentoring.applying import apply_as_mentor, decide_application
from mentoring.asking import ask_for_mentor
from mentoring.masks import Language, Way, mask_of
from mentoring.models import Stage
from mentoring.proposing import offer, propose
from mentoring.topics import Topic
from reference.models import District, Sector, Village
from tests.factories.courses_records import make_person

_number = itertools.count(1)


def make_village(name="Kaliorang", *, remote=1, latitude=0.9, longitude=117.8, access="darat"):
    """Return a village in a district of its own, found again by name."""
    known = Village.objects.filter(name=name).first()
    if known:
        return known
    number = next(_number)
    district = District.objects.create(
        code=f"64.09.{number:02}", name=f"Kecamatan {name}", remote=remote, latitude=latitude, longitude=longitude,
        access=access,
    )
    return Village.objects.create(code=f"{district.code}.2001", name=name, district=district)


def give_business(person, village, *, product="Keripik", kbli="10794"):
    """Give the person a business in the village."""
    sector, _ = Sector.objects.get_or_create(name=product, defaults={"kbli2020": kbli})
    business = Business.objects.create(name=f"{product} {person.pk}", sector=sector, village=village)
    Membership.objects.create(business=business, person=person)
    return business


def make_mentee(person=None, *, needs=(Topic.PIRT, Topic.PACKAGING), village=None, **values):
    """Return a mentee with a business, who speaks Indonesian and meets in both ways."""
    person = person or make_person()
    if not person.memberships.exists():
        give_business(person, village or make_village())
    return ask_for_mentor(person, {**_usual(Stage.STARTING), **values}, needs)


def make_mentor(person=None, *, skills=(Topic.PIRT,), village=None, by=None, is_approved=True, **values):
    """Return an approved mentor two stages ahead."""
    person = person or make_person()
    if not person.memberships.exists():
        give_business(person, village or make_village("Sangatta", remote=0, latitude=0.5, longitude=117.5))
    mentor = apply_as_mentor(person, {**_usual(Stage.REGISTERED), "travel_limit_min": 480, **values}, skills)
    if is_approved:
        decide_application(mentor, is_approved=True, by=by)
    return mentor


def make_offer(mentee=None, mentor=None, *, to="mentor"):
    """Return a proposal that was offered to the mentor, or by his yes to the mentee."""
    proposal = propose(mentee or make_mentee(), mentor or make_mentor())
    offer(proposal)
    if to == "mentee":
        accept(proposal.pk, "mentor", by=None)
    proposal.refresh_from_db()
    return proposal


def make_pair(mentee=None, mentor=None):
    """Return a mentorship that both accepted."""
    return accept(make_offer(mentee, mentor, to="mentee").pk, "mentee", by=None)


def _usual(stage):
    ways = mask_of([Way.FACE_TO_FACE, Way.REMOTE])
    return {"stage": stage, "languages": mask_of([Language.INDONESIAN]), "ways": ways}
