from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Registers the room `certificates`; what it hears and offers is wired in `ready()`."""

    name = "certificates"
