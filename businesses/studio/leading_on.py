"""The address of a business that was merged away leads to the one that it is part of now."""

import functools
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern

from businesses.merging.joining import merged_into
from businesses.permissions import visible_businesses


def lead_on(pattern: URLPattern) -> URLPattern:
    """Return the pattern with a view that looks for what a missing business became, where the reader may see it."""
    view = pattern.callback

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **values)
        except Http404:
            into = merged_into(int(values["pk"])) if request.method in {"GET", "HEAD"} else None
            if into is None or not visible_businesses(request.user).filter(pk=into).exists():
                raise
            match: Any = request.resolver_match
            return redirect(match.view_name, into)

    return URLPattern(pattern.pattern, answer, pattern.default_args, pattern.name)
