"""`/studio/kelas/`: paste a list, look at what was understood, confirm. `tempel/<id>/` fills one class (angkatan)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page

from core.errors import UserFault
from courses.public import cohort_with_course
from desk.checking_class import Candidate, check_class
from desk.enrolling_class import ClassResult, enrol_class
from desk.forms import ClassForm
from desk.permissions import can_enrol_class

TEMPLATE = "desk/class.html"


def class_view(request: HttpRequest) -> HttpResponse:
    """Enrol a list in a course."""
    return _step(request, None)


def paste_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill one class (angkatan) from a list; 404 for one that takes nobody."""
    cohort = cohort_with_course(pk)
    if cohort is None and can_enrol_class(request.user):
        raise Http404("cohort")
    return _step(request, cohort)


def _step(request: HttpRequest, cohort: Any) -> HttpResponse:
    """Show the form; on POST the preview; with `confirm`, enrol. Nothing is kept between the steps but the form."""
    if not can_enrol_class(request.user):
        raise PermissionDenied
    form = ClassForm(request.POST or None, cohort=cohort)
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        if "change" in request.POST:
            form = ClassForm(initial=request.POST.dict(), cohort=cohort)
        return _show(request, form, cohort=cohort)
    course = Page.objects.get(pk=form.cleaned_data["course"]).specific
    try:
        candidates = check_class(form.cleaned_data["text"], course, cohort=cohort, reader=request.user)
    except UserFault as fault:
        form.add_error("text", fault.message)
        return _show(request, form, cohort=cohort)
    if "confirm" in request.POST and any(candidate.is_good for candidate in candidates):
        return _enrol(request, form, course, candidates)
    return _show(request, form, course=course, candidates=candidates, cohort=cohort)


def _enrol(request: HttpRequest, form: ClassForm, course: Any, candidates: list[Candidate]) -> HttpResponse:
    """Enrol and say what happened; lines that were not taken stay in the form to be mended."""
    cohort = form.cohort
    result = enrol_class(course, candidates, by=request.user, cohort=cohort)
    messages.success(request, _told(result, cohort or course))
    for candidate, sentence in result.refused:
        messages.error(request, f"Baris {candidate.line.number}, {candidate.line.name}: {sentence}")
    refused = {candidate.line.number for candidate, _ in result.refused}
    left = [candidate.line.raw for candidate in candidates if not candidate.is_good or candidate.line.number in refused]
    if not left:
        return redirect("cohorts:inspect", cohort.pk) if cohort else redirect("desk_class")
    rest = ClassForm(initial={"course": form.cleaned_data["course"], "text": "\n".join(left)}, cohort=cohort)
    return _show(request, rest, left=len(left), cohort=cohort)


def _told(result: ClassResult, target: Any) -> str:
    """Return one sentence about what was done."""
    told = f"{result.enrolled} peserta didaftarkan ke {target}, {result.made} di antaranya dengan akun baru."
    return told + (f" {result.unchanged} sudah terdaftar sebelumnya." if result.unchanged else "")


def _show(request: HttpRequest, form: ClassForm, **more: Any) -> HttpResponse:
    """Render the step."""
    candidates, cohort = more.get("candidates"), more.get("cohort")
    title = "Tempel daftar peserta" if cohort else "Daftarkan kelas"
    way = [{"url": reverse("cohorts:inspect", args=[cohort.pk]), "label": str(cohort)}] if cohort else []
    context = {
        "form": form,
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [*way, {"url": "", "label": title}],
        **more,
    }
    if candidates:
        context["good"] = sum(candidate.is_good and not candidate.is_enrolled for candidate in candidates)
        context["bad"] = sum(not candidate.is_good for candidate in candidates)
    return TemplateResponse(request, TEMPLATE, context)
