"""`/studio/kelas/pilih/<angkatan>/`: narrow the list of learners, look at who is proposed, take them in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages

from accounts.public import within_reach
from core.errors import UserFault
from courses.public import cohort_with_course, join_cohort
from desk.choosing_people import MOST_SHOWN, ChoosingForm, candidates_for
from desk.permissions import can_enrol_class
from desk.showing_people import business_words, place_words
from messaging.public import one_bell

FIRST_ASKED = {"remote_first": True, "untrained": True}


def choose_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the proposal for the filter in the address; on POST take in who is ticked."""
    if not can_enrol_class(request.user):
        raise PermissionDenied
    cohort = cohort_with_course(pk)
    if cohort is None:
        raise Http404("cohort")
    if request.method == "POST":
        return _take_in(request, cohort)
    form = ChoosingForm(request.GET) if request.GET else ChoosingForm(initial=FIRST_ASKED)
    asked: dict[str, Any] = FIRST_ASKED
    if form.is_bound:
        asked = form.cleaned_data if form.is_valid() else {}
    return TemplateResponse(request, "desk/choose.html", _context(cohort, form, asked, request.user))


def _context(cohort: Any, form: ChoosingForm, asked: dict[str, Any], reader: Any) -> dict[str, Any]:
    """Return the proposal: as many as asked for, at most as there are seats."""
    seats = cohort.capacity - cohort.member_count
    count = max(0, min(asked.get("count") or seats, seats, MOST_SHOWN))
    rows = within_reach(reader, candidates_for(cohort, asked))
    lines = [(person, place_words(person), business_words(person)) for person in rows[:count]]
    title = "Pilih dari daftar peserta"
    url = reverse("cohorts:inspect", args=[cohort.pk])
    crumbs = [{"url": reverse("cohorts:index"), "label": "Angkatan"}, {"url": url, "label": str(cohort)}]
    return {
        "cohort": cohort,
        "form": form,
        "lines": lines,
        "found": rows.count(),
        "seats": seats,
        "back_url": url,
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
    }


def _take_in(request: HttpRequest, cohort: Any) -> HttpResponse:
    """Take in who is ticked and may still join; say who could not."""
    ticked = [int(value) for value in request.POST.getlist("person")[:MOST_SHOWN] if value.isdecimal()]
    taken = 0
    with one_bell():
        for person in within_reach(request.user, candidates_for(cohort, {})).filter(pk__in=ticked):
            try:
                join_cohort(cohort.pk, person, by=request.user)
                taken += 1
            except UserFault as fault:
                messages.error(request, f"{person}: {fault.message}")
    if not ticked:
        messages.error(request, "Centang paling sedikit satu orang.")
        return redirect("desk_choose", cohort.pk)
    messages.success(request, f"{taken} peserta ditambahkan ke {cohort}.")
    return redirect("cohorts:inspect", cohort.pk)
