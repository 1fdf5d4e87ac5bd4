"""The form of a business, and how two officers who edit one are told of each other."""

import hashlib
import json
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic

from businesses.legal_numbers import number_warning
from businesses.models import Business
from businesses.permissions import districts_of, within_districts
from businesses.registering import begin_history, find_owner, make_owner
from businesses.sizing import size_businesses
from core.clock import now, today
from core.errors import UserFault
from core.phones import display_phone, normalise_phone
from core.templatetags.formats import waktu
from reference.public import villages


class BusinessForm(WagtailAdminModelForm):
    """A business with its rows. `seen_version` is the version that the officer began with."""

    owner_name = forms.CharField(label="Nama pemilik", max_length=120)
    owner_phone = forms.CharField(
        label="Nomor WhatsApp pemilik", max_length=30, required=False, help_text="Contoh: 0812 3456 7890."
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen_values = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance._state.adding
        self.fields["seen_version"].initial = self.instance.version
        self.fields["seen_values"].initial = self.values_now = self._values_now()
        if not self.is_new:
            del self.fields["owner_name"], self.fields["owner_phone"]
        if "village" in self.fields:
            self._offer_villages()

    def _offer_villages(self) -> None:
        """Offer the villages of the officer's kecamatan, grouped by kecamatan; those limited have to choose one."""
        codes = districts_of(self.for_user) if self.for_user else None
        field: Any = self.fields["village"]
        field.queryset = villages() if codes is None else villages().filter(district__in=codes)
        field.label_from_instance = lambda village: f"{village.district}: {village}"
        field.required = codes is not None

    def clean(self) -> dict[str, Any]:
        """A KBLI goes with its edition; a number in use goes with its owner's name."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("kbli") and not cleaned.get("kbli_edition"):
            self.add_error("kbli_edition", "Pilih edisi kode KBLI ini; satu kode dapat berarti lain di edisi lain.")
        if self.is_new and cleaned.get("owner_phone"):
            self._clean_owner(cleaned)
        return cleaned

    def _clean_owner(self, cleaned: dict[str, Any]) -> None:
        try:
            cleaned["owner_phone"] = normalise_phone(cleaned["owner_phone"])
            cleaned["owner"] = find_owner(cleaned.get("owner_name", ""), cleaned["owner_phone"])
        except UserFault as fault:
            self.add_error("owner_phone", fault.message)

    def save(self, commit: bool = True) -> Business:
        """Save, count the version up, and bring the size up to date."""
        self.instance.version += not self.is_new
        self.instance.updated_at, self.instance.updated_by = now(), self.for_user
        business: Business = super().save(commit=commit)
        if self.is_new:
            owner = self.cleaned_data.get("owner") or make_owner(
                self.cleaned_data["owner_name"], self.cleaned_data["owner_phone"], business.village
            )
            business.memberships.create(person=owner)
            begin_history(business, by=self.for_user)
        size_businesses(Business.objects.filter(pk=business.pk))
        return business

    def _values_now(self) -> dict[str, str]:
        """Return the row as it is now, as flat texts by field, and a mark of each list of rows."""
        values = {name: _flat(self.initial.get(name)) for name in self._meta.fields if name in self.fields}
        if not self.is_new:
            values |= {name: _mark(formset.model, self.instance) for name, formset in self.formsets.items()}
        return values

    def catch_up(self) -> list[str]:
        """Put what somebody else wrote where the officer typed nothing; return in words where both did."""
        seen = self.cleaned_data.get("seen_values") or {}
        again: Any = self.data.copy()  # type: ignore[has-type]  # what a browser sent is a QueryDict
        found = []
        for name, kept in self.values_now.items():
            if seen.get(name, kept if name in self.formsets else None) == kept:
                continue
            if name in self.formsets:
                found.append(f"Daftar {self.formsets[name].model._meta.verbose_name_plural} juga diubah.")
            elif (typed := _flat(self.cleaned_data.get(name))) == seen.get(name):
                again[self.add_prefix(name)] = self._as_typed(name)
            elif typed != kept:
                found.append(f"{self.fields[name].label}: kini “{self._said(name, self.initial.get(name))}”.")
        again["seen_version"], again["seen_values"] = str(self.instance_now.version), json.dumps(self.values_now)
        self.data = again
        return found

    def _as_typed(self, name: str) -> Any:
        """Return the row's value as a browser would send it."""
        kept = self.initial.get(name)
        if isinstance(kept, bool):
            return "on" if kept else ""
        value = self.fields[name].widget.format_value(self.fields[name].prepare_value(kept))
        return "".join(value) if isinstance(value, list) else value or ""

    def _said(self, name: str, value: Any) -> str:
        if value in (None, "", False):
            return "tidak" if value is False else "kosong"
        if value is True:
            return "ya"
        shown = getattr(self.instance_now, f"get_{name}_display", None)
        return str(shown()) if shown else str(getattr(self.instance_now, name))

    @cached_property
    def instance_now(self) -> Business:
        """The row as it is in the database."""
        return Business.objects.select_related("village", "sector", "updated_by").get(pk=self.instance.pk)


def _flat(value: Any) -> str:
    """Return a value of a form as one text, so that a typed one and a kept one compare."""
    if value in (None, "", False):
        return ""
    return str(value.pk if isinstance(value, Model) else value)


def _mark(model: Any, business: Business) -> str:
    """Return what changes with any of the rows of one list."""
    said = json.dumps(list(model._default_manager.filter(business=business.pk).order_by("pk").values()), default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def warn_of_numbers(request: HttpRequest, business: Business) -> None:
    """Tell about numbers whose form looks wrong; they are kept."""
    for row in business.numbers.all():
        if sentence := number_warning(row.kind, row.number, today=today()):
            messages.warning(request, f"{row}: {sentence}")


class BusinessCreateView(generic.CreateView):
    """A business is written down with its owner."""

    def save_instance(self) -> Business:
        """Save, and tell about odd numbers."""
        business: Business = super().save_instance()
        warn_of_numbers(self.request, business)
        return business


class BusinessEditView(generic.EditView):
    """Editing, one officer after the other: who saves later is told what changed, and keeps what they typed."""

    def get_queryset(self) -> QuerySet[Business]:
        """Only where the officer may look; the row is locked while it is being written."""
        rows = within_districts(self.request.user, Business.objects.all())
        return rows.select_for_update(of=("self",)) if self.request.method == "POST" else rows

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hold the row from reading its version to writing it."""
        with transaction.atomic():
            answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def is_valid(self, form: BusinessForm) -> bool:
        """Refuse what was begun with an older version, once: the next time the officer has seen the differences."""
        version = self.object.version
        if not super().is_valid(form):
            return False
        if form.cleaned_data.get("seen_version") == version:
            return True
        form.add_error(None, _told(form))
        self.produced_error_code = "validation_error"
        self.produced_error_message = "Belum disimpan: data usaha ini diubah orang lain sejak Anda membukanya."
        return False

    def save_instance(self) -> Business:
        """Save, and tell about odd numbers."""
        business: Business = super().save_instance()
        warn_of_numbers(self.request, business)
        return business


def _told(form: BusinessForm) -> list[str]:
    """Return the sentences about what somebody else has changed."""
    kept = form.instance_now
    who = f"oleh {kept.updated_by}" if kept.updated_by else "oleh orang lain"
    when = f" pada {waktu(kept.updated_at)}" if kept.updated_at else ""
    return [
        f"Data usaha ini sudah diubah {who}{when}. Isian Anda masih ada di bawah dan belum disimpan.",
        *form.catch_up(),
        "Yang tidak Anda ubah sudah mengikuti data terbaru. Sesuaikan isian Anda bila perlu, lalu pilih Simpan lagi.",
    ]


def owner_words(business: Business) -> str:
    """Return the people of a business with their numbers, for those who may ring them."""
    members = business.memberships.select_related("person").order_by("part", "pk")
    return ", ".join(f"{one}{f' {display_phone(one.person.phone)}' if one.person.phone else ''}" for one in members)


def money(*names: str) -> FieldRowPanel:
    """Return a row of amounts."""
    return FieldRowPanel([FieldPanel(name) for name in names])


edit_handler = ObjectList(
    [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("owner_name"), FieldPanel("owner_phone")]),
        FieldRowPanel([FieldPanel("product"), FieldPanel("sector")]),
        FieldRowPanel([FieldPanel("kbli"), FieldPanel("kbli_edition"), FieldPanel("started_year")]),
        FieldRowPanel([FieldPanel("village"), FieldPanel("address")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("raw_material"), FieldPanel("raw_material_origin")]),
                FieldRowPanel([FieldPanel("local_suppliers"), FieldPanel("produced_on")]),
            ],
            heading="Produksi",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("sells_in_village"), FieldPanel("sells_in_regency")]),
                FieldRowPanel([FieldPanel("sells_outside"), FieldPanel("sells_abroad")]),
                FieldRowPanel([FieldPanel("sells_online"), FieldPanel("has_siinas")]),
            ],
            heading="Pemasaran",
        ),
        InlinePanel(
            "figures",
            heading="Angka per tahun",
            label="tahun",
            panels=[
                FieldRowPanel([FieldPanel("year"), FieldPanel("workers"), FieldPanel("workers_female")]),
                money("investment_rupiah", "capital_rupiah", "sales_rupiah"),
                money("production_rupiah", "raw_material_rupiah"),
            ],
        ),
        InlinePanel(
            "products",
            heading="Produk",
            label="produk",
            panels=[
                FieldRowPanel([FieldPanel("name"), FieldPanel("sector")]),
                FieldRowPanel([FieldPanel("kbli"), FieldPanel("kbli_edition")]),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("capacity_unit")]),
            ],
        ),
        InlinePanel(
            "numbers",
            heading="Legalitas",
            label="nomor",
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("number")]),
                FieldRowPanel([FieldPanel("issued_on"), FieldPanel("expires_on")]),
            ],
        ),
        InlinePanel(
            "needs",
            heading="Kebutuhan",
            label="kebutuhan",
            panels=[FieldRowPanel([FieldPanel("topic"), FieldPanel("text"), FieldPanel("met_on")])],
        ),
        InlinePanel(
            "trainings",
            heading="Pelatihan dan bantuan yang pernah diterima",
            label="pelatihan atau bantuan",
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
                FieldRowPanel([FieldPanel("organiser"), FieldPanel("year")]),
            ],
        ),
        FieldPanel("seen_version"),
        FieldPanel("seen_values"),
    ],
    base_form_class=BusinessForm,
)
