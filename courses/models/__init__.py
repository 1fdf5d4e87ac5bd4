"""What is taught (`content`), who writes it (`invitations`), who learned it; `content` never knows the others."""

from courses.models.content import BankQuestion, CatalogPage, CoursePage, LessonPage, LoadedItem, ModulePage
from courses.models.handed_in import CourseEvaluation, LearnerQuestion, SubmissionState, TaskPhoto, TaskSubmission
from courses.models.invitations import TrainerInvitation
from courses.models.records import (
    Answer,
    Attempt,
    AttemptKind,
    AttemptState,
    Enrolment,
    EnrolmentState,
    LessonProgress,
)

__all__ = [
    "Answer",
    "Attempt",
    "AttemptKind",
    "AttemptState",
    "BankQuestion",
    "CatalogPage",
    "CourseEvaluation",
    "CoursePage",
    "Enrolment",
    "EnrolmentState",
    "LearnerQuestion",
    "LessonPage",
    "LessonProgress",
    "LoadedItem",
    "ModulePage",
    "SubmissionState",
    "TaskPhoto",
    "TaskSubmission",
    "TrainerInvitation",
]
