"""The check page for everybody."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from certificates import limiting
from certificates.checking import Finding, find
from certificates.codes import is_token, read_code
from certificates.errors import TooManyChecks
from certificates.file_checking import check_file
from certificates.forms import CheckForm, FileForm
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
        is_typed = not is_token(read_code(code) or "")
        if is_typed:
            limiting.check_total()
        finding = find(code)
        if finding is None:
            limiting.count_miss(address, is_typed=is_typed)
    except TooManyChecks as fault:
        return _unlisted(render(request, "certificates/check_limited.html", {"fault": fault}, status=429))
    if finding is None:
        form = CheckForm(initial={"kode": read_code(code) or code[:40]})
        return _unlisted(render(request, "certificates/check_unknown.html", {"form": form}, status=404))
    return _unlisted(render(request, "certificates/check.html", _context(request, finding)))


@never_cache
def check_file_form(request: HttpRequest) -> HttpResponse:
    """Take a PDF and say whether it is the certificate that we issued, unaltered. The file is not kept."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _unlisted(render(request, "certificates/check_file.html", {"form": form}))
    try:
        limiting.count_check(get_adapter(request).get_client_ip(request))
    except TooManyChecks as fault:
        return _unlisted(render(request, "certificates/check_limited.html", {"fault": fault}, status=429))
    found = check_file(form.cleaned_data["berkas"])
    context = {"found": found, "finding": found.finding, "certificate": found.finding and found.finding.certificate}
    return _unlisted(render(request, "certificates/check_file_result.html", context))


def _context(request: HttpRequest, finding: Finding) -> dict[str, object]:
    """Return what the page shows; the holder and the office also get the file."""
    certificate = finding.certificate
    return {"finding": finding, "certificate": certificate, "can_download": can_download(request, certificate)}


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep the page out of search engines, and its address out of other sites' logs."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
