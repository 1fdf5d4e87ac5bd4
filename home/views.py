"""Learner screens that join several rooms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home.models import HelpSettings


def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to reach the office and how the most frequent things are done."""
    return render(request, "home/help.html", {"office": HelpSettings.load(request_or_site=request)})


def field(request: HttpRequest) -> HttpResponse:
    """Say in one sentence that the officers' field screens aren't open yet."""
    return render(request, "home/field.html")
