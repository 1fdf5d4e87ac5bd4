"""Result files: what a phone did without a signal, signed by it, brought by hand.

First line what it is, second line the signature, then one JSON object. It holds what a batch holds, and the photos.
Nothing is unpacked, and what is read is bounded, so a file can't be larger inside than outside.
"""

import base64
import binascii
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from wagtail.log_actions import log

from accounts.public import account_tag, has_consent
from sync.device_keys import is_signed_by
from sync.errors import (
    BatchUnreadable,
    EventUnreadable,
    ResultChanged,
    ResultForeign,
    ResultNeedsFactor,
    ResultOfOther,
    ResultOtherFormat,
    ResultTooLarge,
    ResultUnknownDevice,
    ResultUnreadable,
    ResultWithoutConsent,
)
from sync.keeping import keep_file
from sync.models import Device, PhoneEvent
from sync.permissions import can_bring_for, can_send, has_shown_enough_for
from sync.reading import is_storable, read_json, uuid_in
from sync.receiving import Received, Result, device_of, receive
from sync.states import EventState

KIND, VERSION = b"IKM-HASIL/", b"1"
MAX_BYTES = 10_000_000  # as the phone makes them: about 35 photos
MOST_EVENTS = 1000
MOST_PHOTO_BYTES = 200_000
# What makes JSON large in memory. Photos hold none; a thousand quizzes of twenty questions, 80,000.
MARKS, MOST_MARKS = (b"[", b"{", b","), 200_000
RESULT_ACTION = "sync.bring_result"


@dataclass(frozen=True)
class ResultFile:
    """A file that was read and whose signature holds."""

    device: Device
    events: list[Any]
    photos: dict[str, Any]


@dataclass(frozen=True)
class Line:
    """What became of one event, for the page."""

    label: str
    state: str
    message: str
    next_path: str
    is_known: bool


@dataclass(frozen=True)
class Brought:
    """What became of a file; `is_whole` unless we failed half-way, and the same file is to be handed in again."""

    person: Any
    lines: list[Line]
    is_whole: bool

    @property
    def is_refused(self) -> bool:
        """Whether nothing of it could be taken."""
        return bool(self.lines) and all(line.state == EventState.REFUSED for line in self.lines)


def bring_result(data: bytes, *, request: HttpRequest) -> Brought:
    """Do what the file's events ask for, as its phone would have done; each counts once, whoever brings it how often.

    Raises the UserFaults named `Result...`. An officer's act for somebody else is logged at the person.
    """
    found, by = read_result(data), request.user
    person = found.device.person
    if not can_bring_for(by, person):
        raise ResultOfOther
    if not has_shown_enough_for(request, person):
        raise ResultNeedsFactor
    if by.pk != person.pk and not has_consent(person):  # who comes themselves is asked before any page
        raise ResultWithoutConsent
    lines, is_whole = _done(found, person)
    if by.pk != person.pk:
        states = [line.state for line in lines]
        log(instance=person, action=RESULT_ACTION, user=by, data={state: states.count(state) for state in set(states)})
    return Brought(person, lines, is_whole)


def read_result(data: bytes) -> ResultFile:
    """Return what the file holds, once it is sure who made it. Raises the UserFaults named `Result...`."""
    signature, content = _parts(data)
    told = _told(content)
    if told.get("site") != settings.SITE_URL:
        raise ResultForeign(site=str(told.get("site"))[:100])
    device = _device(told)
    if not is_signed_by(device, KIND + VERSION + b"\n" + content, signature):
        raise ResultChanged
    events, photos = told.get("events"), told.get("photos")
    if not isinstance(events, list) or not isinstance(photos, dict):
        raise ResultUnreadable
    if len(events) > MOST_EVENTS:
        raise ResultTooLarge
    return ResultFile(device, events, photos)


def _parts(data: bytes) -> tuple[bytes, bytes]:
    """Return signature and content."""
    if len(data) > MAX_BYTES:
        raise ResultTooLarge
    kind, _, rest = data.partition(b"\n")
    if not kind.startswith(KIND):
        raise ResultUnreadable
    if kind != KIND + VERSION:
        raise ResultOtherFormat
    written, _, content = rest.partition(b"\n")
    try:
        return base64.b64decode(written, validate=True), content
    except binascii.Error as error:
        raise ResultUnreadable from error


def _told(content: bytes) -> dict[str, Any]:
    """Return the content; whose it is isn't known yet, so what it costs to read is bounded by its marks first."""
    if sum(map(content.count, MARKS)) > MOST_MARKS:
        raise ResultTooLarge
    try:
        told = read_json(content)
    except BatchUnreadable as error:
        raise ResultUnreadable from error
    if not is_storable({name: value for name, value in told.items() if name not in ("events", "photos")}):
        raise ResultUnreadable
    return told


def _device(told: dict[str, Any]) -> Device:
    """Return the phone under the account that the file names. Two people on one phone are two rows with one key."""
    try:
        rows = Device.objects.filter(key=uuid_in(told, "device")).exclude(public_key="").select_related("person")
    except EventUnreadable as error:
        raise ResultUnreadable from error
    account = str(told.get("account"))
    found = next((row for row in rows if constant_time_compare(account_tag(row.person), account)), None)
    if found is None or not can_send(found.person):
        raise ResultUnknownDevice
    return found


def _done(found: ResultFile, person: Any) -> tuple[list[Line], bool]:
    """Take one event after the other, each with its photos ahead of it, and stop where we fail."""
    settled, device = _settled(person, found.events), device_of(person, found.device.key)
    lines: list[Line] = []
    for raw in found.events:
        is_known = _id_in(raw) in settled
        if not is_known:
            _keep_photos(person, raw, found.photos)
        received: Received = receive(person, device, [raw])
        if not received.is_whole:
            return lines, False
        lines.append(_line(raw, received.results[0], is_known=is_known))
    return lines, True


def _settled(person: Any, events: Sequence[object]) -> set[uuid.UUID]:
    """Return the ids among these whose fate is sealed; their photos aren't needed again."""
    wanted = {one for one in map(_id_in, events) if one}
    rows = PhoneEvent.objects.filter(person=person, client_id__in=wanted).exclude(state=EventState.REFUSED)
    return set(rows.values_list("client_id", flat=True))


def _id_in(raw: object) -> uuid.UUID | None:
    try:
        return uuid_in(raw if isinstance(raw, dict) else {}, "id")
    except EventUnreadable:
        return None


def _keep_photos(person: Any, raw: object, photos: dict[str, Any]) -> None:
    """Lay an event's photos ready. What is wrong with one is said by the event that misses it."""
    named = raw.get("files") if isinstance(raw, dict) else None
    for sha256 in named if isinstance(named, list) else ():
        content = _photo(photos.get(sha256) if isinstance(sha256, str) else None)
        if content and len(content) <= MOST_PHOTO_BYTES and hashlib.sha256(content).hexdigest() == sha256:
            keep_file(person, sha256, content)


def _photo(written: object) -> bytes:
    try:
        return base64.b64decode(written, validate=True) if isinstance(written, str) else b""
    except ValueError:
        return b""


def _line(raw: Any, result: Result, *, is_known: bool) -> Line:
    label = raw.get("label") if isinstance(raw, dict) else ""
    words = label if isinstance(label, str) and label and is_storable(label) else "Jawaban"
    return Line(words[:120], result.state, result.message, result.next_path, is_known)
