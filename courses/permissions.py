"""Who may do what in courses. Used by views, templates and the admin alike."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.permissions import page_permission_policy

from accounts.public import Role, has_role, is_second_factor_settled, is_within_reach
from courses.models import Attempt, AttendanceSheetPhoto, Cohort, CoursePage, TaskPhoto

TEACHING = (Role.INSTRUCTOR, Role.OFFICER, Role.ADMIN)
READING = (*TEACHING, Role.HEAD)
OFFICE = (Role.OFFICER, Role.ADMIN)


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
    is_theirs = can_follow(request.user, enrolment.course_id) and is_within_reach(request.user, enrolment.person)
    return is_second_factor_settled(request) and is_theirs


def can_see_attempt(user: Any, attempt: Attempt) -> bool:
    """Say whether `user` may open this attempt's screens: only who is doing it."""
    return bool(user.pk == attempt.enrolment.person_id)


def can_review(user: Any) -> bool:
    """Say whether `user` may note that a course's content is right: who teaches, but no invited trainer."""
    return has_role(user, *TEACHING)


def can_invite(user: Any) -> bool:
    """Say whether `user` may invite trainers from outside."""
    return has_role(user, *OFFICE)


def can_give_attempt(user: Any) -> bool:
    """Say whether `user` may give a learner one more go at the final test."""
    return has_role(user, *OFFICE)


def seen_cohorts(user: Any) -> "QuerySet[Cohort]":
    """Return the classes that `user` may look at: the office and the head all, who teaches those of their courses."""
    rows = Cohort.objects.all()
    if has_role(user, *OFFICE, Role.HEAD):
        return rows
    if not user.is_authenticated:
        return rows.none()
    return rows.filter(Q(course__in=followed_courses(user).values("pk")) | Q(teacher=user))


def can_see_cohorts(user: Any) -> bool:
    """Say whether classes stand in the menu of `user`."""
    return can_follow_any(user) or (user.is_authenticated and Cohort.objects.filter(teacher=user).exists())


def can_see_cohort(user: Any, cohort: Cohort) -> bool:
    """Say whether `user` may look at this class."""
    return seen_cohorts(user).filter(pk=cohort.pk).exists()


def can_manage_cohorts(user: Any) -> bool:
    """Say whether `user` may form classes, change, write to and close them."""
    return has_role(user, *OFFICE)


def can_mark_attendance(user: Any, cohort: Cohort) -> bool:
    """Say whether `user` may write down who came: the office, and the teacher of this class."""
    return can_manage_cohorts(user) or bool(user.is_authenticated and cohort.teacher_id == user.pk)


def can_see_sheet_photo(request: HttpRequest, photo: AttendanceSheetPhoto) -> bool:
    """Say whether the photo of a paper list opens here: for who marks by it, with their second factor."""
    return is_second_factor_settled(request) and can_mark_attendance(request.user, photo.meeting.cohort)
