"""What editors gave a time for is published when its time has come."""

import datetime as dt

import pytest

from core.clock import now
from courses.models import LessonPage
from courses.tasks import publish_scheduled
from tests.factories.courses_content import make_course, make_lesson

pytestmark = pytest.mark.django_db


def test_scheduled_lesson_goes_live_once_its_time_has_come():
    lesson = make_lesson(make_course().modules()[0], live=False)
    lesson.go_live_at = now() + dt.timedelta(minutes=1)
    lesson.save_revision().publish()
    publish_scheduled()
    assert not LessonPage.objects.get(pk=lesson.pk).live
    revision = LessonPage.objects.get(pk=lesson.pk).scheduled_revision
    revision.approved_go_live_at = now() - dt.timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    publish_scheduled()
    publish_scheduled()
    assert LessonPage.objects.get(pk=lesson.pk).live
