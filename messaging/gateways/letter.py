"""What a gateway gets and what it must offer. Gateways never see a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """One message, ready to go. `reference` is the message's key: the same at every try."""

    reference: str
    to: str
    template: str
    text: str
    values: Mapping[str, str]
    code: str | None = None


class Gateway(Protocol):
    """A provider of messages."""

    def send(self, letter: Letter) -> str:
        """Hand `letter` over and return the provider's id (may be empty).

        Raises GatewayRefused (never), GatewayDown (not taken, later perhaps) or GatewaySilent (nobody knows).
        """
        ...
