"""`/kirim-hasil/`: the page where a result file is handed in, by its learner or by an officer for them."""

from typing import cast

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.errors import IkmError
from sync.errors import ResultMissing, ResultTooLarge, TooFast
from sync.results import MAX_BYTES, bring_result


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or what became of the file. The same file again changes nothing, so nothing stands between."""
    if request.method != "POST":
        return render(request, "sync/hand_in.html")
    try:
        if not ratelimit.consume(request, action="sync_result", user=request.user):
            raise TooFast
        brought = bring_result(_sent(request), request=request)
    except IkmError as fault:
        return render(request, "sync/hand_in.html", {"fault": fault.message})
    return render(request, "sync/handed_in.html", {"brought": brought, "is_own": brought.person.pk == request.user.pk})


def _sent(request: HttpRequest) -> bytes:
    file = cast("UploadedFile | None", request.FILES.get("file"))
    if not file:
        raise ResultMissing
    if (file.size or 0) > MAX_BYTES:
        raise ResultTooLarge
    content: bytes = file.read()
    return content
