"""`/studio/peserta/<id>/pekerja/`: the office notes who works in somebody's business, by their number."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.log_actions import log

from accounts.public import is_within_reach, people, person_by_phone, within_reach
from businesses.public import add_worker, visible_businesses
from desk.forms import WorkerForm
from desk.permissions import can_enrol_class
from desk.showing_people import OWNER

ADD_WORKER_ACTION = "desk.add_worker"


def add_worker_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the number of somebody who has an account; on POST note them as worker."""
    if not can_enrol_class(request.user):
        raise PermissionDenied
    rows = within_reach(request.user, people()).filter(memberships__part=OWNER).distinct()
    owner = get_object_or_404(rows, pk=pk)
    seen = visible_businesses(request.user)
    owned = owner.memberships.filter(part=OWNER, business__in=seen).select_related("business").order_by("pk")
    form = WorkerForm(request.POST or None, businesses=[membership.business for membership in owned])
    if request.method == "POST" and form.is_valid() and _add(request, form):
        return redirect("desk_people")
    crumbs = [{"url": reverse("desk_people"), "label": "Peserta"}, {"url": "", "label": "Tambah pekerja"}]
    context = {"owner": owner, "form": form, "breadcrumbs_items": crumbs}
    context |= {"header_title": "Tambah pekerja", "header_icon": "group"}
    return TemplateResponse(request, "desk/add_worker.html", context)


def _add(request: HttpRequest, form: WorkerForm) -> bool:
    """Note the worker and log who did; say what stands against it where something does."""
    person: Any = person_by_phone(form.cleaned_data["phone"])
    if person is None or not is_within_reach(request.user, person):
        form.add_error("phone", "Nomor ini belum punya akun. Daftarkan orangnya dahulu lewat Daftarkan kelas.")
        return False
    business = form.business
    add_worker(business, person)
    log(instance=person, action=ADD_WORKER_ACTION, user=request.user, data={"business": business.pk})
    messages.success(request, f"{person} dicatat sebagai pekerja di {business}.")
    return True
