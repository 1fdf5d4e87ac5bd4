"""What may go wrong on a message's way. Gateways raise the first three, callers of `send_message` meet the others."""

from core.errors import OwnFault


class GatewayFault(OwnFault):
    """Base of what a gateway may raise. `detail` is the provider's code (`131026`, `http_500`), never its words."""

    code = "gateway_fault"
    sentence = "Pesan belum dapat dikirim. Kami mencoba lagi."

    def __init__(self, detail: str) -> None:
        self.detail = detail[:40]
        super().__init__()


class GatewayRefused(GatewayFault):
    """The provider will never take this message: an unknown number, a wrong template, a withdrawn token."""

    code = "gateway_refused"
    sentence = "Layanan pesan menolak mengirim ke nomor ini."
    permanent = True


class GatewayDown(GatewayFault):
    """The provider surely did not take the message; the same channel may work later."""

    code = "gateway_down"


class GatewaySilent(GatewayFault):
    """The request went out and no answer came: the message may or may not be on its way."""

    code = "gateway_silent"


class TemplateUnknown(OwnFault):
    """Nobody has registered this template."""

    code = "template_unknown"
    sentence = "Teks pesan {name} belum ada."
    permanent = True


class TemplateTaken(OwnFault):
    """Two rooms register the same name with different texts."""

    code = "template_taken"
    sentence = "Teks pesan {name} sudah ada dengan isi lain."
    permanent = True


class PlaceholderMissing(OwnFault):
    """The caller gave no value for a placeholder of the template."""

    code = "placeholder_missing"
    sentence = "Isian {names} pada teks pesan {name} belum diberi nilai."
    permanent = True
