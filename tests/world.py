"""One row of everything that has an address, belonging to Ratna where it belongs to a learner."""

import uuid
from typing import Any

from django.core.management import call_command

from accounts.models import DataRequest
from businesses.models import DistrictLimit, Import
from businesses.public import register_business
from certificates.awarding import award
from certificates.issuing import issue_row
from courses.asking import ask_question
from courses.attempting import start_final
from courses.inviting import invite_trainer
from courses.loading import ensure_catalog
from courses.models import BankQuestion
from courses.permitting import permit_roles
from home.models import HelpSettings
from media.resuming import begin
from messaging.models import MessageState, OutboxMessage
from reference.public import sectors, topics, villages
from tests.factories.courses_content import make_course
from tests.factories.courses_records import (
    finish_lessons,
    hand_in,
    lessons_of,
    make_enrolment,
    make_person,
    quiz_lesson,
    take_final,
    task_lesson,
)
from tests.factories.media import make_source


def make_world(cast: Any) -> dict[str, str]:
    """Make the rows; return the examples which the table's addresses name in braces."""
    call_command("load_reference", verbosity=0)
    village = villages().first()
    cast.ratna.village = village
    cast.ratna.save()
    return {**learning_rows(cast), **other_rows(cast, village)}


def learning_rows(cast: Any) -> dict[str, str]:
    """Make a course under way, with everything handed in, and a passed one with its certificate."""
    course = make_course(slug="contoh", quiz=True, task=True, bank=20, title="Kursus contoh")
    enrolment = make_enrolment(cast.ratna, course)
    finish_lessons(enrolment)
    attempt = start_final(enrolment)
    submission = hand_in(enrolment)
    lesson = lessons_of(enrolment)[0]
    question = ask_question(cast.ratna, lesson, text="Kantong mana yang tepat?", form_key=uuid.uuid4())
    permit_roles(ensure_catalog())
    invitation = invite_trainer(course, make_person(), by=cast.petugas)
    passed = make_enrolment(cast.ratna, make_course(slug="lulus", quiz=True, bank=20))
    finish_lessons(passed)
    take_final(passed)
    certificate = award(passed.pk)
    issue_row(certificate.pk)
    certificate.refresh_from_db()
    return {
        "course": course.slug,
        "course_id": str(course.pk),
        "module": course.get_children().first().slug,
        "lesson": lesson.slug,
        "lesson_id": str(lesson.pk),
        "quiz_id": str(quiz_lesson(enrolment).pk),
        "task_id": str(task_lesson(enrolment).pk),
        "enrolment": str(enrolment.pk),
        "attempt": str(attempt.pk),
        "photo": str(submission.photos.get().pk),
        "submission": str(submission.pk),
        "question": str(question.pk),
        "invitation": str(invitation.pk),
        "bank": str(BankQuestion.objects.filter(course=course).first().pk),
        "certificate": str(certificate.pk),
        "code": certificate.code,
    }


def other_rows(cast: Any, village: Any) -> dict[str, str]:
    """Make a business, a video, a message, a request about one's own data."""
    business = register_business(cast.ratna, name="Keripik Contoh", village=village)
    source = make_source(owner=cast.dewi)
    OutboxMessage.objects.filter(person=cast.ratna).update(state=MessageState.FAILED)
    request = DataRequest.objects.create(person=cast.ratna, kind=DataRequest.Kind.STOP)
    return {
        "business": str(business.pk),
        "settings_row": str(HelpSettings.load().pk),
        "source": str(source.pk),
        "upload": str(begin(cast.dewi, name="rekaman.mp4", title="Rekaman", size_bytes=1000).pk),
        "request": str(request.pk),
        "message": str(OutboxMessage.objects.filter(person=cast.ratna).first().pk),
        "person": str(cast.ratna.pk),
        "village": village.pk,
        "district": village.district_id,
        "sector": str(sectors().first().pk),
        "topic": str(topics().first().pk),
        "import": str(Import.objects.create(file_name="usaha.csv", state="done").pk),
        "limit": str(DistrictLimit.objects.create(person=cast.hasan, district=village.district).pk),
        "industry_rule": "permenperin-64-2016",
        "msme_rule": "pp-7-2021",
    }
