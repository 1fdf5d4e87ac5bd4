"""The check page and the download, for strangers, holders and the office."""

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import reverse

from certificates import limiting
from certificates.codes import ALPHABET, make_code, make_token, read_code
from certificates.models import Certificate, CertificateState, Kind, RevocationReason
from certificates.revoking import revoke_certificate
from core import first_style
from core.clock import now
from tests.certificates.conftest import approve_rows, issued, pass_course
from tests.factories.courses_records import make_person


@pytest.fixture(autouse=True)
def empty_cache():
    """Begin every test with unused limits."""
    cache.clear()


def status(client, address):
    """Return the answer's status; a file is read to its end, which closes it."""
    answer = client.get(address)
    b"".join(answer)
    return answer.status_code


def page(client, address):
    """Return the answer and its text."""
    answer = client.get(address)
    return answer, answer.content.decode()


def test_codes_are_random_and_typeable():
    codes = {make_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(set(code.removeprefix("KTM")) <= set(ALPHABET) | {"-"} for code in codes)
    assert not set("0O1I") & set(ALPHABET)
    assert len(ALPHABET) ** 10 == 2**50
    assert len(make_token()) == 26 and len(ALPHABET) ** 26 >= 2**128


@pytest.mark.parametrize(
    "typed",
    [
        "KTM-7Q4MX-9TPH3",
        "ktm-7q4mx-9tph3",
        " ktm 7q4mx 9tph3 ",
        "KTM7Q4MX9TPH3",
        "7q4mx 9tph3",
        "KTM–7Q4MX–9TPH3",
        "HTTPS://CONTOH.ID/PERIKSA/KTM-7Q4MX-9TPH3/",
        "https://contoh.id/periksa/ktm-7q4mx-9tph3",
    ],
)
def test_code_is_understood_however_it_is_typed(typed):
    assert read_code(typed) == "KTM-7Q4MX-9TPH3"


def test_code_of_a_certificate_issued_before_is_still_understood():
    assert read_code("ktm 7q4m x9tp h3rw") == read_code("7Q4MX9TPH3RW") == "KTM-7Q4M-X9TP-H3RW"


def test_token_is_understood_in_small_letters_and_with_hyphens():
    token = make_token()
    assert read_code(f"https://contoh.id/periksa/{token[:5]}-{token[5:].lower()}/") == token


@pytest.mark.parametrize("typed", ["", "KTM", "KTM-7Q4M-X9TP", "KTM-0Q4MX-9TPH3", "500.9/0001/UNIT/2026", "x" * 200])
def test_what_is_no_code_is_not_one(typed):
    assert read_code(typed) is None


def test_body_of_a_code_may_begin_like_the_prefix():
    assert read_code("KTM4X-9TPH3") == "KTM-KTM4X-9TPH3"
    assert read_code("KTM-KTM4X-9TPH3") == "KTM-KTM4X-9TPH3"


def test_form_leads_to_the_certificates_page(client, certificate):
    answer, text = page(client, "/periksa/")
    assert answer.status_code == 200
    assert "Periksa sertifikat" in text
    answer = client.get("/periksa/", {"kode": certificate.code.lower().replace("-", " ")})
    assert answer.status_code == 302
    assert answer.url == f"/periksa/{certificate.code}/"


def test_form_keeps_what_was_typed_and_says_what_is_wrong(client, db):
    answer = client.get("/periksa/", {"kode": "KTM-7Q4M"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "KTM-7Q4M" in text
    assert "Kode belum lengkap atau salah ketik" in text


def test_stranger_sees_the_state_first_then_the_facts(client, certificate):
    answer, text = page(client, f"/periksa/{certificate.code}/")
    assert answer.status_code == 200
    words = [
        "✓ Sah",
        "Siti Contoh",
        "Bimbingan Teknis Kemasan Produk IKM",
        "Keripik Contoh",
        "Desa Bukit Makmur, Kecamatan Kaliorang",
        certificate.number_text,
        "8 Jam Pelajaran",
        "Sangatta",
        "Dinas Perindustrian dan Perdagangan, Pemerintah Kabupaten Kutai Timur",
        "Kepala Dinas",
        certificate.code,
    ]
    text = text[text.index("<main") :].replace("/<wbr>", "/")
    places = [text.find(word) for word in words]
    assert all(place > 0 for place in places)
    assert text.find("✓ Sah") == min(places)


def test_stranger_reads_how_it_was_held_and_that_a_letter_is_no_pass(client, certificate):
    Certificate.objects.update(way="tatap muka di Sangatta", kind=Kind.PARTICIPATION)
    _, text = page(client, f"/periksa/{certificate.code}/")
    assert "secara tatap muka di Sangatta" in text and "secara daring" not in text
    assert "telah mengikuti" in text and "lulus" not in text
    assert "Surat Keterangan Mengikuti" in text


def test_stranger_never_sees_marks_phone_or_attendance(client, certificate):
    Certificate.objects.update(final_score=93, pretest_score=41, attendance_percent=96, predicate="Sangat Memuaskan")
    client.cookies[first_style.COOKIE] = first_style.MARK  # figures in the stylesheet are no secrets
    _, text = page(client, f"/periksa/{certificate.code}/")
    for secret in ("Nilai", "93", "41", "96%", "Memuaskan", certificate.person.phone, certificate.person.phone[3:]):
        assert secret not in text.replace(certificate.code, "").replace(certificate.number_text, "")
    assert "Unduh" not in text


def test_check_page_needs_no_script_and_is_not_listed(client, certificate):
    answer, text = page(client, f"/periksa/{certificate.code}/")
    assert "<script" not in text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert 'name="robots" content="noindex' in text
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", ""), lambda code: code.removeprefix("KTM-")]
)
def test_address_is_forgiving(client, certificate, change):
    assert client.get(f"/periksa/{change(certificate.code)}/").status_code == 200


def test_unknown_code_says_what_to_do(client, db):
    answer, text = page(client, "/periksa/KTM-22222-22222/")
    assert answer.status_code == 404
    assert "Tidak dikenal" in text
    assert "KTM-22222-22222" in text
    assert "/bantuan/" in text


@pytest.mark.parametrize("code", ["<script>alert(1)</script>", "x" * 300, "%00", "..%2f..%2fetc", "500.9"])
def test_nonsense_is_unknown_and_harmless(client, db, code):
    answer = client.get("/periksa/" + code + "/")
    assert answer.status_code == 404
    assert b"<script>alert" not in answer.content


def test_certificate_that_is_not_issued_is_unknown(client, siti):
    from certificates.awarding import award

    certificate = award(pass_course(siti).pk)
    assert client.get(f"/periksa/{certificate.code}/").status_code == 404


def test_revoked_certificate_says_so_first(client, cast, certificate):
    revoke_certificate(certificate, by=cast.petugas, reason=RevocationReason.MISUSE, note="Rahasia dinas")
    answer, text = page(client, f"/periksa/{certificate.code}/")
    assert answer.status_code == 200
    assert "✗ Dicabut" in text
    assert "Sertifikat disalahgunakan" in text
    assert "Rahasia dinas" not in text
    assert "✓" not in text
    assert "telah lulus" not in text


def test_replaced_certificate_says_so(client, certificate):
    Certificate.objects.update(state=CertificateState.SUPERSEDED)
    _, text = page(client, f"/periksa/{certificate.code}/")
    assert "Diganti" in text
    assert "Sah<" not in text


def test_demo_certificate_is_marked(client, db):
    certificate = issued(make_person(is_demo=True))
    text = page(client, f"/periksa/{certificate.code}/")[1]
    assert "Data contoh" in text and "Ini sertifikat contoh, bukan dokumen resmi." in text
    assert "berlaku" not in text
    assert 'class="card warn"' in text


def test_misses_are_limited_per_address(client, certificate):
    for _ in range(limiting.MISSES.count):
        assert client.get(f"/periksa/{make_code()}/").status_code == 404
    answer, text = page(client, f"/periksa/{make_code()}/")
    assert answer.status_code == 429
    assert "Terlalu banyak pemeriksaan" in text
    assert client.get(f"/periksa/{make_code()}/", REMOTE_ADDR="203.0.113.9").status_code == 404


def test_a_neighbours_misses_never_hide_a_genuine_certificate(client, certificate):
    for _ in range(limiting.MISSES.count + 1):
        client.get(f"/periksa/{make_code()}/")
    assert client.get(f"/periksa/{certificate.code}/").status_code == 200


def test_checks_are_limited_per_address(client, certificate):
    statuses = [client.get(f"/periksa/{certificate.code}/").status_code for _ in range(limiting.CHECKS.count * 2 + 1)]
    assert statuses[: limiting.CHECKS.count] == [200] * limiting.CHECKS.count
    assert 429 in statuses


def test_checking_works_while_the_cache_is_down(client, certificate, settings, caplog):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert client.get(f"/periksa/{certificate.code}/").status_code == 200
    assert "the cache does not answer" in caplog.text


def test_check_page_asks_few_questions_of_the_database(client, certificate, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get(f"/periksa/{certificate.code}/")


DOWNLOADS = {"ratna": 200, "hasan": 403, "dewi": 403, "petugas": 200, "kepala": 200, "admin": 200, "stranger": 302}


@pytest.mark.parametrize(("name", "expected"), DOWNLOADS.items())
def test_only_the_holder_and_the_office_download(client, cast, name, expected):
    certificate = issued(cast.ratna)
    if name != "stranger":
        client.force_login(getattr(cast, name))
    assert status(client, certificate.download_url) == expected


def test_outside_demo_mode_the_office_downloads_with_its_second_factor_only(client, cast, certificate, settings):
    settings.DEMO = False
    client.force_login(cast.petugas)
    assert client.get(certificate.download_url).status_code == 403
    assert "Unduh sertifikat" not in client.get(certificate.check_url).content.decode()
    factor = Authenticator.objects.create(user=cast.petugas, type=Authenticator.Type.TOTP, data={})
    assert client.get(certificate.download_url).status_code == 403
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, cast.petugas, "mfa", id=factor.pk, type=factor.type)
    request.session.save()
    assert status(client, certificate.download_url) == 200


def test_holder_downloads_without_a_second_factor(client, certificate, settings):
    settings.DEMO = False
    client.force_login(certificate.person)
    assert status(client, certificate.download_url) == 200


def test_download_is_the_file_as_issued_under_a_readable_name(client, certificate):
    client.force_login(certificate.person)
    answer = client.get(certificate.download_url)
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"%PDF")
    assert len(content) == certificate.size_bytes
    assert answer.headers["Content-Type"] == "application/pdf"
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="sertifikat-kemasan-produk-ikm-siti-contoh.pdf"'
    )
    assert "no-store" in answer.headers["Cache-Control"]


def test_holder_cannot_download_what_was_revoked(client, cast, certificate):
    revoke_certificate(certificate, by=cast.petugas, reason=RevocationReason.WRONG_DATA)
    client.force_login(certificate.person)
    assert status(client, certificate.download_url) == 403
    client.force_login(cast.petugas)
    assert status(client, certificate.download_url) == 200


def test_file_has_no_address_of_its_own(client, cast, certificate):
    client.force_login(cast.petugas)
    for address in (
        f"/{certificate.file.name}",
        f"/berkas/{certificate.file.name}",
        f"/static/{certificate.file.name}",
    ):
        assert client.get(address).status_code == 404


def test_course_panel_tells_each_state(client, siti):
    from django.template.loader import render_to_string

    from certificates.awarding import award
    from certificates.issuing import issue_row
    from certificates.panels import certificate_panel

    enrolment = pass_course(siti)
    assert certificate_panel(siti, enrolment.pk) is None
    certificate = award(enrolment.pk)

    def shown():
        panel = certificate_panel(siti, enrolment.pk)
        return render_to_string(panel.template, {"panel": panel.values})

    assert "menunggu persetujuan" in shown()
    assert reverse("certificate_name", args=[certificate.pk]) in shown()
    approve_rows(certificate)
    assert "Sertifikat sedang dibuat" in shown()
    issue_row(certificate.pk)
    assert reverse("certificate_pdf", args=[certificate.code]) in shown()
    assert "KB" in shown()
    Certificate.objects.update(
        state=CertificateState.REVOKED, revoked_at=now(), revocation_reason=RevocationReason.WRONG_DATA
    )
    assert "tidak berlaku lagi" in shown()
    assert certificate_panel(make_person(), enrolment.pk) is None


def test_own_data_hold_the_persons_certificates(certificate):
    from accounts.extensions import own_data_parts

    rows = own_data_parts()["Sertifikat"](certificate.person)
    assert [row["nomor"] for row in rows] == [certificate.number_text]
    assert rows[0]["nilai akhir"] == 87
