"""The check page for everybody."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from certificates import limiting
from certificates.checking import Finding, find
from certificates.codes import read_code
from certificates.errors import TooManyChecks
from certificates.forms import CheckForm
from certificates.permissions import can_download


def check_form(request: HttpRequest) -> HttpResponse:
    """Take a code and lead to its page; works as a plain GET form, without script or session."""
    if "kode" not in request.GET:
        return render(request, "certificates/check_form.html", {"form": CheckForm()})
    form = CheckForm(request.GET)
    if form.is_valid():
        return redirect("certificate_check", code=form.cleaned_data["kode"])
    return render(request, "certificates/check_form.html", {"form": form})


@never_cache
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the certificate of this code is genuine, and what it says."""
    address = get_adapter(request).get_client_ip(request)
    try:
        limiting.count_check(address)
        finding = find(code)
        if finding is None:
            limiting.count_miss(address)
    except TooManyChecks as fault:
        return _unlisted(render(request, "certificates/check_limited.html", {"fault": fault}, status=429))
    if finding is None:
        form = CheckForm(initial={"kode": read_code(code) or code[:40]})
        return _unlisted(render(request, "certificates/check_unknown.html", {"form": form}, status=404))
    return _unlisted(render(request, "certificates/check.html", _context(request, finding)))


def _context(request: HttpRequest, finding: Finding) -> dict[str, object]:
    """Return what the page shows; the holder and the office also get the file."""
    certificate = finding.certificate
    return {"finding": finding, "certificate": certificate, "can_download": can_download(request, certificate)}


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep the page out of search engines, and its address out of other sites' logs."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
