"""Screens of the acts on one certificate in `/studio/`: each says what will happen and asks why."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views import generic

from certificates.correcting import correct_certificate
from certificates.errors import NotAllowed, NotCancellable, NotCorrectable, NotRevocable
from certificates.forms import CorrectForm, RevokeForm, WhyForm
from certificates.models import RevocationReason
from certificates.permissions import (
    can_read_register,
    can_return_certificate,
    can_revoke_certificate,
    readable_certificates,
)
from certificates.returning import return_certificate
from certificates.revoking import revoke_certificate


class RevokeView(generic.base.WagtailAdminTemplateMixin, FormView):
    """Asks why, says what will happen, then revokes."""

    template_name = "certificates/studio/revoke.html"
    form_class: type[forms.Form] = RevokeForm
    page_title = "Cabut sertifikat"
    header_icon = "cross"
    may = staticmethod(can_revoke_certificate)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in only who may do this with this certificate."""
        if not can_read_register(request.user):
            raise PermissionDenied
        self.certificate = get_object_or_404(readable_certificates(request.user), pk=kwargs["pk"])
        if not self.may(request.user, self.certificate):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the certificate by its number, or by whose it is."""
        return str(self.certificate)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the register."""
        register = {"url": reverse("certificates:index"), "label": "Sertifikat"}
        return [
            *self.breadcrumbs_items,
            register,
            {"url": "", "label": self.page_title, "sublabel": str(self.certificate)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the certificate and the way back."""
        back = reverse("certificates:inspect", args=[self.certificate.pk])
        return super().get_context_data(certificate=self.certificate, back_url=back, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Revoke and say so; what another did meanwhile is told, not hidden."""
        reason = RevocationReason(form.cleaned_data["reason"])
        try:
            revoke_certificate(self.certificate, by=self.request.user, reason=reason, note=form.cleaned_data["note"])
        except (NotAllowed, NotRevocable) as fault:
            messages.error(self.request, fault.message)
        else:
            messages.success(self.request, f"Sertifikat nomor {self.certificate.number_text} dicabut.")
        return redirect("certificates:inspect", self.certificate.pk)


class CorrectView(RevokeView):
    """Asks for the right name and why, then puts a new version into the head's queue."""

    template_name = "certificates/studio/correct.html"
    form_class = CorrectForm
    page_title = "Perbaiki nama"
    header_icon = "edit"

    def get_initial(self) -> dict[str, Any]:
        """Begin with the name as it is."""
        return {"nama": self.certificate.person_name}

    def form_valid(self, form: Any) -> HttpResponse:
        """Ask for the new version and say so."""
        name, why = form.cleaned_data["nama"], form.cleaned_data["why"]
        try:
            correct_certificate(self.certificate, name, by=self.request.user, why=why)
        except ValidationError as fault:
            form.add_error("nama", fault)
            return self.form_invalid(form)
        except (NotAllowed, NotCorrectable) as fault:
            messages.error(self.request, fault.message)
        else:
            messages.success(self.request, "Perbaikan menunggu persetujuan kepala dinas.")
        return redirect("certificates:inspect", self.certificate.pk)


class ReturnView(RevokeView):
    """Asks why, then takes back what was approved and isn't issued."""

    template_name = "certificates/studio/return.html"
    form_class = WhyForm
    page_title = "Kembalikan ke antrean"
    header_icon = "undo"
    may = staticmethod(can_return_certificate)

    def form_valid(self, form: Any) -> HttpResponse:
        """Take it back and say so."""
        try:
            return_certificate(self.certificate, by=self.request.user, why=form.cleaned_data["why"])
        except (NotAllowed, NotCancellable) as fault:
            messages.error(self.request, fault.message)
        else:
            messages.success(self.request, "Dikembalikan ke antrean persetujuan.")
        return redirect("certificates:inspect", self.certificate.pk)
