"""WhatsApp Cloud API: sends approved templates only; WhatsApp allows nothing else to people who did not write first."""

from typing import Any

from django.conf import settings

from messaging.errors import GatewayDown, GatewayRefused, GatewaySilent
from messaging.gateways.letter import Letter
from messaging.gateways.posting import post_json

# Codes of Meta that mean "later": rate limits, overload, maintenance. They may come with status 400.
LATER = frozenset({"1", "2", "4", "80007", "130429", "131000", "131016", "131048", "131056", "131057", "133004"})


class WhatsAppGateway:
    """POSTs to `WHATSAPP_URL`, e.g. https://graph.facebook.com/v23.0/<phone number id>/messages."""

    def send(self, letter: Letter) -> str:
        """Send one template message and return its `wamid`."""
        try:
            answer = post_json(settings.WHATSAPP_URL, payload_of(letter), token=settings.WHATSAPP_TOKEN)
        except GatewayRefused as error:
            if error.detail in LATER:
                raise GatewayDown(error.detail) from None
            raise
        try:
            return str(answer["messages"][0]["id"])
        except (KeyError, IndexError, TypeError):
            raise GatewaySilent("no_id") from None


def payload_of(letter: Letter) -> dict[str, Any]:
    """Return the body of the request. `biz_opaque_callback_data` comes back in every report about this message."""
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": letter.to.removeprefix("+"),
        "type": "template",
        "biz_opaque_callback_data": letter.reference,
        "template": {
            "name": settings.WHATSAPP_TEMPLATES.get(letter.template, letter.template),
            "language": {"code": settings.WHATSAPP_LANGUAGE},
            "components": _code_components(letter.code) if letter.code else _text_components(letter),
        },
    }


def _text_components(letter: Letter) -> list[dict[str, Any]]:
    """Parameters by name, as our templates are made with `parameter_format: NAMED`."""
    named = [{"type": "text", "parameter_name": name, "text": text} for name, text in letter.values.items()]
    return [{"type": "body", "parameters": named}] if named else []


def _code_components(code: str) -> list[dict[str, Any]]:
    """An authentication template has Meta's own fixed text: the code goes into the body and the copy button."""
    parameter = [{"type": "text", "text": code}]
    return [
        {"type": "body", "parameters": parameter},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": parameter},
    ]
