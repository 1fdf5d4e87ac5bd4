"""A logo of the office's own: small, frozen with the decision, and never what a stranger uploaded."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images.models import Image

from certificates.awarding import award
from certificates.errors import LogoUnusable
from certificates.freezing import letterhead_of
from certificates.issuing import issue_row
from certificates.logos import as_printed, keep_logo, read_logo
from certificates.models import Certificate, CertificateSettings, CertificateState
from certificates.models.certificate import private_storage
from certificates.previewing import preview
from certificates.proofs import remake
from certificates.reasons import reason_sentence
from core.clock import now
from tests.certificates.conftest import approve_rows, approved, pass_course
from tests.factories.courses_records import photo_file

MOST_BYTES = 140_000


def in_library(content, name="lambang.png"):
    """Return a picture of the library."""
    image = Image(title="Lambang", file=ImageFile(io.BytesIO(content), name=name))
    image.save()
    return image


def drawn(kind="PNG", size=(900, 1200), colour=(200, 30, 40, 128)):
    """Return the bytes of a half transparent disc."""
    picture = Picture.new("RGBA", size, (0, 0, 0, 0))
    picture.paste(colour, (100, 100, size[0] - 100, size[1] - 100))
    out = io.BytesIO()
    (picture if kind == "PNG" else picture.convert("RGB")).save(out, kind)
    return out.getvalue()


def choose(image):
    """Let the office print this picture."""
    office = CertificateSettings.load()
    office.logo = image
    office.full_clean(exclude=["signer_nip"])
    office.save()
    return office


@pytest.fixture
def logo(db):
    return choose(in_library(drawn())).logo


def test_logo_is_set_anew_small_and_transparent(logo):
    picture = Picture.open(io.BytesIO(as_printed(logo)))
    assert (picture.format, picture.size) == ("PNG", (300, 400))
    assert picture.convert("RGBA").getpixel((0, 0))[3] == 0
    assert as_printed(logo) == as_printed(logo)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_even_noise_becomes_a_light_file(db, kind):
    noise = Picture.effect_noise((2000, 2000), 120).convert("RGB")
    out = io.BytesIO()
    noise.save(out, kind)
    assert len(as_printed(in_library(out.getvalue(), f"bising.{kind.lower()}"))) <= 36_000


def test_place_of_a_photo_is_not_printed(db):
    exif = Picture.Exif()
    exif[0x010E] = "rumah saya"
    image = in_library(photo_file(exif=exif), "foto.jpg")
    assert b"rumah saya" not in as_printed(image)


def test_file_that_is_no_picture_is_refused_by_the_form(logo):
    private_storage().delete(logo.file.name)
    with pytest.raises(ValidationError) as refused:
        choose(Image.objects.get(pk=logo.pk))
    assert "lambang" in str(refused.value)


def test_certificate_with_a_logo_is_light_and_made_again_byte_for_byte(logo):
    row = approved()
    assert issue_row(row.pk)
    row.refresh_from_db()
    assert row.letterhead["logo"].startswith("certificates/logos/")
    assert row.size_bytes <= MOST_BYTES
    with private_storage().open(row.file.name) as file:
        pdf = file.read()
    logo.delete()
    read_logo.cache_clear()
    assert remake(row) == pdf


def test_logo_changed_after_the_decision_changes_nothing(logo):
    row = approved()
    before = row.letterhead["logo"]
    choose(in_library(drawn(colour=(0, 80, 200, 255)), "lain.png"))
    assert issue_row(row.pk)
    row.refresh_from_db()
    assert row.letterhead["logo"] == before
    assert letterhead_of(CertificateSettings.load())["logo"] != before


def test_preview_shows_the_logo_as_it_is_chosen_now(logo):
    with_logo = preview(None)
    choose(None)
    assert b"/Subtype /Image" in with_logo or b"/Subtype/Image" in with_logo
    assert with_logo != preview(None)


def test_lost_picture_is_told_instead_of_a_preview_and_of_a_decision(client, cast, logo):
    row = award(pass_course().pk)
    private_storage().delete(logo.file.name)
    client.force_login(cast.admin)
    for place in ("contoh.pdf", f"{row.pk}/pratinjau.pdf"):
        answer = client.get(f"/studio/sertifikat/{place}", follow=True)
        assert answer.status_code == 200
        assert "Gambar lambang hilang atau tidak terbaca." in answer.content.decode()
    with pytest.raises(LogoUnusable):
        approve_rows(row)
    row.refresh_from_db()
    assert row.state == CertificateState.ELIGIBLE


def test_lost_kept_logo_stops_issuing_until_the_sample_makes_it_again(client, cast, logo):
    row = approved()
    private_storage().delete(row.letterhead["logo"])
    read_logo.cache_clear()
    assert not issue_row(row.pk)
    row.refresh_from_db()
    assert (row.state, row.reason) == (CertificateState.NUMBERED, "logo_lost")
    assert "Lihat contoh lembar" in reason_sentence(row)
    client.force_login(cast.admin)
    assert client.get("/studio/sertifikat/contoh.pdf").headers["Content-Type"] == "application/pdf"
    Certificate.objects.update(claimed_until=now())  # the sweep's turn
    assert issue_row(row.pk)


def test_office_without_a_logo_has_none(db):
    assert keep_logo(None) == ""
    assert letterhead_of(CertificateSettings.load())["logo"] == ""


def test_settings_lead_to_a_sample_of_the_sheet(client, cast):
    client.force_login(cast.admin)
    page = client.get("/studio/settings/certificates/certificatesettings/", follow=True).content.decode()
    assert "/studio/sertifikat/contoh.pdf" in page
    assert client.get("/studio/sertifikat/contoh.pdf").headers["Content-Type"] == "application/pdf"
