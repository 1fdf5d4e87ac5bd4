"""What makes the site live on a phone: the manifest, the service worker, and the pages that open without a network.

These pages are shells: the same for everybody, filled by script from what the phone keeps.
"""

import functools
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.context import site_values
from courses.public import trusted_pack_keys
from media.public import price_per_mb

# Each line as its page loads it, and as the worker keeps it once something is saved.
STORE = ("vendor/idb.min.js", "js/store.js")
WORKER = (*STORE, "js/counting.js", "js/queue.js", "js/background.js", "js/worker.js")
SAVING = (*STORE, "js/papers.js", "js/saving.js")
LATER = (
    *SAVING,
    "js/saved.js",
    "js/sheets.js",
    "js/pack.js",
    "js/usage.js",
    "js/offline.js",
    "js/overlay.js",
    "js/phone.js",
)
SHELLS = {"/luring/": "home/offline.html", "/tersimpan/": "home/saved.html"}
# Kept by phones of officers alone, from the first time they open it.
FIELD_SHELL, FIELD_PAGE = "/lapangan/", "home/field.html"
FIELD = (*STORE, "js/phone.js", "js/field.js", "css/base.css")
# Browsers ask for the worker after every page; within this time their own copy answers, and nothing goes over the air.
WORKER_SECONDS = 3600
THEME, PAPER = "#0d5c46", "#fbfaf5"


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """Say how the site looks when it is installed."""
    icons: list[dict[str, str]] = [_icon("icon-192.png", "192x192"), _icon("icon-512.png", "512x512")]
    icons.append({**_icon("icon-maskable-512.png", "512x512"), "purpose": "maskable"})
    values = {
        "id": "/",
        "name": settings.WAGTAIL_SITE_NAME,
        "short_name": "Bimtek IKM",
        "description": "Kursus daring untuk pelaku industri kecil dan menengah; dapat dipelajari tanpa sinyal.",
        "lang": "id",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": THEME,
        "background_color": PAPER,
        "icons": icons,
        "shortcuts": [{"name": "Tersimpan di HP", "url": "/tersimpan/"}],
    }
    return JsonResponse(values, content_type="application/manifest+json")


@require_safe
@cache_control(public=True, max_age=WORKER_SECONDS)
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker: what it keeps of the site itself, then the scripts it is made of."""
    shell = json.dumps(worker_shell(), separators=(",", ":"))
    imports = ",".join(json.dumps(static(name)) for name in WORKER)
    return HttpResponse(f"const SHELL={shell};importScripts({imports})", content_type="text/javascript")


def worker_shell() -> dict[str, Any]:
    """Return what the worker has to know of the site; its version changes with anything it names.

    Made once for what the shells say now: files change with the program alone, save for who works on them.
    """
    make = _worker_shell.__wrapped__ if settings.DEBUG else _worker_shell
    return make(tuple(shell_values().items()))


@functools.lru_cache(maxsize=4)
def _worker_shell(said: tuple[tuple[str, object], ...]) -> dict[str, Any]:
    # Whoever kept nothing yet can sign out without a signal, too.
    first = [*SHELLS, static("css/base.css"), static("js/phone.js"), *map(static, (*STORE, "js/leaving.js"))]
    values: dict[str, Any] = {
        "first": first,
        "later": [static(name) for name in LATER],
        "saving": [static(name) for name in SAVING],
        "overlay": static("js/overlay.js"),
        "field": [FIELD_SHELL, *map(static, FIELD)],
    }
    pages = "".join(render_to_string(template, dict(said)) for template in (*SHELLS.values(), FIELD_PAGE))
    scripts = "".join(_source(name) for name in WORKER)
    # A browser doesn't say what the worker's own scripts cost, so the phone's counter is told.
    values["weight"] = len(zlib.compress(scripts.encode()))
    return {"version": _mark(pages + json.dumps(values) + scripts), **values}


def shell_values() -> dict[str, object]:
    """Return what the shells say besides what the phone fills in."""
    return {**site_values(), "rupiah_per_mb": price_per_mb(), "pack_keys": trusted_pack_keys()}


@require_safe
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page for everything that can't be had now; its script makes a quiz, a test or a form of it."""
    return _shell(SHELLS["/luring/"])


@require_safe
@cache_control(no_cache=True)
def saved(request: HttpRequest) -> HttpResponse:
    """Show the list of what is saved on this phone."""
    return _shell(SHELLS["/tersimpan/"])


@require_safe
@cache_control(no_cache=True)
def field(request: HttpRequest) -> HttpResponse:
    """Show the officers' form for owners and businesses; it holds nothing itself, and works without a signal."""
    return _shell(FIELD_PAGE)


def _shell(template: str) -> HttpResponse:
    """Render without the request: whoever asks, the phone keeps the same page."""
    return HttpResponse(render_to_string(template, shell_values()))


def _icon(name: str, sizes: str) -> dict[str, str]:
    return {"src": static(f"icons/{name}"), "sizes": sizes, "type": "image/png"}


def _source(name: str) -> str:
    path = find(name)
    return Path(str(path)).read_text() if path else ""


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
