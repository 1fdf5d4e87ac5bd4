"""Who has passed a course, for rooms that count by place."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.public import people
from courses.models import Enrolment, EnrolmentState
from reference.extensions import Share


def people_who_passed() -> "QuerySet[Any]":
    """Return the ids of everybody who has passed any course, as a query to go into another."""
    return Enrolment.objects.filter(state=EnrolmentState.COMPLETED).order_by().values("person")


def passed_shares() -> dict[str, Share]:
    """Return by kecamatan how many of the people living there have passed a course (for the priority index)."""
    living = people().filter(village__isnull=False).order_by().values_list("village__district")
    counted = living.annotate(some=Count("pk", filter=Q(pk__in=people_who_passed())), whole=Count("pk"))
    return {code: Share(passed, whole) for code, passed, whole in counted}
