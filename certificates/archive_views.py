"""What the office takes along from the register at once: the files of a whole class."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from certificates.archiving import class_certificates, zip_files
from certificates.permissions import can_read_register
from courses.public import cohort_name


def class_archive(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send every certificate and letter of the class as one ZIP archive."""
    if not can_read_register(request.user):
        raise PermissionDenied
    name = cohort_name(pk)
    if not name:
        raise Http404
    rows = class_certificates(pk, request.user)
    if not rows:
        messages.info(request, "Belum ada sertifikat yang terbit di angkatan ini.")
        return redirect("cohorts:inspect", pk)
    disposition = content_disposition_header(True, f"sertifikat-{slugify(name)}.zip")
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return StreamingHttpResponse(zip_files(rows), content_type="application/zip", headers=headers)
