"""The row of a class is the lock of everything in it: seats, marks and closing."""

from courses.cohorts.errors import CohortIsClosed
from courses.models import Cohort


def locked_cohort(cohort_id: int) -> Cohort:
    """Return the class, held until the transaction ends. Raises CohortIsClosed."""
    rows = Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("course")
    cohort = rows.get(pk=cohort_id)
    if cohort.is_closed:
        raise CohortIsClosed
    return cohort
