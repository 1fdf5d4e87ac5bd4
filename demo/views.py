"""What the starter of the demo asks the running demo."""

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from demo.lesson_videos import progress


@never_cache
def video_progress(request: HttpRequest) -> JsonResponse:
    """Say how many narrated videos are ready; not there outside demo mode."""
    if not settings.DEMO:
        raise Http404
    return JsonResponse(progress())
