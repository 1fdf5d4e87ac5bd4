"""A passed course, and the certificate of it."""

import subprocess

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from businesses.public import register_business
from certificates.approving import approve
from certificates.awarding import award
from certificates.issuing import issue_row
from certificates.models import Certificate
from certificates.models.certificate import private_storage
from certificates.pins import has_pin, set_pin
from tests.factories.courses_content import make_course
from tests.factories.courses_records import finish_lessons, make_enrolment, make_person, take_final


@pytest.fixture
def village(db):
    """Return a village of the reference data."""
    from reference.models import District, Village

    district, _ = District.objects.get_or_create(code="64.08.10", defaults={"name": "Kaliorang", "remote": 1})
    return Village.objects.get_or_create(code="64.08.10.2001", defaults={"name": "Bukit Makmur", "district": district})[
        0
    ]


def pass_course(person=None, *, right=13, **course):
    """Return the enrolment of a person who has passed a small course, by the acts of `courses` themselves."""
    values = {"title": "Kemasan Produk IKM", "modules": 2, "bank": 20, **course}
    enrolment = make_enrolment(person or make_person(full_name="Siti Contoh"), make_course(**values))
    finish_lessons(enrolment)
    take_final(enrolment, right=right)
    enrolment.refresh_from_db()
    assert enrolment.is_completed
    return enrolment


PIN = "260817"


def head_of_office():
    """Return the head of office, with a PIN; the same one however often it is asked."""
    head = get_user_model().objects.filter(groups__name="Kepala Dinas").order_by("pk").first()
    if head is None:
        head = make_person(full_name="Kepala Contoh")
        head.groups.add(Group.objects.get_or_create(name="Kepala Dinas")[0])
    if not has_pin(head):
        set_pin(head, PIN)
    return head


def approve_rows(*rows, prefix=""):
    """Let the head approve these certificates, or all that wait; return the decision."""
    chosen = Certificate.objects.filter(pk__in=[row.pk for row in rows]) if rows else Certificate.objects.all()
    return approve(chosen, by=head_of_office(), pin=PIN, prefix=prefix)


def approved(person=None, **course):
    """Return a certificate that the head approved and no worker has seen yet."""
    certificate = award(pass_course(person, **course).pk)
    approve_rows(certificate)
    certificate.refresh_from_db()
    return certificate


def issued(person=None, **course):
    """Return an issued certificate."""
    certificate = approved(person, **course)
    assert issue_row(certificate.pk)
    certificate.refresh_from_db()
    return certificate


def pdf_path(certificate):
    """Return where the file of `certificate` lies."""
    return private_storage().path(certificate.file.name)


def text_of(certificate, *flags):
    """Return the PDF's text as pdftotext reads it."""
    run = subprocess.run(["pdftotext", *flags, pdf_path(certificate), "-"], capture_output=True, text=True, check=True)
    return run.stdout


@pytest.fixture
def siti(village):
    """Return a learner with a business in Kaliorang."""
    person = make_person(full_name="Siti Contoh", village=village)
    register_business(person, name="Keripik Contoh", village=village)
    return person


@pytest.fixture
def certificate(siti):
    """Return Siti's issued certificate."""
    return issued(siti)
