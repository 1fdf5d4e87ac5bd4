"""What the holder does with their own certificate: confirm the name, fetch the file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache

from certificates.confirming import confirm_name
from certificates.errors import NameRefused
from certificates.forms import NameForm
from certificates.models import Certificate, CertificateState
from certificates.permissions import can_download
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
    if not can_download(request, certificate):
        raise PermissionDenied
    name = slugify(f"{certificate.get_kind_display()} {certificate.course_title} {certificate.person_name}")[:100]
    kept = str(certificate.file.name)
    return serve_private(request, kept, content_type="application/pdf", save_as=f"{name or 'sertifikat'}.pdf")
