"""What the office decides about its certificates; everything here can be edited in `/studio/`.

A value marked as uncertain in the office's conventions (classification code, unit, statement) is only a default here.
"""

import re

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from certificates.errors import LogoUnusable
from certificates.logos import as_printed
from certificates.number_pattern import check_pattern
from certificates.predicates import read_scale

NUMBER_PATTERN = "{klas}/{urut:04d}/{unit}/{tahun}"
PARTICIPATION_PATTERN = "{klas}/SKM-{urut:04d}/{unit}/{tahun}"
PREDICATES = "90 Sangat Memuaskan\n80 Memuaskan\n70 Baik"
STATEMENT = (
    "Sertifikat ini diterbitkan secara elektronik. Keaslian dan isinya dapat diperiksa dengan memindai kode QR "
    "atau mengetik kode di bawah ini pada laman"
)
STATE_SIGNATURE = re.compile(r"bsre|bssn|sertifikat elektronik|tanda ?tangan(i)? (secara )?elektronik", re.IGNORECASE)


def check_scale(raw: str) -> None:
    """Refuse a scale that can't be read."""
    if not read_scale(raw):
        raise ValidationError("Tulis satu predikat per baris, nilai dahulu. Contoh: 90 Sangat Memuaskan")


def check_nip(raw: str) -> None:
    """Refuse a NIP that hasn't 18 digits."""
    if len(raw.replace(" ", "")) != 18 or not raw.replace(" ", "").isdigit():
        raise ValidationError("NIP terdiri dari 18 angka.")


@register_setting(icon="doc-full")
class CertificateSettings(BaseGenericSetting):
    """The office's words on a certificate. Changes hold for certificates numbered from then on."""

    number_pattern = models.CharField(
        "pola nomor",
        max_length=80,
        default=NUMBER_PATTERN,
        validators=[check_pattern],
        help_text="Isian: {klas}, {urut}, {unit}, {romawi} (bulan), {tahun}. {urut:04d} berarti empat angka.",
    )
    participation_pattern = models.CharField(
        "pola nomor Surat Keterangan Mengikuti",
        max_length=80,
        default=PARTICIPATION_PATTERN,
        db_default=PARTICIPATION_PATTERN,
        validators=[check_pattern],
        help_text="Harus berbeda dari pola nomor sertifikat.",
    )
    classification = models.CharField("kode klasifikasi (klas)", max_length=20, default="500.9")
    unit = models.CharField("kode unit", max_length=30, default="DISPERINDAG-IKM")
    government = models.CharField("pemerintah daerah", max_length=100, default="Pemerintah Kabupaten Kutai Timur")
    office = models.CharField("nama dinas", max_length=120, default="Dinas Perindustrian dan Perdagangan")
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name="lambang",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="PNG tanpa latar paling baik. Bila kosong, yang dicetak hiasan program ini.",
    )
    city = models.CharField("tempat terbit", max_length=60, default="Sangatta")
    course_prefix = models.CharField(
        "awalan judul kursus",
        max_length=60,
        blank=True,
        default="Bimbingan Teknis",
        help_text="Dicetak di depan judul kursus.",
    )
    statement = models.TextField("keterangan di samping kode QR", max_length=300, default=STATEMENT)
    predicates = models.TextField(
        "predikat",
        default=PREDICATES,
        validators=[check_scale],
        help_text="Satu per baris: nilai terendah, lalu sebutannya.",
    )
    signer_title = models.CharField(
        "jabatan penanda tangan",
        max_length=160,
        default="Kepala Dinas Perindustrian dan Perdagangan Kabupaten Kutai Timur,",
        help_text="Tanpa a.n., Plt., atau Plh.: itu dipilih saat menyetujui.",
    )
    signer_name = models.CharField(
        "nama penanda tangan", max_length=120, blank=True, help_text="Bila kosong, hanya jabatan yang dicetak."
    )
    signer_rank = models.CharField("pangkat dan golongan", max_length=80, blank=True)
    signer_nip = models.CharField("NIP", max_length=22, blank=True, validators=[check_nip])

    is_confirmed = models.BooleanField(
        "nilai di halaman ini sudah disetujui dinas",
        default=False,
        help_text="Selama belum dicentang, sertifikat menunggu: nomor yang sudah terbit tidak dapat diubah lagi.",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("number_pattern"),
                FieldPanel("participation_pattern"),
                FieldPanel("classification"),
                FieldPanel("unit"),
            ],
            "Nomor",
        ),
        MultiFieldPanel(
            [FieldPanel("logo"), FieldPanel("government"), FieldPanel("office"), FieldPanel("city")], "Kop"
        ),
        MultiFieldPanel([FieldPanel("course_prefix"), FieldPanel("statement"), FieldPanel("predicates")], "Isi"),
        MultiFieldPanel(
            [
                FieldPanel("signer_title"),
                FieldPanel("signer_name"),
                FieldPanel("signer_rank"),
                FieldPanel("signer_nip"),
            ],
            "Penanda tangan",
        ),
        HelpPanel(template="certificates/studio/preview_panel.html", heading="Contoh"),
        FieldPanel("is_confirmed"),
    ]

    class Meta:
        verbose_name = "sertifikat"

    def clean(self) -> None:
        """Refuse two registers whose numbers would look alike, and claims about a signature that no file carries."""
        super().clean()
        if self.number_pattern == self.participation_pattern:
            raise ValidationError({"participation_pattern": "Pola ini sama dengan pola nomor sertifikat."})
        if STATE_SIGNATURE.search(self.statement):
            raise ValidationError({"statement": "Keterangan tentang BSrE dicetak sendiri bila tanda tangannya ada."})
        if self.logo:
            try:
                as_printed(self.logo)
            except LogoUnusable as fault:
                raise ValidationError({"logo": fault.message}) from fault
