"""A course as one file for the hand: a zip of what a phone keeps, under a list that the site has signed.

Everything is stored, nothing compressed: a phone reads any part straight from the file, a video's piece at a time. The
same content gives the same bytes, so that a broken download goes on where it stopped.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import IO, Any
from zipfile import ZIP64_LIMIT, ZipFile, ZipInfo

from django.conf import settings
from django.core.cache import caches

from courses.errors import PackTooLarge
from courses.facing import face_of
from courses.models import LessonPage
from courses.outline import Outline
from courses.pack_key import pack_key_id, signed
from courses.saved_files import open_kept
from courses.saving import WORDS, kept_lesson, saved_course, saved_course_page, saved_lesson_page

FORMAT = 1
LIST, SIGNATURE = "manifest.json", "manifest.sig"
CHUNK_BYTES = 64 * 1024
# What the format adds to each entry (before and behind it, in the directory) and to the whole.
LISTED_BYTES, END_BYTES = 46, 22
ENTRY_BYTES = 30 + 16 + LISTED_BYTES
BEHIND, MODE = 0x08, 0o600 << 16  # how `ZipFile` marks an entry whose size and checksum stand behind it; its rights
DAY_S = 24 * 3600

Json = dict[str, Any]


class ContentChanged(Exception):
    """The course was changed while it went out; the line breaks, and the phone says that the file isn't whole."""


@dataclass(frozen=True)
class Entry:
    """One file in the pack; its bytes are made or read when their turn comes."""

    name: str
    size: int
    read: Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Pack:
    """A course on its way into one file."""

    entries: list[Entry]
    mark: str

    @cached_property
    def size(self) -> int:
        """How many bytes the whole file has."""
        return END_BYTES + sum(ENTRY_BYTES + 2 * len(one.name) + one.size for one in self.entries)

    def stream(self, first: int = 0) -> Iterator[bytes]:
        """Yield the file's bytes from `first` on."""
        for begins, chunk in self._whole(first):
            unwanted = max(0, first - begins)
            if unwanted < len(chunk):
                yield chunk[unwanted:]

    def _whole(self, first: int) -> Iterator[tuple[int, bytes]]:
        """Yield the file in pieces, each with its place. What lies before `first` is read only where it never was:
        the directory at the file's end names the checksum of every entry.
        """
        line = _Line()
        with ZipFile(line, "w") as archive:  # type: ignore[call-overload]  # it needs no more than `write`
            for entry in self.entries:
                key = f"pack-crc:{self.mark}:{entry.name}"
                is_over = line.tell() + ENTRY_BYTES - LISTED_BYTES + len(entry.name) + entry.size <= first
                crc = caches["pages"].get(key) if is_over else None
                if crc is None:
                    yield from _written(archive, line, entry)
                    caches["pages"].set(key, archive.getinfo(entry.name).CRC, DAY_S)
                else:
                    _leave_out(archive, line, entry, crc)
        yield line.taken()


class _Line:
    """Takes what the archive writes until it is passed on."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._at = 0

    def tell(self) -> int:
        """Return how far the file has come."""
        return self._at

    def write(self, chunk: bytes) -> int:
        """Keep a chunk."""
        self._chunks.append(bytes(chunk))
        self._at += len(chunk)
        return len(chunk)

    def pass_over(self, count: int) -> None:
        """Go on as if so many bytes had been written and taken."""
        self._at += count

    def flush(self) -> None:
        """Do nothing: nobody waits."""

    def taken(self) -> tuple[int, bytes]:
        """Hand over what was written since, with its place in the file."""
        chunks, self._chunks = self._chunks, []
        taken = b"".join(chunks)
        return self._at - len(taken), taken


def pack_course(outline: Outline, word: str) -> Pack:
    """Return the course with its videos as `word` says, a lighter choice where there is none, no video for "".

    Raises PackTooLarge.
    """
    lessons = [(lesson, _with_videos(kept_lesson(lesson, outline), word)) for lesson in outline.lessons]
    course = saved_course(outline)
    told = {"format": FORMAT, "kind": "course", "site": settings.SITE_URL, "key": pack_key_id(), "word": word}
    listed = _as_json({**told, "course": course, "lessons": [saved for _, saved in lessons]})
    pages = [_page(course, partial(saved_course_page, outline))]
    pages += [_page(saved, partial(_lesson_page, lesson, outline)) for lesson, saved in lessons]
    head = [_held(LIST, listed), _held(SIGNATURE, signed(listed))]
    entries = {one.name: one for one in [*head, *pages, *_files(saved for _, saved in lessons)]}
    pack = Pack(list(entries.values()), hashlib.sha256(listed).hexdigest()[:32])
    if pack.size > ZIP64_LIMIT:  # beyond, phones would need another reader
        raise PackTooLarge
    return pack


def _with_videos(saved: Json, word: str) -> Json:
    """Return the lesson with one file for each video: the form that every phone plays."""
    chosen = [(video, _choice(video["choices"], word)) for video in saved["videos"]]
    return {**saved, "videos": [{**video, "choices": [choice]} for video, choice in chosen if choice]}


def _choice(choices: list[Json], word: str) -> Json | None:
    wanted = WORDS[: WORDS.index(word) + 1] if word else ()
    for name in reversed(wanted):
        found = [one for one in choices if one["word"] == name]
        if found:
            return found[-1]  # the last is the one that older phones play, too
    return None


def _files(lessons: Iterable[Json]) -> Iterator[Entry]:
    for saved in lessons:
        for file in saved["files"]:
            yield Entry(_name(file), file["size"], partial(_chunks, partial(open_kept, file["url"], file["kind"])))
        for video in saved["videos"]:
            (choice,) = video["choices"]
            read = partial(_chunks, partial(open_kept, choice["url"], "video"))
            yield Entry(choice["url"].lstrip("/"), choice["size"], read)


def _name(file: Json) -> str:
    return f"isi/{file['sha256']}"


def _held(name: str, content: bytes) -> Entry:
    return Entry(name, len(content), lambda: [content])


def _page(saved: Json, render: Callable[[], str]) -> Entry:
    page = saved["page"]
    return Entry(_name(page), page["size"], lambda: [render().encode()])


def _lesson_page(lesson: LessonPage, outline: Outline) -> str:
    return saved_lesson_page(face_of(lesson, outline))


def _chunks(opened: Callable[[], IO[bytes]]) -> Iterator[bytes]:
    with opened() as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _leave_out(archive: ZipFile, line: _Line, entry: Entry, crc: int) -> None:
    """List an entry whose bytes nobody asks for, as `ZipFile` would have done after writing it."""
    info = ZipInfo(entry.name)
    info.file_size = info.compress_size = entry.size
    info.header_offset, info.flag_bits, info.external_attr, info.CRC = line.tell(), BEHIND, MODE, crc
    archive.filelist.append(info)
    archive.NameToInfo[info.filename] = info
    line.pass_over(ENTRY_BYTES - LISTED_BYTES + len(entry.name) + entry.size)
    archive.start_dir = line.tell()


def _written(archive: ZipFile, line: _Line, entry: Entry) -> Iterator[tuple[int, bytes]]:
    info = ZipInfo(entry.name)
    info.file_size = entry.size
    with archive.open(info, "w") as file:
        for chunk in entry.read():
            file.write(chunk)
            yield line.taken()
    if info.file_size != entry.size:
        raise ContentChanged(entry.name)


def _as_json(content: Json) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
