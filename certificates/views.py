"""The check page for everybody, and the PDF for its holder and the office."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache

from certificates import limiting
from certificates.checking import Finding, find
from certificates.codes import read_code
from certificates.errors import TooManyChecks
from certificates.forms import CheckForm
from certificates.models import Certificate
from certificates.permissions import can_download
from core.serving_files import serve_private


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


@login_required
@never_cache
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send the file as it was issued, byte for byte."""
    certificate = get_object_or_404(Certificate.objects.public(), code=code)
    if not can_download(request, certificate):
        raise PermissionDenied
    name = slugify(f"sertifikat {certificate.course_title} {certificate.person_name}")[:100] or "sertifikat"
    kept = str(certificate.file.name)
    return serve_private(request, kept, content_type="application/pdf", save_as=f"{name}.pdf")
