"""Priority index, clusters and gaps over the registry of the bench; imported after Django is set up."""

from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Mod
from django.test.utils import CaptureQueriesContext

from businesses.models import Business, Membership, Need, Note
from core.clock import now, today
from courses.loading import load_courses
from courses.models import CoursePage, Enrolment, EnrolmentState
from desk.potential import find_potential
from reference.prioritising import current_weights, rank_districts


def fill_work() -> None:
    """Give every third business a need, every fourth a visit, every fifth owner a passed course, all a market."""
    load_courses(only={"kemasan"})
    course = CoursePage.objects.get(slug="kemasan")
    ids = list(Business.objects.order_by("pk").values_list("pk", flat=True))
    Need.objects.bulk_create([Need(business_id=pk, topic="export") for pk in islice(ids, 0, None, 3)], 1000)
    visits = [Note(business_id=pk, kind="visit", was_reached=True, happened_on=today()) for pk in ids[::4]]
    Note.objects.bulk_create(visits, 1000)
    people = (
        Membership.objects.filter(business__in=Business.objects.all()).order_by("pk").values_list("person", flat=True)
    )
    done = {"course": course, "state": EnrolmentState.COMPLETED, "enrolled_at": now(), "completed_at": now()}
    passed = [Enrolment(person_id=pk, **done) for pk in dict.fromkeys(people[::5])]
    Enrolment.objects.bulk_create(passed, 1000)
    Business.objects.annotate(odd=Mod(F("pk"), 2)).filter(odd=1).update(sells_online=True)
    Business.objects.annotate(odd=Mod(F("pk"), 2)).filter(odd=0).update(sells_in_village=True)


def find_all(officer: Any, found: dict[str, float]) -> None:
    """Rank the kecamatan and find clusters, gaps and missing courses, as the two screens do; note the queries."""
    with CaptureQueriesContext(connection) as asked:
        ranked = rank_districts(current_weights())
        potential = find_potential(officer)
    found["potential_queries"] = len(asked)
    if len(ranked) != 18 or not potential.clusters or not potential.gaps:
        raise RuntimeError("the bench's registry has nothing to find")
