"""What is taught (`content`, `bank`), who writes it (`invitations`), who learned it (the others)."""

from courses.models.bank import BankQuestion, LoadedItem
from courses.models.content import CatalogPage, CoursePage, LessonPage, ModulePage
from courses.models.handed_in import CourseEvaluation, LearnerQuestion, SubmissionState, TaskPhoto, TaskSubmission
from courses.models.invitations import TrainerInvitation
from courses.models.offline import FinalPaper, VideoPosition
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
    "FinalPaper",
    "LearnerQuestion",
    "LessonPage",
    "LessonProgress",
    "LoadedItem",
    "ModulePage",
    "SubmissionState",
    "TaskPhoto",
    "TaskSubmission",
    "TrainerInvitation",
    "VideoPosition",
]
