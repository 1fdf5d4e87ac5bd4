"""`/lapangan/…`: what the phone takes along, and the list of rows that resemble a known business."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.public import is_second_factor_settled, second_factor_step
from businesses.field.finding import similar_to
from businesses.field.recording import decide
from businesses.field.supplying import field_kit
from businesses.importing.checking import Candidate
from businesses.models import Business, BusinessPhoto, FieldRecord, FieldState
from businesses.permissions import can_change_businesses, districts_of, visible_businesses
from core.clock import now
from core.errors import UserFault
from core.phones import display_phone
from core.serving_files import serve_private
from reference.public import villages
from sync.public import phone_door

ROWS_ON_A_PAGE = 20
NOT_ALLOWED = "Halaman ini untuk petugas yang mendata usaha. Minta hak itu kepada administrator."


@phone_door("GET", limit="sync")
def kit(request: HttpRequest) -> JsonResponse:
    """Give the phone of an officer what its form needs without a signal."""
    person: Any = request.user
    if not can_change_businesses(person):
        return JsonResponse({"code": "field_not_allowed", "message": NOT_ALLOWED}, status=403)
    return JsonResponse(field_kit(person))


@login_required
@never_cache
@require_safe
def similar(request: HttpRequest) -> HttpResponseBase:
    """List what waits to be decided: the officer's own, and all of them for who is limited to no kecamatan."""
    waiting = _waiting(request)
    if step := second_factor_step(request):
        return step
    page = Paginator(waiting, ROWS_ON_A_PAGE).get_page(request.GET.get("p"))
    rows = [(record, Candidate(**_row(record))) for record in page]
    return render(request, "businesses/field_similar.html", {"rows": rows, "page": page})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one row beside the businesses it resembles; on POST do what was decided."""
    waiting = _waiting(request)
    if step := second_factor_step(request):
        return step
    record = get_object_or_404(waiting, pk=pk)
    row = Candidate(**_row(record))
    found = similar_to(row)
    seen = visible_businesses(request.user).filter(pk__in=found).select_related("village__district")
    choices = [(business, found[business.pk]) for business in seen]
    is_hidden, fault = len(choices) < len(found), ""
    if request.method == "POST":
        try:
            _do(request, record, choices, is_hidden=is_hidden)
            messages.success(request, "Sudah disimpan.")
            return redirect("field_similar")
        except UserFault as refused:
            fault = refused.message
    context = {
        "record": record,
        "facts": _facts(row),
        "choices": choices,
        "is_hidden": is_hidden,
        "fault": fault,
        "photos": record.photos.all(),
    }
    return render(request, "businesses/field_settle.html", context)


@login_required
@never_cache
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a photo to whoever may see its business, or decide about its record."""
    row = get_object_or_404(BusinessPhoto.objects.select_related("record"), pk=pk)
    person: Any = request.user
    if row.business_id is not None and _is_owner(person, row.business_id):
        allowed = True
    elif not is_second_factor_settled(request):
        allowed = False
    elif row.business_id is not None:
        allowed = visible_businesses(person).filter(pk=row.business_id).exists()
    else:
        allowed = can_change_businesses(person) and _own(person).filter(photos=row).exists()
    if not allowed:
        raise Http404
    return serve_private(request, row.file, content_type="image/jpeg")


def _do(request: HttpRequest, record: FieldRecord, choices: list[Any], *, is_hidden: bool) -> None:
    """Do what was decided. What resembles a business elsewhere is not for this officer to call new."""
    what, chosen = request.POST.get("what", ""), None
    if what == "join":
        chosen = next((one for one, _ in choices if str(one.pk) == request.POST.get("business")), None)
        if chosen is None:
            raise Http404
    elif what not in {"new", "drop"} or (what == "new" and is_hidden):
        raise PermissionDenied
    decide(record, what, by=request.user, business=chosen, at=now())


def _waiting(request: HttpRequest) -> QuerySet[FieldRecord]:
    person: Any = request.user
    if not can_change_businesses(person):
        raise PermissionDenied
    return _own(person).filter(state=FieldState.SIMILAR).select_related("by")


def _own(person: Any) -> QuerySet[FieldRecord]:
    """Return the records of the officer; all of them for who is limited to no kecamatan."""
    return FieldRecord.objects.all() if districts_of(person) is None else FieldRecord.objects.filter(by=person)


def _is_owner(person: Any, business_id: int) -> bool:
    owned = Business.objects.filter(pk=business_id, memberships__person=person, memberships__part="owner")
    return owned.exists()


def _row(record: FieldRecord) -> dict[str, Any]:
    return {name: value for name, value in record.said.items() if name != "needs"}


def _facts(row: Candidate) -> list[tuple[str, str]]:
    """Return what was written down, in words."""
    village = villages().filter(pk=row.values.get("village_id")).first()
    facts = {
        "Nama usaha": row.name,
        "Pemilik": row.owner,
        "Nomor WhatsApp": display_phone(row.phone) if row.phone else "",
        "Desa": f"{village}, Kecamatan {village.district}" if village else "",
        "Alamat": row.values.get("address", ""),
        "Produk utama": row.values.get("product", ""),
        "Tenaga kerja": str(row.figures.get("workers", "")),
        "NIB": row.numbers.get("nib", ""),
    }
    return [(label, text) for label, text in facts.items() if text]
