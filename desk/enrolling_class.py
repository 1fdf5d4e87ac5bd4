"""Enrols a class: makes the accounts that are missing, without codes, and takes everybody into the course."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from accounts.public import create_person
from businesses.public import add_worker, business_of, register_business
from core.errors import UserFault
from courses.public import enrol, join_cohort
from desk.checking_class import Candidate
from messaging.public import one_bell

ENROL_CLASS_ACTION = "desk.enrol_class"


@dataclass
class ClassResult:
    """What became of a list: how many accounts were made, how many people are new in the course, what was refused."""

    made: int = 0
    enrolled: int = 0
    unchanged: int = 0
    cohort: Any = None
    refused: list[tuple[Candidate, str]] = field(default_factory=list)
    businesses: dict[tuple[str, str], Any] = field(default_factory=dict)


@transaction.atomic
def enrol_class(course: Any, candidates: list[Candidate], *, by: Any, cohort: Any = None) -> ClassResult:
    """Enrol every good line of `candidates` in `course`; lines with errors are left alone.

    With a `cohort` they become its members; whom it has no seat for is refused.

    The same list again changes nothing. What changed is logged at the course, with who did it. A line that fails
    now (somebody took the number a second ago) is refused alone; the others go through.
    """
    result = ClassResult(cohort=cohort)
    with one_bell():
        people = [_take_in(course, one, result, by=by) for one in candidates if one.is_good]
    people = [person for person in people if person is not None]
    if people:
        data = {"made": result.made, "enrolled": result.enrolled, "people": [person.pk for person in people]}
        log(instance=course, action=ENROL_CLASS_ACTION, user=by, data=data)
    return result


def _take_in(course: Any, candidate: Candidate, result: ClassResult, *, by: Any) -> Any:
    """Enrol one good line and count it in `result`; return the person if they are new in the course."""
    if candidate.is_enrolled:
        result.unchanged += 1
        _note_business(candidate, candidate.person, result)
        return None
    try:
        with transaction.atomic():
            person = _enrol_one(course, candidate, result, by=by)
    except UserFault as fault:
        result.refused.append((candidate, fault.message))
        return None
    result.enrolled += 1
    result.made += candidate.person is None
    return person


def _enrol_one(course: Any, candidate: Candidate, result: ClassResult, *, by: Any) -> Any:
    """Return the person, made if need be, now in the course. What an account already says is never overwritten."""
    line = candidate.line
    person = candidate.person or create_person(
        full_name=line.name,
        phone=candidate.phone,
        village=candidate.village,
        regency=candidate.regency,
        lives_elsewhere=candidate.lives_elsewhere,
    )
    if candidate.business_key and business_of(person) is None:
        known = result.businesses.get(candidate.business_key)
        if known is not None:
            add_worker(known, person)
        else:
            register_business(person, name=line.business)
    _note_business(candidate, person, result)
    if result.cohort:
        join_cohort(result.cohort.pk, person, by=by)
    else:
        enrol(person, course, by=by)
    return person


def _note_business(candidate: Candidate, person: Any, result: ClassResult) -> None:
    """Remember the business that this line names, for the workers on later lines."""
    key = candidate.business_key
    business = business_of(person) if key else None
    if key and business is not None and business.name.casefold() == candidate.line.business.casefold():
        result.businesses.setdefault(key, business)
