"""The one place of the pass rule: when a lesson and a quiz count, when the final test opens, when a course is passed.

Plain values only; `courses/standing.py` reads them from the rows. Source: the office's certificate conventions
(final test at or above the pass mark, all practice tasks accepted) and the settings COURSES_*.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from courses.errors import FinalAttemptsUsed, FinalNotOpen, FinalTooEarly, FinalUnneeded


@dataclass(frozen=True)
class Standing:
    """How far a person is in a course. `final_scores` are those of the submitted attempts, oldest first."""

    lessons: int
    lessons_done: int
    tasks: int
    tasks_accepted: int
    pass_mark: int
    final_scores: tuple[int, ...] = ()
    last_final_at: dt.datetime | None = None
    is_completed: bool = False
    extra_attempts: int = 0

    @property
    def lessons_left(self) -> int:
        """Lessons still to be done; a lesson with a quiz is done when the quiz is passed."""
        return self.lessons - self.lessons_done

    @property
    def tasks_left(self) -> int:
        """Practice tasks that no instructor has accepted yet."""
        return self.tasks - self.tasks_accepted

    @property
    def best_final(self) -> int | None:
        """The best mark of the final test, which is the one that counts."""
        return max(self.final_scores, default=None)

    @property
    def attempts_left(self) -> int:
        """How many goes at the final test remain."""
        return max(0, self.attempts_given - len(self.final_scores))

    @property
    def attempts_given(self) -> int:
        """How many goes there are in all, with those that the office added."""
        return int(settings.COURSES_FINAL_ATTEMPTS) + self.extra_attempts

    @property
    def percent(self) -> int:
        """Share of lessons done, 0 to 100: what the office calls attendance."""
        return 100 * self.lessons_done // self.lessons if self.lessons else 0

    @property
    def final_opens_at(self) -> dt.datetime | None:
        """The moment from which the next attempt may start, or None when there is no wait."""
        if self.last_final_at is None:
            return None
        return self.last_final_at + dt.timedelta(hours=settings.COURSES_FINAL_WAIT_HOURS)


def is_quiz_passed(score: int) -> bool:
    """Say whether a module quiz with this mark counts; it may be repeated at will."""
    return score >= settings.COURSES_QUIZ_PASS_MARK


def is_final_unlocked(standing: Standing) -> bool:
    """Say whether the reading and the quizzes are done, so that the final test is offered at all."""
    return standing.lessons > 0 and standing.lessons_left <= 0


def is_final_passed(standing: Standing) -> bool:
    """Say whether the best mark reaches the pass mark."""
    return standing.best_final is not None and standing.best_final >= standing.pass_mark


def is_passed(standing: Standing) -> bool:
    """Say whether the course is passed: all lessons and quizzes, all tasks accepted, final test at the pass mark."""
    return is_final_unlocked(standing) and standing.tasks_left <= 0 and is_final_passed(standing)


def check_final_may_start(standing: Standing, now: dt.datetime) -> None:
    """Raise the UserFault that says why a new attempt at the final test may not start now."""
    if standing.is_completed:
        raise FinalUnneeded
    if not is_final_unlocked(standing):
        raise FinalNotOpen(lessons=standing.lessons_left)
    if standing.attempts_left == 0:
        raise FinalAttemptsUsed
    if standing.final_opens_at and now < standing.final_opens_at:
        raise FinalTooEarly(opens_at=standing.final_opens_at)
