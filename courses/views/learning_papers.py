"""Final tests to take along where there is no signal."""

from django.http import HttpRequest, JsonResponse

from courses.addresses import course_path
from courses.answering_offline import draw_paper
from courses.browsing import published_courses
from courses.enrolling import required_enrolment
from courses.errors import CourseClosed
from sync.public import phone_door


@phone_door("POST", limit="sync_paper")
def paper(request: HttpRequest, course: str) -> JsonResponse:
    """Return the questions of the reader's paper, never its keys; asked twice, the same paper."""
    page = published_courses().filter(slug=course).first()
    if page is None:
        raise CourseClosed
    found = draw_paper(required_enrolment(request.user, page))
    told = {"paper": found.pk, "until": found.expires_at, "course": course_path(page), "questions": found.shown}
    return JsonResponse(told)
