"""What verifiers ask this site for, and what the holder takes along."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control, never_cache

from certificates.credentials.identity import did_document
from certificates.models import Proof, StatusList
from certificates.permissions import can_download

SECONDS_KEPT = 60  # by browsers and proxies; a revocation shows within this and a minute's beat


@cache_control(public=True, max_age=300)
def did(request: HttpRequest) -> HttpResponse:
    """Serve our did:web document."""
    return _open(JsonResponse(did_document(), content_type="application/did+json"))


@cache_control(public=True, max_age=SECONDS_KEPT)
def status_list(request: HttpRequest, series: str, year: int, place: int) -> HttpResponse:
    """Serve a status list as it was signed."""
    found = StatusList.objects.filter(series=series, year=year, position=place).values_list("body", flat=True).first()
    if found is None:
        raise Http404
    return _open(HttpResponse(found, content_type="application/vc+ld+json"))


@login_required
@never_cache
def credential(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the holder the credential: `json` with a Data Integrity proof, or `jwt`."""
    proof = get_object_or_404(Proof.objects.select_related("certificate"), certificate__code=code)
    if not can_download(request, proof.certificate):
        raise PermissionDenied
    name = f"kredensial-{proof.certificate.code.lower()}.{form}"
    body = proof.integrity if form == "json" else proof.jwt
    answer = HttpResponse(body, content_type="application/vc+ld+json" if form == "json" else "application/vc+jwt")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _open(answer: HttpResponse) -> HttpResponse:
    """Let verifiers that run in other sites' pages read it."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
