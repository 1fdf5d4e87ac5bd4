"""The address of a room that a later issue fills."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def mentor(request: HttpRequest) -> HttpResponse:
    """Say in one sentence that mentor matching isn't open yet."""
    return render(request, "mentoring/mentor.html")
