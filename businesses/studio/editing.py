"""The form of a business, and how two officers who edit one are told of each other."""

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance._state.adding
        self.fields["seen_version"].initial = self.instance.version
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

    def differences(self) -> list[str]:
        """Return what differs between the form as it was sent and the row as it is now, in words."""
        found = []
        for name in self.changed_data:
            if name in self.fields and name != "seen_version" and name in self._meta.fields:
                kept = self[name].initial
                found.append(f"{self.fields[name].label}: kini “{self._said(name, kept)}”.")
        inline = [formset for formset in self.formsets.values() if formset.has_changed()]
        found += [f"Daftar {formset.model._meta.verbose_name_plural} juga berbeda." for formset in inline]
        return found

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
        form.data = form.data.copy()
        form.data["seen_version"] = str(version)
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
        *form.differences(),
        "Sesuaikan isian Anda bila perlu, lalu pilih Simpan lagi.",
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
    ],
    base_form_class=BusinessForm,
)
