"""Which way a message takes: demo alone in demo mode, else WhatsApp first and SMS behind it."""

from django.conf import settings

from messaging.gateways.demo import DemoGateway
from messaging.gateways.letter import Gateway
from messaging.gateways.sms import SmsGateway
from messaging.gateways.whatsapp import WhatsAppGateway
from messaging.models import Channel

GATEWAYS: dict[str, type[Gateway]] = {
    Channel.DEMO.value: DemoGateway,
    Channel.WHATSAPP.value: WhatsAppGateway,
    Channel.SMS.value: SmsGateway,
}


def first_channel() -> Channel:
    """Return the way a new message starts on; `Channel.NONE` if nothing is set up."""
    if settings.DEMO:
        return Channel.DEMO
    if settings.WHATSAPP_URL:
        return Channel.WHATSAPP
    return Channel.SMS if settings.SMS_URL else Channel.NONE


def channel_behind(channel: str) -> Channel:
    """Return the way that is left when `channel` fails; `Channel.NONE` if there is none."""
    return Channel.SMS if channel == Channel.WHATSAPP and settings.SMS_URL else Channel.NONE


def gateway_for(channel: str) -> Gateway:
    """Return the gateway of a channel."""
    return GATEWAYS[channel]()
