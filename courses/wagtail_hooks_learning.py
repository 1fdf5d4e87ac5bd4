"""What `/studio/` gets from learning: classes, the queues of tasks and questions, results and evaluations."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from courses.cohorts.admin import cohort_viewset
from courses.cohorts.closing import CLOSE_COHORT_ACTION
from courses.cohorts.gathering import OPEN_COHORT_ACTION, REMOVE_MEMBER_ACTION
from courses.giving_attempts import GIVE_ATTEMPT_ACTION
from courses.models import Cohort, CourseEvaluation, Enrolment, LearnerQuestion, TaskSubmission
from courses.policies_cohorts import CohortPolicy
from courses.policies_learning import LearningPolicy, QuestionPolicy
from courses.views.studio_home import WaitingPanel
from courses.views.studio_questions import question_viewset
from courses.views.studio_results import evaluation_viewset, result_viewset
from courses.views.studio_tasks import task_viewset

register_permission_policy(Cohort, CohortPolicy(Cohort))
register_permission_policy(TaskSubmission, LearningPolicy(TaskSubmission, "enrolment__course", "enrolment__person"))
register_permission_policy(LearnerQuestion, QuestionPolicy(LearnerQuestion))
register_permission_policy(Enrolment, LearningPolicy(Enrolment, "course", "person"))
register_permission_policy(CourseEvaluation, LearningPolicy(CourseEvaluation, "enrolment__course", "enrolment__person"))


class LearningGroup(ViewSetGroup):
    """Everything about those who learn, under one entry of the menu."""

    menu_label = "Belajar"
    menu_icon = "group"
    menu_order = 105
    items = (cohort_viewset, task_viewset, question_viewset, result_viewset, evaluation_viewset)


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Put the counts of both queues on the first screen."""
    panels.append(WaitingPanel())


@hooks.register("register_admin_viewset")
def register_learning() -> LearningGroup:
    """Show classes, queues and results."""
    return LearningGroup()


@hooks.register("register_log_actions")
def register_learning_log_words(actions: Any) -> None:
    """Name what is logged."""
    actions.register_action(GIVE_ATTEMPT_ACTION, "Beri kesempatan", "Diberi satu kesempatan tes akhir lagi")
    actions.register_action(OPEN_COHORT_ACTION, "Mulai angkatan", "Angkatan dimulai")
    actions.register_action(CLOSE_COHORT_ACTION, "Tutup angkatan", "Angkatan ditutup")
    actions.register_action(REMOVE_MEMBER_ACTION, "Keluarkan peserta", "Peserta dikeluarkan dari angkatan")
