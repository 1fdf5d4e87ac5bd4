"""Who may do what in courses. Used by views, templates and the admin alike."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.permissions import page_permission_policy

from accounts.public import Role, has_role, is_second_factor_settled
from courses.models import Attempt, CoursePage, TaskPhoto

TEACHING = (Role.INSTRUCTOR, Role.OFFICER, Role.ADMIN)
READING = (*TEACHING, Role.HEAD)


def taught_courses(user: Any) -> "QuerySet[CoursePage]":
    """Return the courses whose tasks and questions `user` may answer.

    Instructors and officers all of them; an invited trainer those that Wagtail lets them change.
    """
    if has_role(user, *TEACHING):
        return CoursePage.objects.all()
    if not user.is_authenticated:
        return CoursePage.objects.none()
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return CoursePage.objects.filter(pk__in=pages.values("pk"))


def followed_courses(user: Any) -> "QuerySet[CoursePage]":
    """Return the courses whose learners' results `user` may read: those taught, and all for the head of office."""
    return CoursePage.objects.all() if has_role(user, *READING) else taught_courses(user)


def can_teach(user: Any, course_id: int) -> bool:
    """Say whether `user` may answer the learners of this course."""
    return taught_courses(user).filter(pk=course_id).exists()


def can_follow(user: Any, course_id: int) -> bool:
    """Say whether `user` may read the results of this course."""
    return followed_courses(user).filter(pk=course_id).exists()


def can_teach_any(user: Any) -> bool:
    """Say whether the queues offer `user` anything to answer."""
    return has_role(user, *TEACHING) or taught_courses(user).exists()


def can_follow_any(user: Any) -> bool:
    """Say whether the queues and results stand in the menu of `user`."""
    return has_role(user, *READING) or taught_courses(user).exists()


def can_see_photo(request: HttpRequest, photo: TaskPhoto) -> bool:
    """Say whether a task's photo opens here: for who sent it, and for staff of its course with their second factor."""
    enrolment = photo.submission.enrolment
    if request.user.pk == enrolment.person_id:
        return True
    return is_second_factor_settled(request) and can_follow(request.user, enrolment.course_id)


def can_see_attempt(user: Any, attempt: Attempt) -> bool:
    """Say whether `user` may open this attempt's screens: only who is doing it."""
    return bool(user.pk == attempt.enrolment.person_id)


def can_review(user: Any) -> bool:
    """Say whether `user` may note that a course's content is right: who teaches, but no invited trainer."""
    return has_role(user, *TEACHING)


def can_invite(user: Any) -> bool:
    """Say whether `user` may invite trainers from outside."""
    return has_role(user, Role.OFFICER, Role.ADMIN)


def can_give_attempt(user: Any) -> bool:
    """Say whether `user` may give a learner one more go at the final test."""
    return has_role(user, Role.OFFICER, Role.ADMIN)
