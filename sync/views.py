"""The addresses a phone sends to: its queue and the photos ahead of it."""

from django.http import HttpRequest, JsonResponse

from accounts.public import account_tag
from sync import keeping
from sync.device_keys import register_key
from sync.door import phone_door, read_body
from sync.errors import FileWrong, OtherAccount
from sync.extensions import progress_of
from sync.permissions import is_account
from sync.reading import SHA256, read_batch, read_json, uuid_in
from sync.receiving import Received, device_of, receive

MAX_BATCH_BYTES = 200_000
MAX_KEY_BYTES = 2_000


@phone_door("GET", "POST", limit="sync")
def queue(request: HttpRequest) -> JsonResponse:
    """Take a batch of events and tell what became of each; with or without one, tell the person's progress."""
    if request.method == "GET":
        return _answer(request, Received([]))
    batch = read_batch(read_body(request, most=MAX_BATCH_BYTES))
    if not is_account(request.user, batch.account):
        raise OtherAccount
    return _answer(request, receive(request.user, device_of(request.user, batch.device), batch.events))


@phone_door("POST", limit="sync_key")
def device_key(request: HttpRequest) -> JsonResponse:
    """Note the key that this browser signs result files with, for when they come by another way."""
    told = read_json(read_body(request, most=MAX_KEY_BYTES))
    if not is_account(request.user, told.get("account")):
        raise OtherAccount
    register_key(request.user, uuid_in(told, "device"), told.get("key"))
    return JsonResponse({"account": account_tag(request.user)})


@phone_door("PUT", limit="sync_file")
def photo(request: HttpRequest, sha256: str) -> JsonResponse:
    """Keep a photo until the event that names it; sent twice, it is kept once."""
    if not SHA256.fullmatch(sha256):
        raise FileWrong
    row = keeping.keep_file(request.user, sha256, read_body(request, most=keeping.MAX_BYTES))
    return JsonResponse({"sha256": row.sha256, "size": row.size_bytes})


def _answer(request: HttpRequest, received: Received) -> JsonResponse:
    """Say how far we came. Where we failed, the answers so far are told with the failure."""
    told: dict[str, object] = {
        "account": account_tag(request.user),
        "results": [result.as_json() for result in received.results],
    }
    if not received.is_whole:
        return JsonResponse({"code": "fault", **told}, status=500)
    return JsonResponse({**told, "progress": progress_of(request.user)})
