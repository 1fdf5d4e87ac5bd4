"""Which files a saved page needs: read off the page itself, so that the list can neither lack nor invent one."""

import hashlib
import io
import mimetypes
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.contrib.staticfiles.finders import find as find_static
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.core.files.storage import storages
from django.urls import Resolver404, resolve
from wagtail.documents import get_document_model

from core.store import public_store
from media.public import captions_at

Json = dict[str, Any]
DAY_S = 24 * 3600
PUBLIC_URL = "/berkas/"
# Attributes that name a file which the page shows or offers, and what kind of file that is.
SHOWN = {
    ("img", "src"): "picture",
    ("video", "poster"): "picture",
    ("track", "src"): "captions",
    ("script", "src"): "script",
    ("article", "data-bacakan"): "script",
    ("a", "href"): "document",
}


class FileFinder(HTMLParser):
    """Collects the addresses of files, each once, in the order of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what this tag names."""
        values = dict(attrs)
        rels = (values.get("rel") or "").split()
        if tag == "link" and "stylesheet" in rels:
            self._note(values.get("href"), "style")
        elif tag == "link" and "icon" in rels:
            self._note(values.get("href"), "picture")
        for (wanted, attribute), kind in SHOWN.items():
            if tag == wanted:
                self._note(values.get(attribute), kind)

    def _note(self, url: str | None, kind: str) -> None:
        if not url or not url.startswith("/") or url.startswith("//"):
            return
        if kind != "document" or url.startswith("/dokumen/"):
            self.found.setdefault(url, kind)


def files_of(page: str) -> list[Json]:
    """Return the files that a page needs with size and hash; what cannot be had without signing in is left out."""
    finder = FileFinder()
    finder.feed(page)
    described = (_described(url, kind) for url, kind in finder.found.items())
    return [one for one in described if one]


def open_kept(url: str, kind: str) -> IO[bytes]:
    """Open the file behind an address that a list names. Raises FileNotFoundError where it is gone by now."""
    if url.startswith(settings.STATIC_URL) or kind == "captions":
        content = captions_at(url) if kind == "captions" else _static(url)
        if content is None:
            raise FileNotFoundError(url)
        return io.BytesIO(content)
    if kind != "document":
        return public_store().local(url.removeprefix(PUBLIC_URL)).open("rb")
    document = _document_at(url)
    if document is None:
        raise FileNotFoundError(url)
    return document.file.open("rb")


def _described(url: str, kind: str) -> Json | None:
    if url.startswith(settings.STATIC_URL):
        content = _static(url)
    elif kind == "captions":
        content = captions_at(url)
    elif kind == "document":
        return _document(url)
    else:
        return _public(url, kind)
    return None if content is None else _entry(url, kind, content)


def _entry(url: str, kind: str, content: bytes) -> Json:
    return {
        "url": url,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "type": "text/vtt" if kind == "captions" else mimetypes.guess_type(url)[0] or "application/octet-stream",
        "kind": kind,
    }


def _static(url: str) -> bytes | None:
    """Return a static file as it is served: under its hashed name, or straight from the sources before collecting."""
    name = url.removeprefix(settings.STATIC_URL)
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    source = find_static(name)
    return Path(source).read_bytes() if source else None


def _public(url: str, kind: str) -> Json | None:
    """Describe a picture. Its bytes never change under its name, so they are read once a day at most."""
    storage = storages["public"]
    name = url.removeprefix(PUBLIC_URL)
    key, cache = f"saved-file:{name}", caches["pages"]
    kept: Json | None = cache.get(key)
    if kept or not storage.exists(name):
        return kept
    with storage.open(name) as file:
        entry = _entry(url, kind, file.read())
    cache.set(key, entry, DAY_S)
    return entry


def _document(url: str) -> Json | None:
    """Describe a document that everybody may open; one behind a password or a group is not kept on phones."""
    document = _document_at(url)
    if document is None:
        return None
    key, cache = f"saved-document:{document.file.name}:{document.get_file_hash()}", caches["pages"]
    kept: Json | None = cache.get(key)
    if kept is None:
        with document.open_file() as file:
            kept = _entry(url, "document", file.read())
        cache.set(key, kept, DAY_S)
    return {**kept, "url": url, "type": document.content_type, "name": PurePosixPath(document.filename).name}


def _document_at(url: str) -> Any:
    try:
        pk, _ = resolve(url).args  # Wagtail's own address: number and file name
    except (Resolver404, ValueError):
        return None
    document = get_document_model().objects.select_related("collection").filter(pk=pk).first()
    return None if document is None or document.collection.get_view_restrictions() else document
