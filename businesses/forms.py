"""What owners fill in on the phone about their business."""

from typing import Any

from django import forms
from django.db import transaction

from businesses.models import Business, Membership, YearFigures
from businesses.sizing import size_businesses
from core.clock import now, today
from core.money import RupiahField
from reference.public import villages


class OwnBusinessForm(forms.ModelForm):
    """The facts that owners know best, with this year's figures. Everything but the name may stay empty."""

    workers = forms.IntegerField(
        label="Jumlah tenaga kerja, termasuk Anda", min_value=0, max_value=100_000, required=False
    )
    workers_female = forms.IntegerField(label="Di antaranya perempuan", min_value=0, max_value=100_000, required=False)
    sales_rupiah = RupiahField(label="Omzet setahun", required=False, help_text="Contoh: 24.000.000 atau 24 juta.")
    investment_rupiah = RupiahField(
        label="Nilai alat dan mesin", required=False, help_text="Tanpa tanah dan bangunan. Contoh: 15 juta."
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Business
        fields = ["name", "product", "sector", "village", "address", "started_year", "raw_material"]
        error_messages = {"name": {"required": "Isi nama usaha Anda."}}
        labels = {"village": "Desa tempat usaha", "sector": "Bidang usaha"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures = self._figures()
        for name in FIGURES:
            self.fields[name].initial = getattr(self.figures, name)
        self.fields["seen_version"].initial = self.instance.version
        village: Any = self.fields["village"]
        village.queryset = villages()
        village.label_from_instance = lambda row: f"{row.district}: {row}"
        village.empty_label = "Pilih desa"
        sector: Any = self.fields["sector"]
        sector.empty_label = "Pilih bidang usaha"

    def _figures(self) -> YearFigures:
        """Return this year's figures; those of the last year known are what the form begins with."""
        year = today().year
        newest = YearFigures.objects.filter(business=self.instance.pk, year__lte=year).first() or YearFigures()
        if newest.year != year:
            newest.pk, newest.year = None, year
        return newest

    def clean(self) -> dict[str, Any]:
        """Women are among the workers; a form opened before somebody else wrote is not saved."""
        cleaned: dict[str, Any] = super().clean() or {}
        workers, women = cleaned.get("workers"), cleaned.get("workers_female")
        if women is not None and workers is None and "workers" not in self.errors:
            self.add_error("workers", "Isi jumlah seluruh tenaga kerja.")
        if women is not None and workers is not None and women > workers:
            self.add_error("workers_female", "Tidak boleh melebihi jumlah tenaga kerja.")
        if self.instance.pk and cleaned.get("seen_version") != self.instance.version:
            again: Any = self.data.copy()  # type: ignore[attr-defined]  # what a browser sent is a QueryDict
            again["seen_version"] = str(self.instance.version)
            self.data = again
            raise forms.ValidationError(
                "Data usaha ini baru saja diubah, mungkin oleh petugas dinas. Isian Anda belum disimpan."
                " Periksa isian di bawah, lalu pilih Simpan lagi."
            )
        return cleaned

    @transaction.atomic
    def save_own(self, person: Any) -> Business:
        """Save the business and the figures that were filled in, and count the version up."""
        self.instance.version += 1
        self.instance.updated_at, self.instance.updated_by = now(), person
        business: Business = self.save()
        if any(name in self.changed_data for name in FIGURES):
            for name in FIGURES:
                setattr(self.figures, name, self.cleaned_data[name])
            self.figures.business = business
            self.figures.save()
        size_businesses(Business.objects.filter(pk=business.pk))
        return business


FIGURES = ("workers", "workers_female", "sales_rupiah", "investment_rupiah")


def own_memberships(person: Any) -> Any:
    """Return the places of `person` in businesses with what a card shows, own businesses first."""
    rows = Membership.objects.filter(person=person).select_related("business__sector", "business__village__district")
    return rows.prefetch_related("business__figures", "business__numbers").order_by("part", "pk")
