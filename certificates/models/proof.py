"""With which keys a certificate was made, and what can't be made again without them."""

from django.db import models


class SigningIdentity(models.Model):
    """A certificate with which PDFs were signed: what the check page trusts. Never a key.

    `chain` is PEM, the signer's own first. Rows stay when a key is replaced: old signatures are checked against them.
    """

    fingerprint = models.CharField("SHA-256 sertifikat", max_length=64, unique=True)
    chain = models.TextField("sertifikat penanda tangan")
    subject = models.CharField("pemilik", max_length=300)
    is_state = models.BooleanField("sertifikat elektronik negara", default=False)
    first_used_at = models.DateTimeField("pertama dipakai")

    class Meta:
        verbose_name = "sertifikat penanda tangan"
        verbose_name_plural = "sertifikat penanda tangan"

    def __str__(self) -> str:
        return self.subject


class IssuerKey(models.Model):
    """A public Ed25519 key with which credentials were signed (did:web lists them all, the retired ones too).

    `revoked_at`: the key fell into other hands; it is taken out of the list, and nothing that it signed verifies.
    """

    name = models.CharField("nama kunci", max_length=16, unique=True)
    public = models.BinaryField("kunci publik")
    first_used_at = models.DateTimeField("pertama dipakai")
    revoked_at = models.DateTimeField("tidak dipercaya lagi sejak", null=True)

    class Meta:
        verbose_name = "kunci kredensial"
        verbose_name_plural = "kunci kredensial"
        ordering = ["first_used_at", "pk"]

    def __str__(self) -> str:
        return self.name


class Proof(models.Model):
    """What belongs to one issued certificate beside its file.

    `revision` is what signing appended to the rendered sheet (zlib): with it the file is made again byte for byte,
    with any key or without one. `integrity` and `jwt` are the two forms of the credential, as they were signed.
    """

    certificate = models.OneToOneField("certificates.Certificate", on_delete=models.CASCADE, related_name="proof")
    identity = models.ForeignKey(SigningIdentity, on_delete=models.RESTRICT, related_name="+")
    revision = models.BinaryField()
    key = models.ForeignKey(IssuerKey, on_delete=models.RESTRICT, related_name="+")
    integrity = models.TextField()
    jwt = models.TextField()

    class Meta:
        verbose_name = "bukti sertifikat"
        verbose_name_plural = "bukti sertifikat"

    def __str__(self) -> str:
        return f"Bukti {self.certificate_id}"


class StatusList(models.Model):
    """A signed list of bits, one a certificate: set where it no longer holds (Bitstring Status List 1.0).

    `body` is the credential as it is served; `marks` the SHA-256 over the bits, to see whether it is out of date.
    """

    series = models.CharField("buku nomor", max_length=12)
    year = models.PositiveSmallIntegerField("tahun")
    position = models.PositiveSmallIntegerField("daftar ke-")
    body = models.TextField()
    marks = models.CharField(max_length=64)
    made_at = models.DateTimeField("dibuat")

    class Meta:
        verbose_name = "daftar status"
        verbose_name_plural = "daftar status"
        constraints = [models.UniqueConstraint(fields=["series", "year", "position"], name="certificates_list_once")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.position}"
