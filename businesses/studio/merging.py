"""`/studio/usaha-ganda/`: pairs that may be one business, two side by side, and what was decided."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from businesses.merging.finding import candidates, reasons_for
from businesses.merging.joining import FIELDS, merge_businesses, merged_into
from businesses.models import Business, DistinctPair
from businesses.permissions import can_change_businesses, visible_businesses
from businesses.studio.editing import owner_words
from businesses.studio.listing import markets_of, people_of, place_of
from core.errors import UserFault
from core.templatetags.formats import tanggal

PAIRS_ON_A_PAGE = 25
LEFT, RIGHT = "left", "right"


class MergeForm(forms.Form):
    """Which of the two stays, what comes from which, and why."""

    keep = forms.ChoiceField(label="Usaha yang dipertahankan", widget=forms.RadioSelect, choices=())
    reason = forms.CharField(
        label="Alasan", max_length=200, error_messages={"required": "Tulis alasan kedua data ini usaha yang sama."}
    )
    left_version = forms.IntegerField(widget=forms.HiddenInput)
    right_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, left: Business, right: Business, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep: Any = self.fields["keep"]
        keep.choices = [(LEFT, f"{left} (kiri)"), (RIGHT, f"{right} (kanan)")]
        keep.initial = LEFT
        self.fields["left_version"].initial, self.fields["right_version"].initial = left.version, right.version
        for name, label, said in rows_of(left, right):
            choices = [(LEFT, said[0] or "kosong"), (RIGHT, said[1] or "kosong")]
            first = LEFT if said[0] or not said[1] else RIGHT
            self.fields[f"field_{name}"] = forms.ChoiceField(
                label=label, choices=choices, widget=forms.RadioSelect, initial=first
            )

    def choices(self) -> list[Any]:
        """Return the fields to choose between."""
        return [self[name] for name in self.fields if name.startswith("field_")]


def rows_of(left: Business, right: Business) -> list[tuple[str, str, tuple[str, str]]]:
    """Return what differs: name in FIELDS, label, what each of the two says."""
    found = []
    for name, columns in FIELDS.items():
        if any(getattr(left, column) != getattr(right, column) for column in columns):
            label = "pemasaran" if name == "markets" else str(Business._meta.get_field(name).verbose_name)
            found.append(
                (
                    name,
                    label.capitalize() if label != "kode KBLI" else "Kode KBLI",
                    (_said(left, name), _said(right, name)),
                )
            )
    return found


def duplicates_view(request: HttpRequest) -> HttpResponse:
    """List the pairs, with a search; what has fewer than two that the reader may see is not there."""
    _check(request)
    words = request.GET.get("q", "").strip()
    page = Paginator(candidates(request.user, words), PAIRS_ON_A_PAGE).get_page(request.GET.get("p"))
    ids = {pk for pair in page for pk in (pair.first, pair.second)}
    rows = (
        Business.objects.filter(pk__in=ids).select_related("village__district").prefetch_related("memberships__person")
    )
    by_id = rows.in_bulk()
    lines = [(_line(by_id[pair.first]), _line(by_id[pair.second]), ", ".join(pair.reasons)) for pair in page]
    context = {"lines": lines, "page": page, "words": words, **_head("Data ganda")}
    return TemplateResponse(request, "businesses/studio/duplicates.html", context)


def merge_view(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Show two side by side; on POST make one of them."""
    left, right = _two(request, first, second)
    if left is None or right is None:
        return _lead_on(request, first, second)
    form = MergeForm(request.POST or None, left=left, right=right)
    if request.method == "POST" and form.is_valid():
        try:
            kept = _merge(request, form, left, right)
        except UserFault as fault:
            messages.error(request, fault.message)
            return redirect("business_merge", first, second)
        messages.success(request, f"Kedua data kini satu: {kept}.")
        return redirect("business:inspect", kept.pk)
    context = {
        "form": form,
        "pair": (left, right),
        "people": (owner_words(left), owner_words(right)),
        "places": (place_of(left), place_of(right)),
        "counts": (_counts(left), _counts(right)),
        "reasons": ", ".join(reasons_for(left, right)),
        **_head(f"Gabungkan: {left}"),
    }
    return TemplateResponse(request, "businesses/studio/merge.html", context)


@require_POST
def distinct_view(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Note that two are not the same: the pair is not proposed again."""
    left, right = _two(request, first, second)
    if left is None or right is None:
        return _lead_on(request, first, second)
    officer: Any = request.user
    low, high = sorted([left.pk, right.pk])
    DistinctPair.objects.get_or_create(first=low, second=high, defaults={"by": officer})
    messages.success(request, f"{left} dan {right} dicatat sebagai dua usaha yang berbeda.")
    return redirect("business_duplicates")


def merging_urls() -> list[URLPattern]:
    """Return the addresses below `/studio/`."""
    return [
        path("usaha-ganda/", duplicates_view, name="business_duplicates"),
        path("usaha-ganda/<int:first>/<int:second>/", merge_view, name="business_merge"),
        path("usaha-ganda/<int:first>/<int:second>/berbeda/", distinct_view, name="business_distinct"),
    ]


def _merge(request: HttpRequest, form: MergeForm, left: Business, right: Business) -> Business:
    """Merge as the form says."""
    values = form.cleaned_data
    is_left = values["keep"] == LEFT
    keep, gone = (left, right) if is_left else (right, left)
    other = RIGHT if is_left else LEFT
    taken = [name for name in FIELDS if values.get(f"field_{name}") == other]
    versions = (values["left_version"], values["right_version"])
    seen = versions if is_left else versions[::-1]
    return merge_businesses(keep, gone, taken=taken, seen=seen, reason=values["reason"], by=request.user)


def _two(request: HttpRequest, first: int, second: int) -> tuple[Business | None, Business | None]:
    """Return both if the officer may change them; one that isn't there or elsewhere is None."""
    _check(request)
    if first == second:
        raise Http404
    rows = visible_businesses(request.user).select_related("village__district", "sector").in_bulk([first, second])
    return rows.get(first), rows.get(second)


def _lead_on(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Somebody else merged them meanwhile: lead to what they are now. Raises Http404 where nothing may be seen."""
    into = merged_into(first) or merged_into(second)
    if into is None or not visible_businesses(request.user).filter(pk=into).exists():
        raise Http404
    messages.warning(request, "Data ini sudah digabungkan petugas lain. Di bawah ini hasilnya.")
    return redirect("business:inspect", into)


def _counts(business: Business) -> str:
    """Return what goes along, in words."""
    related = ("figures", "products", "numbers", "needs", "trainings", "notes", "photos")
    parts = [(getattr(business, name).count(), getattr(business, name).model._meta.verbose_name) for name in related]
    return ", ".join(f"{count} {words}" for count, words in parts if count) or "belum ada"


def _said(business: Business, name: str) -> str:
    """Return what one of FIELDS says, in words."""
    if name == "markets":
        return markets_of(business)
    if name == "village":
        return ", ".join(part for part in (business.address, place_of(business)) if part)
    if name == "kbli":
        return f"{business.kbli} ({business.get_kbli_edition_display()})" if business.kbli else ""
    if name == "raw_material":
        return ", ".join(part for part in (business.raw_material, business.get_raw_material_origin_display()) if part)
    if name == "produced_on":
        return tanggal(business.produced_on) if business.produced_on else ""
    if name == "has_siinas":
        return "ya" if business.has_siinas else "tidak"
    display = getattr(business, f"get_{name}_display", None)
    return str(display() if display else getattr(business, name) or "")


def _line(business: Business) -> tuple[Business, str, str]:
    """Return a business with its people and place in words, from what was read with the list."""
    return business, people_of(business), place_of(business)


def _check(request: HttpRequest) -> None:
    if not can_change_businesses(request.user):
        raise PermissionDenied


def _head(title: str) -> dict[str, Any]:
    crumbs = [{"url": reverse("business:index"), "label": "Usaha"}]
    crumbs += [{"url": reverse("business_duplicates"), "label": "Data ganda"}]
    if title != "Data ganda":
        crumbs.append({"url": "", "label": title})
    return {"header_title": title, "header_icon": "clipboard-list", "breadcrumbs_items": crumbs}
