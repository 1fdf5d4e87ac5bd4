"""One course, one certificate, one number, whatever dies in between."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from certificates.awarding import award
from certificates.errors import NotCompleted, NotConfirmed, NothingToApprove
from certificates.issuing import LEASE, claim, issue_row
from certificates.models import Certificate, CertificateSettings, CertificateState, Kind, NumberCounter, Series
from certificates.models.certificate import private_storage
from certificates.numbering import number_approved
from certificates.proofs import sign_sheet
from certificates.public import certificates_of, issue_certificate
from certificates.storing import store_pdf
from certificates.sweeping import due_rows, unheard_enrolments
from certificates.tasks import catch_up, sweep
from core.clock import now
from courses.cohorts.closing import close_cohort, plan_closing
from courses.cohorts.gathering import join_cohort, open_cohort
from courses.cohorts.participating import give_participation
from messaging.models import OutboxMessage
from tests.certificates.conftest import (
    PIN,
    approve_rows,
    approved,
    head_of_office,
    issued,
    pass_course,
    pdf_path,
    text_of,
)
from tests.factories.courses_cohorts import make_cohort, make_meeting, mark_present
from tests.factories.courses_content import make_course
from tests.factories.courses_records import finish_lessons, make_enrolment, make_person, take_final


def expire(certificate):
    """Let the claim's lease be over, as if its worker had died two minutes ago."""
    Certificate.objects.filter(pk=certificate.pk).update(claimed_until=now() - dt.timedelta(seconds=1))


def test_passed_course_waits_for_the_head_and_then_becomes_a_certificate_by_itself(
    siti, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        enrolment = pass_course(siti)
    certificate = Certificate.objects.get(enrolment_id=enrolment.pk)
    assert certificate.state == CertificateState.ELIGIBLE
    with django_capture_on_commit_callbacks(execute=True):
        approve_rows(certificate)
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.ISSUED
    assert certificate.person_name == "Siti Contoh"
    assert certificate.business_name == "Keripik Contoh"
    assert (certificate.village_name, certificate.district_name) == ("Desa Bukit Makmur", "Kaliorang")
    assert certificate.modules == [["Modul percobaan 1", 4], ["Modul percobaan 2", 4]]
    assert (certificate.jp, certificate.final_score, certificate.attendance_percent) == (8, 87, 100)
    assert certificate.predicate == "Memuaskan"


def test_number_follows_the_offices_pattern(siti):
    assert issued(siti).number_text == f"500.9/0001/DISPERINDAG-IKM/{now():%Y}"


def test_changed_pattern_holds_for_the_next_number(siti):
    issued(siti)
    CertificateSettings.objects.update(number_pattern="B-{klas}/{urut}/{romawi}/{tahun}", classification="000.9")
    assert issued().number_text.startswith("B-000.9/2/")


@pytest.mark.parametrize(
    "pattern", ["{urut}", "{tahun}", "{urut}{tahun}", "{klas.__class__}/{urut}/{tahun}", "{urut:{klas}}/{tahun}", "{x}"]
)
def test_pattern_that_cannot_tell_numbers_apart_is_refused(pattern):
    with pytest.raises(ValidationError):
        CertificateSettings(number_pattern=pattern).clean_fields()


def test_unpassed_course_gets_nothing(db):
    with pytest.raises(NotCompleted):
        award(make_enrolment().pk)
    assert not Certificate.objects.exists()


def test_awarding_twice_is_one_row(siti):
    enrolment = pass_course(siti)
    assert award(enrolment.pk) == award(enrolment.pk)
    head = head_of_office()
    numbers = {issue_certificate(enrolment.pk, by=head, pin=PIN).number for _ in range(2)}
    assert len(numbers) == 1
    assert Certificate.objects.count() == 1
    assert NumberCounter.objects.get().last == 1


def test_database_refuses_second_current_certificate_of_a_course(certificate):
    twin = Certificate.objects.get(pk=certificate.pk)
    twin.pk, twin.code, twin.number, twin.number_text = None, "KTM-22222-22222", 99, "99"
    twin.token = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_issuing_twice_changes_nothing(certificate):
    before = Certificate.objects.values().get()
    expire(certificate)
    assert not issue_row(certificate.pk)
    assert {**before, "claimed_until": None} == {**Certificate.objects.values().get(), "claimed_until": None}


def test_row_held_by_a_worker_is_left_to_it(siti):
    certificate = approved(siti)
    assert claim(certificate.pk)
    assert not claim(certificate.pk)
    assert not issue_row(certificate.pk)
    assert due_rows() == []


def test_lease_doubles_with_every_try(siti):
    certificate = approved(siti)
    for attempt in range(3):
        expire(certificate)
        assert claim(certificate.pk)
        certificate.refresh_from_db()
        held = certificate.claimed_until - now()
        assert abs(held - LEASE * 2**attempt) < dt.timedelta(seconds=20)


def test_worker_killed_after_numbering_leaves_its_number_to_the_next(siti):
    certificate = approved(siti)
    claim(certificate.pk)
    number_approved(only=certificate.pk)
    expire(certificate)
    sweep()
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.ISSUED
    assert certificate.number == NumberCounter.objects.get().last == 1


def test_worker_killed_after_writing_the_file_leaves_the_same_file(siti):
    certificate = approved(siti)
    claim(certificate.pk)
    number_approved(only=certificate.pk)
    name, digest = store_pdf(sign_sheet(Certificate.objects.get(pk=certificate.pk))[0])
    folder = Path(private_storage().path(name)).parent
    beside = set(folder.iterdir())
    expire(certificate)
    sweep()
    certificate.refresh_from_db()
    assert (certificate.file.name, certificate.sha256) == (name, digest)
    assert set(folder.iterdir()) == beside


def test_sweep_issues_rows_whose_bell_was_lost(siti):
    rows = [approved(person) for person in (siti, make_person(), make_person())]
    sweep()
    assert {row.number for row in Certificate.objects.all()} == {1, 2, 3}
    assert len(rows) == Certificate.objects.filter(state=CertificateState.ISSUED).count()


def test_catch_up_finds_passed_courses_of_which_no_word_came(siti):
    enrolment = pass_course(siti)
    make_enrolment()
    assert unheard_enrolments() == [(enrolment.pk, Kind.CERTIFICATE)]
    catch_up()
    assert Certificate.objects.get().state == CertificateState.ELIGIBLE
    assert unheard_enrolments() == []


def test_catch_up_finds_letters_too_and_still_the_course_that_is_passed_later(siti):
    enrolment = make_enrolment(siti, make_course(bank=20))
    give_participation(enrolment)
    assert unheard_enrolments() == [(enrolment.pk, Kind.PARTICIPATION)]
    catch_up()
    letter = Certificate.objects.get()
    assert (letter.kind, letter.final_score, letter.predicate) == (Kind.PARTICIPATION, None, "")
    finish_lessons(enrolment)
    take_final(enrolment)
    assert unheard_enrolments() == [(enrolment.pk, Kind.CERTIFICATE)]


def test_class_that_met_in_person_says_so_and_has_no_marks(siti):
    cohort = make_cohort(by_attendance=True)
    member = join_cohort(cohort.pk, siti)
    open_cohort(cohort.pk, by=None)
    mark_present(make_meeting(cohort), member)
    close_cohort(cohort.pk, by=None, seen=plan_closing(cohort).fingerprint)
    certificate = award(member.enrolment_id)
    assert (certificate.final_score, certificate.predicate, certificate.attendance_percent) == (None, "", 100)
    approve_rows(certificate)
    assert issue_row(certificate.pk)
    certificate.refresh_from_db()
    assert "diselenggarakan secara tatap muka di Balai Desa Contoh oleh" in " ".join(text_of(certificate).split())


def test_file_is_named_by_its_hash(certificate):
    content = Path(pdf_path(certificate)).read_bytes()
    assert hashlib.sha256(content).hexdigest() == certificate.sha256 == Path(certificate.file.name).stem
    assert certificate.size_bytes == len(content)


@pytest.mark.needs("pdftotext")
def test_certificate_stays_as_issued_when_name_business_and_course_change(certificate):
    person = certificate.person
    person.full_name = "Nama Baru"
    person.save()
    person.memberships.get().business.delete()
    certificate.refresh_from_db()
    assert certificate.person_name == "Siti Contoh"
    assert "Siti Contoh" in text_of(certificate)
    assert "Keripik Contoh" in text_of(certificate)


@pytest.mark.needs("pdftotext")
def test_name_corrected_before_the_decision_is_printed(siti):
    certificate = award(pass_course(siti).pk)
    siti.full_name = "Siti Aminah Contoh"
    siti.save()
    approve_rows(certificate)
    issue_row(certificate.pk)
    assert "Siti Aminah Contoh" in text_of(Certificate.objects.get())


def test_certificate_outlives_its_person(certificate):
    certificate.person.delete()
    certificate.refresh_from_db()
    assert certificate.person is None
    assert certificate.state == CertificateState.ISSUED
    assert certificate.person_name == "Siti Contoh"


def test_name_without_pictures_cannot_be_approved_and_takes_no_number(db):
    certificate = award(pass_course(make_person(full_name="สมชาย")).pk)
    assert (certificate.state, certificate.reason) == (CertificateState.ELIGIBLE, "unprintable")
    with pytest.raises(NothingToApprove):
        approve_rows(certificate)
    assert not NumberCounter.objects.exists()
    assert issued().number == 1
    certificate.person.full_name = "Somchai"
    certificate.person.save()
    approve_rows(certificate)
    assert issue_row(certificate.pk)
    certificate.refresh_from_db()
    assert (certificate.number, certificate.reason) == (2, "")


def test_full_disk_is_written_down_and_tried_again(siti, settings, tmp_path):
    certificate = approved(siti)
    blocked = tmp_path / "private"
    blocked.write_text("a file where the folder should be")
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": blocked, "base_url": None}}
    settings.STORAGES = storages
    assert not issue_row(certificate.pk)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.reason) == (CertificateState.NUMBERED, "store_failed")
    blocked.unlink()
    expire(certificate)
    assert issue_row(certificate.pk)
    certificate.refresh_from_db()
    assert (certificate.number, certificate.reason) == (1, "")


def test_holder_is_told_once(siti, settings):
    certificate = issued(siti)
    message = OutboxMessage.objects.get(template="sertifikat_terbit")
    assert message.key == f"certificate-{certificate.pk}"
    assert certificate.number_text in message.text
    assert f"{settings.SITE_URL}/saya/sertifikat/{certificate.code}.pdf" in message.text


def test_demo_people_have_a_register_of_their_own(siti):
    demo = issued(make_person(full_name="Ratna Contoh", is_demo=True))
    assert (demo.series, demo.number) == (Series.DEMO, 1)
    assert demo.number_text.startswith("CONTOH/500.9/0001/")
    assert issued(siti).number == 1


def test_demo_certificates_go_and_real_ones_stay(certificate):
    from certificates.public import remove_demo_certificates

    demo = issued(make_person(is_demo=True))
    path = Path(pdf_path(demo))
    assert remove_demo_certificates() == 1
    assert not path.exists()
    assert list(Certificate.objects.all()) == [certificate]
    assert NumberCounter.objects.get().series == Series.CERTIFICATE


def test_number_starts_anew_every_year(siti):
    NumberCounter.objects.create(series=Series.CERTIFICATE, year=now().year - 1, last=812)
    assert issued(siti).number == 1


def test_public_cards_show_what_holds(certificate):
    card = certificates_of(certificate.person)[0]
    assert (card.course_title, card.number) == ("Kemasan Produk IKM", certificate.number_text)
    assert card.check_url == f"/periksa/{certificate.code}/"


def test_certificates_of_asks_once_for_any_number(siti, django_assert_num_queries):
    for _ in range(3):
        issued(siti)
    with django_assert_num_queries(1):
        assert len(certificates_of(siti)) == 3


def test_nothing_is_approved_until_the_office_agreed_to_what_it_prints(siti, settings):
    settings.DEMO = False
    waiting = award(pass_course(siti).pk)
    with pytest.raises(NotConfirmed):
        approve_rows(waiting)
    waiting.refresh_from_db()
    assert waiting.state == CertificateState.ELIGIBLE
    CertificateSettings.objects.update_or_create(defaults={"is_confirmed": True})
    approve_rows(waiting)
    assert issue_row(waiting.pk)


def test_demo_people_do_not_wait_for_the_office(siti, settings):
    settings.DEMO = False
    siti.is_demo = True
    siti.save(update_fields=["is_demo"])
    assert issued(siti).is_issued
