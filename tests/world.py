"""One row of everything that has an address, belonging to Ratna where it belongs to a learner."""

import datetime as dt
import io
import uuid
from typing import Any

from django.core.management import call_command

from accounts.models import DataRequest
from businesses.models import BusinessPhoto, DistrictLimit, FieldRecord, Import, LeadingRule
from businesses.public import register_business
from certificates.approving import approve
from certificates.awarding import award
from certificates.issuing import issue_row
from certificates.models import Certificate
from certificates.pins import set_pin
from core.clock import now
from core.store import private_store
from courses.asking import ask_question
from courses.attempting import start_final
from courses.cohorts.attendance_code import code_address
from courses.cohorts.gathering import join_cohort, open_cohort
from courses.cohorts.sheet_photos import add_sheet_photo
from courses.inviting import invite_trainer
from courses.loading import ensure_catalog
from courses.models import BankQuestion
from courses.permitting import permit_roles
from home.models import HelpSettings
from media.resuming import begin
from messaging.models import MessageState, OutboxMessage
from reference.models import TravelTime
from reference.public import sectors, topics, villages
from tests.factories.courses_cohorts import make_cohort, make_meeting
from tests.factories.courses_content import make_course
from tests.factories.courses_records import (
    finish_lessons,
    hand_in,
    lessons_of,
    make_enrolment,
    make_person,
    photo_file,
    quiz_lesson,
    take_final,
    task_lesson,
)
from tests.factories.media import make_source

WAY = {"first_id": "64.08.02", "second_id": "64.08.06", "season": "dry", "minutes": 200, "source": "Contoh"}


def make_world(cast: Any) -> dict[str, str]:
    """Make the rows; return the examples which the table's addresses name in braces."""
    call_command("load_reference", verbosity=0)
    village = villages().first()
    cast.ratna.village = village
    cast.ratna.save()
    return {**learning_rows(cast), **class_rows(cast), **other_rows(cast, village)}


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
    passed = passed_course(cast.ratna, "lulus")
    certificate = award(passed.pk)
    set_pin(cast.kepala, "260817")
    approve(Certificate.objects.filter(pk=certificate.pk), by=cast.kepala, pin="260817")
    issue_row(certificate.pk)
    certificate.refresh_from_db()
    waiting, returnable = (award(passed_course(cast.ratna, slug).pk) for slug in ("menunggu", "disetujui"))
    approve(Certificate.objects.filter(pk=returnable.pk), by=cast.kepala, pin="260817")
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
        "series": certificate.series,
        "year": str(certificate.year),
        "waiting": str(waiting.pk),
        "returnable": str(returnable.pk),
        "code": certificate.code,
    }


def passed_course(person: Any, slug: str) -> Any:
    """Let a person pass a small course; return the enrolment."""
    enrolment = make_enrolment(person, make_course(slug=slug, quiz=True, bank=20))
    finish_lessons(enrolment)
    take_final(enrolment)
    return enrolment


def class_rows(cast: Any) -> dict[str, str]:
    """Make a running class of Ratna's, taught by Dewi, with a meeting and the photo of its paper list."""
    cohort = make_cohort(make_course(slug="angkatan"), is_open=False, teacher=cast.dewi)
    member = join_cohort(cohort.pk, cast.ratna, by=cast.petugas)
    cohort = open_cohort(cohort.pk, by=cast.petugas)
    meeting = make_meeting(cohort)
    picture = photo_file()
    photo = add_sheet_photo(meeting, io.BytesIO(picture), size_bytes=len(picture), by=cast.petugas)
    return {
        "cohort": str(cohort.pk),
        "cohort.meeting": str(meeting.pk),
        "cohort.member": str(member.pk),
        "cohort.photo": str(photo.pk),
        "attendance_code": code_address(meeting).rstrip("/").rpartition("/")[2],
    }


def other_rows(cast: Any, village: Any) -> dict[str, str]:
    """Make a business, a video, a message, a request about one's own data."""
    business = register_business(cast.ratna, name="Keripik Contoh", village=village)
    source = make_source(owner=cast.dewi)
    OutboxMessage.objects.filter(person=cast.ratna).update(state=MessageState.FAILED)
    request = DataRequest.objects.create(person=cast.ratna, kind=DataRequest.Kind.STOP)
    twin = register_business(cast.hasan, name="Keripik Contoh", village=village)
    said = {"owner": "Siti Contoh", "values": {"name": "Keripik Contoh"}}
    record = FieldRecord.objects.create(key=uuid.uuid4(), by=cast.petugas, state="similar", said=said, made_at=now())
    private_store().keep("usaha/contoh.jpg", photo_file())
    photo = BusinessPhoto.objects.create(business=business, file="usaha/contoh.jpg", size_bytes=1, taken_at=now())
    return {
        "pair.first": str(business.pk),
        "pair.second": str(twin.pk),
        "field_record": str(record.pk),
        "business_photo": str(photo.pk),
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
        "travel_time": str(TravelTime.objects.create(**WAY).pk),
        "leading_rule": str(LeadingRule.objects.create(valid_from=dt.date(2026, 1, 1), reason="Contoh").pk),
        "industry_rule": "permenperin-64-2016",
        "msme_rule": "pp-7-2021",
    }
