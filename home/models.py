"""What the office writes on the help page; empty until it does."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from core.errors import UserFault
from core.phones import normalise_phone


def check_office_phone(raw: str) -> None:
    """Refuse a number that nobody could reach on WhatsApp."""
    try:
        normalise_phone(raw)
    except UserFault as fault:
        raise ValidationError(fault.message) from fault


@register_setting(icon="help")
class HelpSettings(BaseGenericSetting):
    """How the office can be reached: one WhatsApp number and its hours."""

    whatsapp = models.CharField("nomor WhatsApp kantor", max_length=20, blank=True, validators=[check_office_phone])
    hours = models.CharField(
        "jam layanan", max_length=120, blank=True, help_text="Contoh: Senin s.d. Kamis, 08.00–15.00 WITA"
    )

    class Meta:
        verbose_name = "halaman bantuan"

    @property
    def whatsapp_link(self) -> str:
        """The address that opens a WhatsApp chat with the office, or an empty string."""
        return f"https://wa.me/{normalise_phone(self.whatsapp)[1:]}" if self.whatsapp else ""
