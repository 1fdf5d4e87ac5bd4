"""Hands Wagtail's questions about learners' records to the predicates of `permissions`."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.public import within_reach
from courses.models import LearnerQuestion
from courses.panels import GUEST_PREFIX
from courses.permissions import READING, can_follow_any, can_teach_any, followed_courses


class LearningPolicy(BasePermissionPolicy):
    """Who follows a course reads its records, who teaches it answers them; nobody adds or deletes any by hand.

    `course_lookup` and `person_lookup` lead from the model to its course and to its learner: an officer limited to
    kecamatan sees the learners from there.
    """

    def __init__(self, model: type[Model], course_lookup: str, person_lookup: str) -> None:
        super().__init__(model)
        self.course_lookup, self.person_lookup = course_lookup, person_lookup

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Say whether `user` may do `action` on some rows."""
        return {"view": can_follow_any, "change": can_teach_any}.get(action, _nobody)(user)

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> "QuerySet[Any]":
        """Return the rows of the courses that `user` follows."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        rows = rows.filter(**{f"{self.course_lookup}__in": followed_courses(user).values("pk")})
        return within_reach(user, rows, person=self.person_lookup)

    def users_with_any_permission(self, actions: Collection[str]) -> "QuerySet[Any]":
        """Return the people who follow some course."""
        held = Q(groups__name__in=[role.value for role in READING]) | Q(groups__name__startswith=GUEST_PREFIX)
        return get_user_model()._default_manager.filter(held | Q(is_superuser=True), is_active=True).distinct()


class QuestionPolicy(LearningPolicy):
    """Questions name their lesson; the course is found by its place in the tree."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__(model, "course_id", "person")

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> "QuerySet[Any]":
        """Return the questions of the courses that `user` follows, with the course's id and title."""
        return questions_followed(user)


def questions_followed(user: Any) -> "QuerySet[Any]":
    """Return the questions asked in the courses that `user` follows, with the course's id and title."""
    followed = {"course_id__in": followed_courses(user).values("pk")}
    return within_reach(user, LearnerQuestion.objects.with_course().filter(**followed), person="person")


def _nobody(user: Any) -> bool:
    return False
