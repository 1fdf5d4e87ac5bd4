"""`/berkas/...`: the public files, in the pieces that players ask for. Only what we wrote ourselves lies there.

Sent by core/serving_files.py. `/takarir/...`: captions, from their row.
`/unduh/...`: files for other programs.
"""

from pathlib import PurePosixPath

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.file_types import PUBLIC_TYPES, type_of
from core.serving_files import serve_private, serve_public
from media.captions import to_vtt
from media.downloading import downloadable, file_name
from media.models import RetiredFile, Source
from media.playing import player_for
from media.transcribing import cues_of, mark_of
from media.workplaces import SOUND_SUFFIX, VIDEO_SUFFIX, public_name

immutable = cache_control(public=True, max_age=31536000, immutable=True)


@require_safe
def public_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer with a public file, whole or in part."""
    return serve_public(request, find_name(name), content_type=type_of(name))


@require_safe
@immutable
def captions_file(request: HttpRequest, source_id: int, mark: str) -> HttpResponse:
    """Answer with captions as WebVTT; only whoever has seen the page knows the mark of what stands there now."""
    text = _captions(source_id, mark)
    if text is None:
        raise Http404
    return HttpResponse(text, content_type="text/vtt; charset=utf-8")


def captions_at(url: str) -> bytes | None:
    """Return the captions that this address of ours answers with; None for any other."""
    try:
        found = resolve(url)
    except Resolver404:
        return None
    text = _captions(**found.kwargs) if found.url_name == "video_captions" else None
    return text.encode() if text is not None else None


def _captions(source_id: int, mark: str) -> str | None:
    source = Source.objects.filter(published__isnull=False, pk=source_id).first()
    cues = cues_of(source) if source else ()
    return to_vtt(cues) if cues and constant_time_compare(mark, mark_of(cues)) else None


@require_safe
@cache_control(public=True, max_age=24 * 3600)  # the name in it is the title, which may change
def download(request: HttpRequest, source_id: int, key: str) -> HttpResponseBase:
    """Answer with one choice as a download. Whoever knows the name of the published file may have this form of it.

    A page that is still open may name a file that was replaced since; that one is kept for a while.
    """
    source = get_object_or_404(Source, pk=source_id)
    choices = player_for(source, with_text=False).choices
    found = {one.download.key: (one.download.name, one.label) for one in choices if one.download}
    name, label = found.get(key) or (_retired_name(key), "")
    values = {
        "content_type": type_of(name),
        "save_as": file_name(source.title, label, PurePosixPath(name).suffix),
    }
    made = downloadable(find_name(name))
    return serve_private(request, made, **values) if made else serve_public(request, name, **values)


def _retired_name(key: str) -> str:
    names = [public_name(key, suffix) for suffix in (VIDEO_SUFFIX, SOUND_SUFFIX)]
    return get_object_or_404(RetiredFile, name__in=names).name


def find_name(name: str) -> str:
    """Return a public name as it was asked for; raises Http404 unless it can be one of a finished file of ours."""
    pure = PurePosixPath(name)
    is_odd = pure.is_absolute() or "\0" in name or any(part.startswith(".") for part in pure.parts)
    if is_odd or pure.suffix.lower() not in PUBLIC_TYPES:
        raise Http404
    return name
