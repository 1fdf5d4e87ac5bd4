"""What waits for this person, on the first screen of `/studio/`."""

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from courses.models import SubmissionState, TaskSubmission
from courses.permissions import can_teach_any, taught_courses
from courses.policies_learning import questions_followed


class WaitingPanel(Component):
    """Tasks and questions without an answer, each with the way to its queue."""

    name = "courses_waiting"
    template_name = "courses/studio/waiting.html"
    order = 90

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count what waits in the courses that the person teaches."""
        user = parent_context["request"].user
        tasks = TaskSubmission.objects.filter(
            state=SubmissionState.WAITING, enrolment__course__in=taught_courses(user).values("pk")
        )
        return {
            "shown": can_teach_any(user),
            "tasks": tasks.count(),
            "tasks_url": reverse("learning_tasks:index"),
            "questions": questions_followed(user).filter(answered_at__isnull=True).count(),
            "questions_url": reverse("learning_questions:index"),
        }
