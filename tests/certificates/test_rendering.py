"""The sheet itself: its text can be searched, its QR read, its bytes repeated; names are never evaluated."""

import re
import subprocess
import unicodedata

import pypdf
import pytest
from PIL import Image

from businesses.public import register_business
from certificates.awarding import award
from certificates.issuing import issue_row
from certificates.models import Certificate, CertificateSettings
from certificates.rendering import render_certificate
from certificates.wording import span_of_days
from core.clock import today
from tests.certificates.conftest import approve_rows, issued, pass_course, pdf_path, text_of
from tests.factories.courses_records import make_person

pytestmark = pytest.mark.needs("pdftotext", "pdftoppm")
LONG_NAME = "Raden Ajeng Siti Nurhaliza Kusumawardhani Binti Abdurrahman Wahidiyah Sastrowardoyo Contoh"
HOSTILE = '#let x = 1; *tebal* _miring_ $a^2$ `kode` \\ <label> @ref "kutip" // [isi] {x}'


def named(name, **course):
    """Return the issued certificate of a person called `name`."""
    return issued(make_person(full_name=name), **course)


def squeezed(text):
    """Return text with every run of blanks as one, as people search it."""
    return " ".join(text.split())


def test_front_tells_every_fact(certificate):
    text = squeezed(text_of(certificate, "-f", "1", "-l", "1"))
    for words in (
        "PEMERINTAH KABUPATEN KUTAI TIMUR",
        "DINAS PERINDUSTRIAN DAN PERDAGANGAN",
        "SERTIFIKAT",
        f"Nomor: {certificate.number_text}",
        "diberikan kepada",
        "Siti Contoh",
        "Keripik Contoh, Desa Bukit Makmur, Kecamatan Kaliorang",
        "atas partisipasinya sebagai Peserta dan telah LULUS",
        "Bimbingan Teknis Kemasan Produk IKM",
        "selama 8 (delapan) Jam Pelajaran",
        f"Sangatta, {span_of_days(today(), today())}",
        "Kepala Dinas Perindustrian dan Perdagangan Kabupaten Kutai Timur,",
        certificate.code,
    ):
        assert words in text


def test_back_tells_modules_and_marks(certificate):
    text = text_of(certificate, "-f", "2", "-l", "2", "-layout")
    for line in (r"1 +Modul percobaan 1 +4", r"2 +Modul percobaan 2 +4", r"Jumlah +8"):
        assert re.search(line, text)
    for line in (r"Tes awal +–", r"Nilai akhir +87", r"Predikat +Memuaskan", r"Kehadiran +100%"):
        assert re.search(line, text)
    assert "bukan\nsertifikat kompetensi" in text_of(certificate) or "bukan sertifikat" in squeezed(text)


def test_nothing_that_identifies_further_is_on_the_sheet(certificate):
    text = text_of(certificate)
    assert certificate.person.phone not in text
    assert certificate.person.phone[3:] not in text.replace("-", "").replace(" ", "")


def test_text_holds_no_soft_hyphen_and_is_composed(certificate):
    text = text_of(certificate)
    assert "\u00ad" not in text
    assert unicodedata.is_normalized("NFC", text)
    assert text.isprintable() or set(text) - set("\n\f") == {letter for letter in text if letter.isprintable()}


def test_number_and_name_are_found_by_another_reader(certificate):
    text = squeezed(" ".join(page.extract_text() for page in pypdf.PdfReader(pdf_path(certificate)).pages))
    assert certificate.number_text in text
    assert certificate.person_name in text


@pytest.mark.parametrize("name", ["Đặng Thị Hường", "Nur'aini Şahin", "A\u0301ngel", "Ñusta Ğ Łukasz", "Sumiati"])
def test_name_is_printed_composed_as_written(db, name):
    assert unicodedata.normalize("NFC", name) in text_of(named(name))


def test_hostile_name_prints_as_it_stands(db):
    certificate = named(HOSTILE)
    assert squeezed(HOSTILE) in squeezed(text_of(certificate))


@pytest.mark.parametrize("title", [HOSTILE, '#panic("x")', '#read("/etc/passwd")', "= Judul", "- butir", "\\u{41}"])
def test_hostile_title_prints_as_it_stands(db, title):
    assert squeezed(title) in squeezed(text_of(named("Siti Contoh", title=title)))


@pytest.mark.parametrize(
    ("name", "course"),
    [
        (LONG_NAME, {"title": "Pengolahan Kue Tradisional Berbahan Singkong dan Pisang " * 3, "modules": 22}),
        ("W" * 120, {"title": "M" * 200}),
        ("Ani Budi " * 13, {}),
    ],
)
def test_whatever_the_length_it_is_two_pages(db, name, course):
    certificate = named(name, **course)
    reader = pypdf.PdfReader(pdf_path(certificate))
    assert len(reader.pages) == 2
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {(842, 595)}
    assert squeezed(name) in squeezed(text_of(certificate))


def test_longest_words_of_the_office_still_fit_two_pages(village):
    CertificateSettings.load()
    long = "Panjang sekali namanya ya " * 20
    CertificateSettings.objects.update(
        government=long[:100],
        office=long[:120],
        city=long[:60],
        unit=long[:30],
        statement=long[:300],
        signer_title=long[:160],
        signer_name=long[:120],
        signer_rank=long[:80],
    )
    person = make_person(full_name=long[:120], village=village, is_demo=True)
    register_business(person, name=long[:120])
    certificate = issued(person, title=long[:255].strip(), modules=15)
    assert len(pypdf.PdfReader(pdf_path(certificate)).pages) == 2
    assert certificate.code in text_of(certificate, "-f", "1", "-l", "1")


def test_nothing_leaves_the_page(db):
    certificate = award(pass_course(make_person(full_name="W" * 120), title="M" * 255, modules=22).pk)
    Certificate.objects.update(modules=[["N" * 255, 2], ["Label", 3]])
    approve_rows()
    assert issue_row(certificate.pk)
    certificate.refresh_from_db()
    boxes = text_of(certificate, "-bbox")
    edges = [float(edge) for edge in re.findall(r'x(?:Min|Max)="([\d.]+)"', boxes)]
    assert min(edges) > 30
    assert max(edges) < 842 - 30


def test_file_is_tagged_archivable_and_titled(certificate):
    reader = pypdf.PdfReader(pdf_path(certificate))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    assert reader.metadata.title == f"Sertifikat {certificate.number_text} – Siti Contoh"
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3" in xmp
    assert "<pdfaid:conformance>A" in xmp
    assert "<pdfuaid:part>1" in xmp
    assert reader.metadata.creation_date.timestamp() == int(certificate.issued_at.timestamp())


def test_every_font_is_embedded(certificate):
    run = subprocess.run(["pdffonts", pdf_path(certificate)], capture_output=True, text=True, check=True)
    fonts = run.stdout.splitlines()[2:]
    assert fonts
    assert all(re.search(r" yes +yes +yes ", font) for font in fonts)


def test_file_begins_with_the_sheet_as_it_is_set_again(certificate):
    with open(pdf_path(certificate), "rb") as file:
        sheet = render_certificate(Certificate.objects.get())
        assert file.read().startswith(sheet)


@pytest.mark.needs("zbarimg")
@pytest.mark.parametrize("site", ["http://127.0.0.1:8000", "https://bimtek.kutaitimurkab.go.id"])
def test_qr_is_read_at_screen_resolution_and_leads_to_the_check_page(siti, settings, client, site, tmp_path):
    settings.SITE_URL = site
    certificate = issued(siti)
    picture = tmp_path / "sheet"
    subprocess.run(
        ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-png", "-singlefile", pdf_path(certificate), str(picture)],
        check=True,
    )
    run = subprocess.run(["zbarimg", "--quiet", "--raw", f"{picture}.png"], capture_output=True, text=True, check=True)
    address = run.stdout.strip()
    assert address == f"{site}/periksa/{certificate.token}/".upper()
    page = client.get(address.removeprefix(site.upper()))
    assert page.status_code == 200
    assert "Siti Contoh" in page.content.decode()


@pytest.mark.needs("zbarimg")
def test_qr_is_read_from_a_bad_print(certificate, tmp_path):
    """72 dpi, grey, turned by 3 degrees, JPEG 40: as a phone sees a poor copy."""
    sheet = tmp_path / "sheet"
    flags = ["-r", "72", "-f", "1", "-l", "1", "-gray", "-singlefile", "-png"]
    subprocess.run(["pdftoppm", *flags, pdf_path(certificate), str(sheet)], check=True)
    with Image.open(f"{sheet}.png") as picture:
        turned = picture.convert("L").rotate(3, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
        turned.save(tmp_path / "bad.jpg", quality=40)
    run = subprocess.run(["zbarimg", "--quiet", "--raw", str(tmp_path / "bad.jpg")], capture_output=True, text=True)
    assert run.stdout.strip().endswith(f"/PERIKSA/{certificate.token}/")


def test_without_a_signer_no_name_is_made_up(siti):
    assert "NIP" not in text_of(issued(siti))
    CertificateSettings.objects.update(signer_name="NAMA PEJABAT, S.E.", signer_nip="999901011999032001")
    text = text_of(issued())
    assert "NAMA PEJABAT, S.E." in text
    assert "NIP 99990101 199903 2 001" in text


def test_demo_certificate_says_that_it_is_one(db):
    assert "CONTOH – bukan dokumen resmi" in text_of(issued(make_person(is_demo=True)))
    assert "CONTOH –" not in text_of(issued())


def test_person_of_another_regency_has_it_named(db):
    from reference.models import Regency

    regency = Regency.objects.get_or_create(code="64.03", defaults={"name": "Kabupaten Berau"})[0]
    text = text_of(issued(make_person(full_name="Siti Contoh", regency=regency)))
    assert "Kabupaten Berau" in text
