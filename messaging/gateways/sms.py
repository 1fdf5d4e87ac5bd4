"""A generic HTTP SMS service: JSON in, JSON out. Any provider is one small adapter in front of this form."""

from django.conf import settings

from messaging.gateways.letter import Letter
from messaging.gateways.posting import post_json


class SmsGateway:
    """POSTs `{to, text, reference}` to `SMS_URL` with a bearer token; `{id}` comes back.

    The service must take one `reference` once: the same one is sent again when an answer was lost.
    """

    def send(self, letter: Letter) -> str:
        """Send one text message and return the service's id, or nothing if it gives none."""
        answer = post_json(
            settings.SMS_URL,
            {"to": letter.to, "text": letter.text, "reference": letter.reference},
            token=settings.SMS_TOKEN,
            headers={"Idempotency-Key": letter.reference},
        )
        return str(answer.get("id", "")) if isinstance(answer, dict) else ""
