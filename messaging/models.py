"""The outbox: one row per message, and the row is the truth. The broker only rings."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.phones import display_phone
from messaging.templating import title_of


class MessageState(models.TextChoices):
    """`sent`: the provider has it. `delivered`: the phone has it, as far as the channel can tell."""

    QUEUED = "queued", "menunggu"
    SENDING = "sending", "sedang dikirim"
    SENT = "sent", "terkirim"
    DELIVERED = "delivered", "sampai"
    FAILED = "failed", "gagal"


class Channel(models.TextChoices):
    """The way a message takes; empty while no way has been set up."""

    NONE = "", "belum ada"
    WHATSAPP = "whatsapp", "WhatsApp"
    SMS = "sms", "SMS"
    DEMO = "demo", "contoh"


class Reason(models.TextChoices):
    """Why a message failed, or why it left WhatsApp; `detail` holds the provider's own code."""

    NONE = "", "tidak ada"
    REFUSED = "refused", "Ditolak layanan pesan. Periksa nomornya."
    GAVE_UP = "gave_up", "Layanan pesan tidak menjawab setelah beberapa kali dicoba. Coba kirim ulang."
    NO_REPORT = "no_report", "Tidak ada laporan sampai dari WhatsApp, jadi dikirim lewat SMS."
    NO_GATEWAY = "no_gateway", "Layanan WhatsApp dan SMS belum disetel. Hubungi administrator."
    EXPIRED = "expired", "Kode kedaluwarsa sebelum terkirim. Peserta dapat meminta kode baru."
    RECIPIENT_GONE = "recipient_gone", "Nomor ini tidak lagi dipakai akun yang aktif."


class OutboxMessage(models.Model):
    """One message to one number, sent once. `key` says which message it is: the same key never makes a second row.

    A code (`is_secret`) is kept only until it has left or expired, then `text` and `values` are blanked.
    """

    key = models.CharField("kunci", max_length=120, unique=True)
    template = models.CharField("jenis pesan", max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="penerima",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    to = models.CharField("nomor", max_length=16)
    values = models.JSONField(default=dict)
    text = models.TextField("isi", blank=True)
    is_secret = models.BooleanField("kode masuk", default=False)
    channel = models.CharField("jalur", max_length=10, choices=Channel.choices, blank=True)
    state = models.CharField("keadaan", max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    reason = models.CharField("sebab", max_length=20, choices=Reason.choices, blank=True)
    detail = models.CharField("kode layanan", max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    provider_id = models.CharField(max_length=200, blank=True, db_index=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    first_try_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    report_due_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField("dikirim", null=True)
    delivered_at = models.DateTimeField("sampai pada", null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "pesan keluar"
        verbose_name_plural = "pesan keluar"
        indexes = [models.Index(fields=["state", "next_try_at"], name="messaging_due")]
        constraints = [
            models.CheckConstraint(condition=Q(to__startswith="+"), name="messaging_to_is_e164"),
            models.CheckConstraint(
                condition=Q(is_secret=False) | Q(text="") | ~Q(state__in=[MessageState.DELIVERED, MessageState.FAILED]),
                name="messaging_no_code_kept",
            ),
            models.CheckConstraint(
                condition=Q(is_secret=False) | Q(expires_at__isnull=False), name="messaging_code_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.masked_to}"

    @property
    def masked_to(self) -> str:
        """The number with its middle hidden, for lists: `0899-••••-0001`."""
        shown = display_phone(self.to)
        return f"{shown[:4]}-••••-{shown[-4:]}"

    @property
    def recipient(self) -> str:
        """Who gets it, for lists."""
        return str(self.person) if self.person else "Nomor yang sedang didaftarkan"

    @property
    def phone_now(self) -> str:
        """The present number of whom it is for, or nothing when there is nobody to write to."""
        person = self.person
        return (person.phone or "") if person and person.is_active else ""

    @property
    def title(self) -> str:
        """What kind of message it is, in words."""
        return title_of(self.template)

    @property
    def shown_text(self) -> str:
        """The text for the office's eyes: never a code."""
        return "Kode masuk tidak ditampilkan." if self.is_secret else self.text
