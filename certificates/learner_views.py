"""What the holder does with their own certificate: confirm the name, fetch the file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache

from certificates.confirming import confirm_name
from certificates.errors import NameRefused
from certificates.forms import NameForm
from certificates.models import Certificate, CertificateState
from certificates.permissions import can_download_now
from certificates.rendering import course_line
from core.serving_files import serve_private


@login_required
@never_cache
def name_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the holder confirm or mend the name, as long as the head hasn't decided."""
    certificate = get_object_or_404(Certificate, pk=pk, person=request.user)
    if certificate.state != CertificateState.ELIGIBLE:
        messages.info(request, NameRefused().message)
        return redirect("/saya/")
    form = NameForm(request.POST or None, initial={"nama": certificate.person_name})
    if request.method == "POST" and form.is_valid():
        try:
            confirm_name(certificate, form.cleaned_data["nama"], by=request.user)
        except ValidationError as fault:
            form.add_error("nama", fault)
        except NameRefused as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, "Terima kasih. Nama Anda sudah dicatat.")
            return redirect("/saya/")
    return render(request, "certificates/name.html", {"form": form, "certificate": certificate})


@login_required
@never_cache
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send the file as it was issued, byte for byte."""
    certificate = get_object_or_404(Certificate.objects.public(), code=code)
    if not can_download_now(request, certificate):
        raise PermissionDenied
    kept = str(certificate.file.name)
    return serve_private(request, kept, content_type="application/pdf", save_as=_file_name(certificate))


@login_required
@never_cache
def sheet_for_phone(request: HttpRequest, code: str) -> JsonResponse:
    """Tell the phone's script what it needs to keep the file and to name it without a signal; the holder alone."""
    certificate = get_object_or_404(Certificate, code=code, person=request.user, state=CertificateState.ISSUED)
    return JsonResponse(
        {
            "code": certificate.code,
            "title": course_line(certificate),
            "number": certificate.number_text,
            "file": _file_name(certificate),
            "url": certificate.download_url,
            "size": certificate.size_bytes,
            "sha256": certificate.sha256,
        }
    )


def _file_name(certificate: Certificate) -> str:
    """Return how the file is called on the holder's own machine."""
    name = slugify(f"{certificate.get_kind_display()} {certificate.course_title} {certificate.person_name}")[:100]
    return f"{name or 'sertifikat'}.pdf"
