"""The head's decision: who may make it, what it covers, and that it is made once."""

from unittest.mock import Mock

import pytest
from django.core.exceptions import ValidationError

from certificates.approving import approve
from certificates.awarding import award
from certificates.confirming import clean_name, confirm_name
from certificates.errors import NameRefused, NotAllowed, NothingToApprove, PinLocked, PinMissing, PinTooSimple, PinWrong
from certificates.issuing import issue_row
from certificates.models import Act, Approval, Certificate, CertificateState, Kind, NumberCounter
from certificates.numbering import number_approved
from certificates.pins import LOCKED_FOR, TRIES, check_pin, set_pin
from certificates.queueing import Oddity, is_odd_name, look
from certificates.returning import return_certificate
from certificates.snapshots import root_hash, snapshot_hash
from core.clock import now
from courses.cohorts.participating import give_participation
from tests.certificates.conftest import PIN, approve_rows, approved, head_of_office, issued, pass_course, text_of
from tests.factories.courses_records import make_enrolment, make_person

QUEUE = "/studio/sertifikat/persetujuan/"


def waiting(person=None, **course):
    """Return a certificate that waits for the head."""
    return award(pass_course(person, **course).pk)


def test_decision_holds_the_hash_of_every_snapshot_and_a_root_over_them(siti):
    rows = [waiting(siti), waiting(), waiting()]
    approval = approve_rows(*rows)
    stored = [snapshot_hash(row) for row in Certificate.objects.all()]
    assert approval.count == 3
    assert approval.snapshots.split() == sorted(stored)
    assert approval.root == root_hash(stored, approval.template_version, approval.signer)
    assert {row.approval_id for row in Certificate.objects.all()} == {approval.pk}


def test_decision_is_never_changed(siti):
    approval = approve_rows(waiting(siti))
    for act in (approval.save, lambda: Approval.objects.update(count=2), Approval.objects.all().delete):
        with pytest.raises(TypeError):
            act()


@pytest.mark.parametrize("name", ["ratna", "dewi", "petugas"])
def test_only_the_head_approves(cast, name):
    row = waiting()
    person = getattr(cast, name)
    set_pin(person, PIN)
    with pytest.raises(NotAllowed):
        approve(Certificate.objects.filter(pk=row.pk), by=person, pin=PIN)


def test_second_decision_over_the_same_rows_finds_nothing(siti):
    row = waiting(siti)
    approve_rows(row)
    with pytest.raises(NothingToApprove):
        approve_rows(row)
    assert Approval.objects.count() == 1


def test_profile_and_settings_changed_after_the_decision_change_nothing(siti):
    certificate = approved(siti)
    siti.full_name = "Nama Baru"
    siti.save()
    assert issue_row(certificate.pk)
    assert Certificate.objects.get().person_name == "Siti Contoh"


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("prefix", ["Plt.", "Plh.", "a.n."])
def test_who_stands_in_is_named_as_such(siti, prefix):
    row = waiting(siti)
    approve_rows(row, prefix=prefix)
    issue_row(row.pk)
    row.refresh_from_db()
    text = " ".join(text_of(row).split())
    assert f"{prefix} Kepala Dinas Perindustrian dan Perdagangan" in text
    assert "Kepala Contoh" in text


def test_wrong_pins_are_counted_and_lock(siti):
    head = head_of_office()
    for _ in range(TRIES):
        with pytest.raises(PinWrong):
            check_pin(head, "999111")
    with pytest.raises(PinLocked):
        check_pin(head, PIN)


def test_process_that_dies_at_the_last_try_locks_for_a_while_only(db, monkeypatch):
    head = head_of_office()
    monkeypatch.setattr("certificates.pins.check_password", Mock(side_effect=MemoryError))
    for _ in range(TRIES):
        with pytest.raises(MemoryError):
            check_pin(head, PIN)
    monkeypatch.undo()
    with pytest.raises(PinLocked):
        check_pin(head, PIN)
    monkeypatch.setattr("certificates.pins.now", lambda: now() + LOCKED_FOR)
    check_pin(head, PIN)


def test_right_pin_starts_the_count_anew(db):
    head = head_of_office()
    for _ in range(TRIES + 2):
        with pytest.raises(PinWrong):
            check_pin(head, "999111")
        check_pin(head, PIN)


def test_pin_is_neither_simple_nor_missing_nor_readable(db):
    person = make_person()
    with pytest.raises(PinMissing):
        check_pin(person, PIN)
    for pin in ("", "12345", "111111", "123456", "654321", "12a456"):
        with pytest.raises(PinTooSimple):
            set_pin(person, pin)


def test_holder_confirms_the_name_until_the_decision(siti):
    row = waiting(siti)
    confirm_name(row, "Siti Contoh, S.E.", by=siti)
    siti.full_name = "Lain"
    siti.save()
    row.refresh_from_db()
    assert row.person_name == "Siti Contoh, S.E."
    assert Act.objects.get().kind == "name_confirmed"
    approve_rows(row)
    with pytest.raises(NameRefused):
        confirm_name(row, "Terlambat Contoh", by=siti)


def test_confirmed_name_without_pictures_says_so_at_once(siti):
    row = waiting(siti)
    confirm_name(row, "สมชาย", by=siti)
    row.refresh_from_db()
    assert row.reason == "unprintable"


def test_nobody_confirms_anothers_name(siti, cast):
    with pytest.raises(NameRefused):
        confirm_name(waiting(siti), "Ratna Contoh", by=cast.ratna)


@pytest.mark.parametrize("name", ["Siti\u202eContoh", "Si\u200bti", "Siti\u00adContoh", "123", "x" * 121])
def test_hidden_signs_and_what_is_no_name_are_refused(name):
    with pytest.raises(ValidationError):
        clean_name(name)


@pytest.mark.parametrize("name", ["Nur'aini", "Siti Contoh, S.E.", "Đặng Thị Hường", "A. Rahman"])
def test_common_names_are_taken(name):
    assert clean_name(name) == name


def test_queue_shows_what_deserves_a_look(siti):
    plain = waiting(siti)
    confirm_name(plain, "Siti Contoh", by=siti)
    odd = waiting(make_person(full_name="BUDI PERCOBAAN"))
    foreign = waiting(make_person(full_name="สมชาย"))
    queue = look()
    assert queue.count == 3
    assert queue.odd[Oddity.UNCONFIRMED] == [odd.pk, foreign.pk]
    assert queue.odd[Oddity.UNPRINTABLE] == [foreign.pk]
    assert odd.pk in queue.odd[Oddity.ODD_NAME] and plain.pk not in queue.odd[Oddity.ODD_NAME]


@pytest.mark.parametrize(("name", "odd"), [("Siti Contoh", False), ("H. Udin", False), ("X", True), ("S1ti", True)])
def test_odd_names(name, odd):
    assert is_odd_name(name) is odd


def test_head_approves_what_was_ticked_or_all(client, cast, siti):
    set_pin(cast.kepala, PIN)
    first, second, third = waiting(siti), waiting(), waiting()
    client.force_login(cast.kepala)
    page = client.get(QUEUE).content.decode()
    assert "Siti Contoh" in page and ">3</strong>" in page
    client.post(QUEUE, {"pin": PIN, "place": "", "through": third.pk, "pilih": [first.pk]})
    assert Certificate.objects.get(pk=first.pk).state == CertificateState.APPROVED
    client.post(QUEUE, {"pin": PIN, "place": "Plt.", "through": second.pk, "semua": "1"})
    assert Certificate.objects.get(pk=second.pk).state == CertificateState.APPROVED
    assert Certificate.objects.get(pk=third.pk).state == CertificateState.ELIGIBLE  # came after what was shown


def test_wrong_pin_is_said_and_approves_nothing(client, cast, siti):
    set_pin(cast.kepala, PIN)
    row = waiting(siti)
    client.force_login(cast.kepala)
    answer = client.post(QUEUE, {"pin": "999111", "place": "", "through": row.pk, "semua": "1"})
    assert "PIN salah" in answer.content.decode()
    assert not Approval.objects.exists()


def test_officer_reads_the_queue_and_cannot_send_it(client, cast, siti):
    row = waiting(siti)
    client.force_login(cast.petugas)
    assert "Siti Contoh" in client.get(QUEUE).content.decode()
    client.post(QUEUE, {"pin": PIN, "through": row.pk, "semua": "1"})
    assert not Approval.objects.exists()


@pytest.mark.parametrize(("name", "may"), [("kepala", True), ("petugas", False), ("dewi", False)])
def test_first_screen_and_menu_lead_the_head_alone_to_what_waits(client, cast, siti, name, may):
    waiting(siti)
    client.force_login(getattr(cast, name))
    first = client.get("/studio/").content.decode()
    assert (f'href="{QUEUE}">1 sertifikat</a>' in first) is may
    assert (first.count(QUEUE) > 1) is may  # and the menu


def test_register_leads_the_office_to_the_queue(client, cast, siti):
    client.force_login(cast.petugas)
    assert QUEUE in client.get("/studio/sertifikat/").content.decode()


def test_cancelled_number_stays_and_a_new_one_follows(cast, siti):
    certificate = approved(siti)
    number_approved()
    certificate.refresh_from_db()
    return_certificate(certificate, by=cast.petugas, why="Salah kursus.")
    certificate.refresh_from_db()
    assert (certificate.state, certificate.number) == (CertificateState.CANCELLED, 1)
    fresh = Certificate.objects.get(state=CertificateState.ELIGIBLE)
    approve_rows(fresh)
    issue_row(fresh.pk)
    fresh.refresh_from_db()
    assert fresh.number == 2 == NumberCounter.objects.get().last


def test_letter_of_participation_has_a_register_of_its_own(siti, django_capture_on_commit_callbacks):
    enrolment = make_enrolment(siti)
    with django_capture_on_commit_callbacks(execute=True):
        assert give_participation(enrolment)
        assert not give_participation(enrolment)
    row = award(enrolment.pk, Kind.PARTICIPATION)
    assert Certificate.objects.get() == row
    approve_rows(row)
    assert issue_row(row.pk)
    row.refresh_from_db()
    assert row.series == "keterangan" and "/SKM-0001/" in row.number_text
    assert issued().number == 1


def test_bulk_numbers_have_no_gap_across_a_year(siti, monkeypatch):
    import datetime as dt

    from certificates import numbering

    rows = [waiting(siti), waiting()]
    # 23:30 in Kutai Timur on the last day of the year, then half past midnight: UTC is still in the old year.
    for row, moment in zip(rows, ("2026-12-31T15:30:00+00:00", "2026-12-31T16:30:00+00:00"), strict=True):
        approve_rows(row)
        monkeypatch.setattr(numbering, "now", lambda moment=moment: dt.datetime.fromisoformat(moment))
        number_approved()
    assert list(Certificate.objects.order_by("pk").values_list("year", "number")) == [(2026, 1), (2027, 1)]


def test_what_an_older_release_numbered_waits_for_a_decision_and_keeps_its_number(siti):
    certificate = approved(siti)
    number_approved()
    head = {**Certificate.objects.get().letterhead, "check_url": f"http://127.0.0.1:8000{certificate.check_url}"}
    del head["site_url"]
    Certificate.objects.update(approval=None, status_index=None, token=None, letterhead=head)
    assert not issue_row(certificate.pk)
    Certificate.objects.update(claimed_until=certificate.created_at)
    approve_rows(certificate)
    assert issue_row(certificate.pk)
    certificate.refresh_from_db()
    assert (certificate.number, certificate.is_issued) == (1, True)
