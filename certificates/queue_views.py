"""The head's desk in `/studio/sertifikat/`: the queue, the decision, the PIN, and previews."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views import generic

from certificates.approving import approve
from certificates.forms import ApproveForm, PinForm
from certificates.models import Certificate
from certificates.permissions import can_approve, can_read_register, readable_certificates
from certificates.pins import has_pin, set_pin
from certificates.previewing import preview
from certificates.queueing import Oddity, decisions, look
from core.errors import IkmError
from reference.public import tier_rank

PAGE = 50


class QueueView(generic.base.WagtailAdminTemplateMixin, FormView):
    """What waits, what deserves a look, how earlier decisions fare; the head decides here, the office reads."""

    template_name = "certificates/studio/queue.html"
    form_class = ApproveForm
    page_title = "Persetujuan sertifikat"
    header_icon = "check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let the office in; only the head may send the form."""
        may = can_approve if request.method == "POST" else can_read_register
        if not may(request.user):
            raise PermissionDenied
        self.queue = look(readable_certificates(request.user))
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the register."""
        register = {"url": reverse("certificates:index"), "label": "Sertifikat"}
        return [*self.breadcrumbs_items, register, {"url": "", "label": self.page_title}]

    def get_initial(self) -> dict[str, Any]:
        """Carry how far the head has seen."""
        return {"through": self.queue.through}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show one page of the queue, of one oddity if asked."""
        chosen = self.request.GET.get("ganjil", "")
        rank = tier_rank("person__village__district")
        rows = readable_certificates(self.request.user).waiting().order_by(rank, "course_title", "person_name", "pk")
        if chosen in self.queue.odd:
            rows = rows.filter(pk__in=self.queue.odd[chosen][:1000])
        odd = [(choice.value, choice.label, len(self.queue.odd[choice.value])) for choice in Oddity]
        return super().get_context_data(
            queue=self.queue,
            odd=odd,
            has_odd=any(self.queue.odd.values()),
            chosen=chosen,
            page=Paginator(rows, PAGE).get_page(self.request.GET.get("p")),
            decisions=decisions(),
            may_approve=can_approve(self.request.user),
            has_pin=has_pin(self.request.user),
            **kwargs,
        )

    def form_valid(self, form: ApproveForm) -> HttpResponse:
        """Decide; what is in the way is told beside the form."""
        rows = readable_certificates(self.request.user).filter(pk__lte=form.cleaned_data["through"])
        if "semua" not in self.request.POST:
            ticked = [int(pk) for pk in self.request.POST.getlist("pilih") if pk.isdigit()]
            rows = rows.filter(pk__in=ticked)
        try:
            approval = approve(
                rows, by=self.request.user, pin=form.cleaned_data["pin"], prefix=form.cleaned_data["place"]
            )
        except IkmError as fault:
            form.add_error(None, fault.message)
            return self.form_invalid(form)
        messages.success(self.request, f"{approval.count} sertifikat disetujui dan sedang dibuat.")
        return redirect("certificates:queue")


class PinView(generic.base.WagtailAdminTemplateMixin, FormView):
    """The head sets their own PIN; the studio has asked for the second factor before."""

    template_name = "certificates/studio/pin.html"
    form_class = PinForm
    page_title = "PIN persetujuan"
    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may approve."""
        if not can_approve(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: PinForm) -> HttpResponse:
        """Keep it, unless it is such as everybody tries first."""
        try:
            set_pin(self.request.user, form.cleaned_data["pin"])
        except IkmError as fault:
            form.add_error("pin", fault.message)
            return self.form_invalid(form)
        messages.success(self.request, "PIN disimpan.")
        return redirect("certificates:queue")


def preview_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how one certificate will look; marked as a preview, without number and signature."""
    if not can_read_register(request.user):
        raise PermissionDenied
    return _pdf(request, get_object_or_404(readable_certificates(request.user), pk=pk))


def sample_pdf(request: HttpRequest) -> HttpResponse:
    """Show a fictional certificate with the office's words as they are saved."""
    if not can_read_register(request.user):
        raise PermissionDenied
    return _pdf(request, None)


def _pdf(request: HttpRequest, certificate: Certificate | None) -> HttpResponse:
    """Return the sheet; what keeps it from being set is told above the queue."""
    try:
        content = preview(certificate)
    except IkmError as fault:
        messages.error(request, fault.message)
        return redirect("certificates:queue")
    return HttpResponse(content, content_type="application/pdf", headers={"Cache-Control": "no-store"})
