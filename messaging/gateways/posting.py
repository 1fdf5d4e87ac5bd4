"""One HTTP request to a provider, with every ending turned into one of three errors."""

from collections.abc import Mapping
from typing import Any

import requests
from django.conf import settings
from requests.exceptions import ConnectionError, ConnectTimeout, RequestException
from urllib3.exceptions import NameResolutionError, NewConnectionError

from messaging.errors import GatewayDown, GatewayRefused, GatewaySilent

LATER = frozenset({408, 425, 429})


def post_json(url: str, payload: Mapping[str, Any], *, token: str, headers: Mapping[str, str] | None = None) -> Any:
    """POST `payload` with a bearer token and return the decoded answer of a 2xx response.

    `raise ... from None` everywhere: a chained requests error would carry the number and the code into a log.
    """
    try:
        response = requests.post(
            url,
            json=payload,
            headers={"Authorization": f"Bearer {token}", **(headers or {})},
            timeout=settings.MESSAGE_TIMEOUT_SECONDS,
            allow_redirects=False,
        )
    except ConnectTimeout:
        raise GatewayDown("unreachable") from None
    except ConnectionError as error:
        if _never_connected(error):
            raise GatewayDown("unreachable") from None
        raise GatewaySilent("cut_off") from None
    except RequestException:
        raise GatewaySilent("timeout") from None
    return _answer(response)


def _never_connected(error: ConnectionError) -> bool:
    """Say whether no byte of the request left: only then a second try can't double the message."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(cause, NewConnectionError | NameResolutionError)


def _answer(response: requests.Response) -> Any:
    """Return the JSON of a 2xx response or raise what its status means."""
    status = response.status_code
    try:
        body = response.json()
    except ValueError:
        body = {}
    if 200 <= status < 300:
        return body
    detail = _provider_code(body) or f"http_{status}"
    if status >= 500 or status in LATER:
        raise GatewayDown(detail)
    raise GatewayRefused(detail)


def _provider_code(body: Any) -> str:
    """Return the provider's error code (`{"error": {"code": 131026}}`), or nothing."""
    error = body.get("error") if isinstance(body, dict) else None
    return str(error.get("code", "")) if isinstance(error, dict) else ""
