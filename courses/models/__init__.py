"""What is taught (`content`, `bank`), who writes it (`invitations`), in which class (`cohorts`), who learned it."""

from courses.models.bank import BankQuestion, LoadedItem
from courses.models.cohorts import (
    Attendance,
    AttendanceSheetPhoto,
    Cohort,
    CohortLetter,
    CohortMember,
    CohortMode,
    CohortState,
    MarkedBy,
    Meeting,
    Outcome,
    Participation,
    PassRule,
    Presence,
)
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
    "Attendance",
    "AttendanceSheetPhoto",
    "BankQuestion",
    "CatalogPage",
    "Cohort",
    "CohortLetter",
    "CohortMember",
    "CohortMode",
    "CohortState",
    "CourseEvaluation",
    "CoursePage",
    "Enrolment",
    "EnrolmentState",
    "FinalPaper",
    "LearnerQuestion",
    "LessonPage",
    "LessonProgress",
    "LoadedItem",
    "MarkedBy",
    "Meeting",
    "ModulePage",
    "Outcome",
    "Participation",
    "PassRule",
    "Presence",
    "SubmissionState",
    "TaskPhoto",
    "TaskSubmission",
    "TrainerInvitation",
    "VideoPosition",
]
