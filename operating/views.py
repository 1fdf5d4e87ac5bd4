"""`/metrik/` for Prometheus and `/studio/status/` for the administrator."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from core.clock import now
from operating.metrics import page
from operating.permissions import can_see_status, may_read_metrics
from operating.status import GOOD, status_lines, versions


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus; for anybody without the token there is no such page."""
    if not may_read_metrics(request):
        raise Http404
    return HttpResponse(page(), content_type=CONTENT_TYPE_LATEST)


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show how everything stands."""
    if not can_see_status(request.user):
        raise PermissionDenied
    lines = status_lines()
    context = {
        "lines": lines,
        "versions": list(versions()),
        "troubles": sum(line.verdict != GOOD for line in lines),
        "asked_at": now(),
        "header_title": "Status",
        "header_icon": "cogs",
        "breadcrumbs_items": [{"url": "", "label": "Status"}],
    }
    return TemplateResponse(request, "operating/status.html", context)
