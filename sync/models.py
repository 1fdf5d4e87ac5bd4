"""What phones sent: each event once with what became of it, the phones, and photos that wait for their event.

What an event asked for isn't kept here: the records that came of it are. A person's rows go away with the person.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sync.states import EventState


class Device(models.Model):
    """A browser of one person, known by an id it made itself. Two people on one phone are two rows."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="peserta", on_delete=models.CASCADE, related_name="+"
    )
    key = models.UUIDField("tanda HP")
    public_key = models.CharField(
        "kunci publik", max_length=88, blank=True, help_text="Titik P-256 (base64) yang menandatangani berkas hasil."
    )
    first_seen_at = models.DateTimeField("pertama mengirim")
    last_seen_at = models.DateTimeField("terakhir mengirim")

    class Meta:
        verbose_name = "HP"
        verbose_name_plural = "HP"
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="sync_device_once")]

    def __str__(self) -> str:
        return str(self.key)


class PhoneEvent(models.Model):
    """One event and what became of it; the client's id makes sure that it happens once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="peserta", on_delete=models.CASCADE, related_name="+"
    )
    device = models.ForeignKey(Device, verbose_name="HP", on_delete=models.CASCADE, related_name="+")
    client_id = models.UUIDField("tanda kiriman")
    kind = models.CharField("jenis", max_length=32)
    made_at = models.DateTimeField("dibuat menurut HP")
    received_at = models.DateTimeField("diterima")
    state = models.CharField("keadaan", max_length=8, choices=EventState.choices, default=EventState.ACCEPTED)
    message = models.TextField("pesan", blank=True)
    next_path = models.TextField("langkah berikutnya", blank=True)

    class Meta:
        verbose_name = "kiriman HP"
        verbose_name_plural = "kiriman HP"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "client_id"], name="sync_event_once"),
            models.CheckConstraint(
                condition=Q(state=EventState.ACCEPTED) | ~Q(message=""), name="sync_event_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.client_id}"


class PhoneFile(models.Model):
    """A photo as it came from the phone, private and hostile; it goes with its event or after some weeks."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="peserta", on_delete=models.CASCADE, related_name="+"
    )
    sha256 = models.CharField("sidik berkas", max_length=64)
    file = models.CharField("berkas", max_length=120, help_text="Nama di penyimpanan privat.")
    size_bytes = models.PositiveIntegerField("ukuran")
    received_at = models.DateTimeField("diterima", db_index=True)

    class Meta:
        verbose_name = "foto dari HP"
        verbose_name_plural = "foto dari HP"
        constraints = [models.UniqueConstraint(fields=["person", "sha256"], name="sync_file_once")]

    def __str__(self) -> str:
        return self.sha256[:12]
