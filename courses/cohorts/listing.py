"""Questions that other rooms ask about classes."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from courses.models import Cohort, CohortState, Enrolment, EnrolmentState


def unclosed_cohorts() -> "QuerySet[Cohort]":
    """Return the classes that still take members, the latest first, with course and number of members."""
    rows = Cohort.objects.exclude(state=CohortState.CLOSED).select_related("course")
    return rows.annotate(member_count=Count("members"))


def cohort_with_course(pk: int) -> Cohort | None:
    """Return one such class by its id."""
    return unclosed_cohorts().filter(pk=pk).first()


def open_candidates(people: "QuerySet[Any]", cohort: Cohort) -> "QuerySet[Any]":
    """Keep of `people` those who may join the class: neither passed its course nor in an unclosed class of it."""
    own = Enrolment.objects.filter(course=cohort.course_id)
    passed = Q(state=EnrolmentState.COMPLETED)
    placed = Q(cohort_members__cohort__in=Cohort.objects.exclude(state=CohortState.CLOSED).values("pk"))
    return people.exclude(pk__in=own.filter(passed | placed).values("person"))


def never_passed(people: "QuerySet[Any]") -> "QuerySet[Any]":
    """Keep of `people` those who haven't passed any course yet."""
    passed = Enrolment.objects.filter(state=EnrolmentState.COMPLETED)
    return people.exclude(pk__in=passed.values("person"))


def cohort_enrolment_ids(cohort_id: int) -> list[int]:
    """Return the enrolments of a class, by name: e.g. for an archive of its certificates."""
    rows = Enrolment.objects.filter(cohort_members__cohort=cohort_id).order_by("person__full_name", "pk")
    return list(rows.values_list("pk", flat=True))


def cohort_name(cohort_id: int) -> str:
    """Return how a class is called, e.g. `Perajin Busang (angkatan 3)`; an empty string where there is none."""
    cohort = Cohort.objects.filter(pk=cohort_id).first()
    return str(cohort) if cohort else ""
