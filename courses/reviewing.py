"""An instructor or officer says that a course's content is right; who and when is kept with the page."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from core.clock import now
from courses.models import CoursePage

REVIEW_ACTION = "courses.review"
WITHDRAW_ACTION = "courses.withdraw_review"


@transaction.atomic
def mark_reviewed(course: CoursePage, *, by: Any) -> bool:
    """Note that `by` reviewed the course; return False if somebody had done so before."""
    rows = CoursePage.objects.filter(pk=course.pk, reviewed_at=None)
    if not rows.update(reviewed_at=now(), reviewed_by=by):
        return False
    log(course, REVIEW_ACTION, user=by)
    return True


@transaction.atomic
def withdraw_review(course: CoursePage, *, by: Any) -> bool:
    """Take the note back, because the content has changed a lot; return False if there was none."""
    rows = CoursePage.objects.filter(pk=course.pk, reviewed_at__isnull=False)
    if not rows.update(reviewed_at=None, reviewed_by=None):
        return False
    log(course, WITHDRAW_ACTION, user=by)
    return True
