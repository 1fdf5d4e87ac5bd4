"""The pass rule, on plain values."""

import datetime as dt

import pytest

from courses.errors import FinalAttemptsUsed, FinalNotOpen, FinalTooEarly, FinalUnneeded
from courses.passing import Standing, check_final_may_start, is_passed, is_quiz_passed

NOON = dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC)


def standing(**values):
    return Standing(**{"lessons": 4, "lessons_done": 4, "tasks": 2, "tasks_accepted": 2, "pass_mark": 70, **values})


@pytest.mark.parametrize(
    ("values", "passed"),
    [
        ({"final_scores": (70,)}, True),
        ({"final_scores": (69,)}, False),
        ({"final_scores": (40, 71, 20)}, True),
        ({"final_scores": ()}, False),
        ({"final_scores": (100,), "lessons_done": 3}, False),
        ({"final_scores": (100,), "tasks_accepted": 1}, False),
        ({"final_scores": (100,), "tasks": 0, "tasks_accepted": 0}, True),
        ({"final_scores": (100,), "lessons": 0, "lessons_done": 0}, False),
    ],
)
def test_course_is_passed_with_all_lessons_all_tasks_and_the_best_final(values, passed):
    assert is_passed(standing(**values)) is passed


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"lessons_done": 3}, FinalNotOpen),
        ({"lessons": 0, "lessons_done": 0}, FinalNotOpen),
        ({"final_scores": (1, 2, 3), "last_final_at": NOON - dt.timedelta(days=9)}, FinalAttemptsUsed),
        ({"final_scores": (1,), "last_final_at": NOON - dt.timedelta(hours=23, minutes=59)}, FinalTooEarly),
        ({"is_completed": True, "final_scores": (90,)}, FinalUnneeded),
    ],
)
def test_final_is_refused(values, fault):
    with pytest.raises(fault):
        check_final_may_start(standing(**values), NOON)


def test_final_may_start_again_after_exactly_a_day():
    check_final_may_start(standing(final_scores=(1,), last_final_at=NOON - dt.timedelta(hours=24)), NOON)


def test_settings_decide_attempts_and_waiting(settings):
    settings.COURSES_FINAL_ATTEMPTS, settings.COURSES_FINAL_WAIT_HOURS = 1, 0
    with pytest.raises(FinalAttemptsUsed):
        check_final_may_start(standing(final_scores=(1,), last_final_at=NOON), NOON)
    settings.COURSES_FINAL_ATTEMPTS = 2
    check_final_may_start(standing(final_scores=(1,), last_final_at=NOON), NOON)


def test_quiz_counts_from_its_pass_mark(settings):
    assert not is_quiz_passed(59)
    assert is_quiz_passed(60)


def test_percent_is_rounded_down_so_that_100_means_all():
    assert standing(lessons=300, lessons_done=299).percent == 99
    assert standing().percent == 100
