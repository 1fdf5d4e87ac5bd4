"""The door of the room `courses`."""

from courses.asking import answer_question, ask_question
from courses.attempting import save_answer, start_final, start_pretest, start_quiz, submit_attempt
from courses.browsing import covered_topics
from courses.certifying import CompletionFacts, completed_enrolment_ids, completion_facts
from courses.cohorts.forming import form_cohort, hold_meeting, remove_demo_cohorts
from courses.cohorts.gathering import join_cohort
from courses.cohorts.listing import cohort_enrolment_ids, cohort_name, cohort_with_course, never_passed, open_candidates
from courses.cohorts.participating import ParticipationFacts, participation_facts, participation_ids
from courses.enrolling import enrol, enrolment_of
from courses.evaluating import evaluate_course
from courses.last_learning import last_learned
from courses.listing import CourseCard, LearnerCourse, course_called, courses_of, published_courses
from courses.outline import outline_of
from courses.pack_key import own_pack_key, trusted_pack_keys
from courses.passed_by_place import people_who_passed
from courses.photos import clean_photo
from courses.placing_videos import is_as_loaded, paragraphs_of, place_video, take_videos_out
from courses.progressing import mark_lesson_done
from courses.submitting import decide_task, hand_in_task

__all__ = [
    "CompletionFacts",
    "CourseCard",
    "LearnerCourse",
    "ParticipationFacts",
    "answer_question",
    "ask_question",
    "clean_photo",
    "cohort_enrolment_ids",
    "cohort_name",
    "cohort_with_course",
    "completed_enrolment_ids",
    "completion_facts",
    "course_called",
    "courses_of",
    "covered_topics",
    "decide_task",
    "enrol",
    "enrolment_of",
    "evaluate_course",
    "form_cohort",
    "hand_in_task",
    "hold_meeting",
    "is_as_loaded",
    "join_cohort",
    "last_learned",
    "mark_lesson_done",
    "never_passed",
    "open_candidates",
    "outline_of",
    "own_pack_key",
    "paragraphs_of",
    "participation_facts",
    "participation_ids",
    "people_who_passed",
    "place_video",
    "published_courses",
    "remove_demo_cohorts",
    "save_answer",
    "start_final",
    "start_pretest",
    "start_quiz",
    "submit_attempt",
    "take_videos_out",
    "trusted_pack_keys",
]
