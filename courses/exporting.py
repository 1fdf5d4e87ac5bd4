"""A person's own learning data, for the file they can download."""

from typing import Any

from courses.models import CourseEvaluation, Enrolment, LearnerQuestion
from courses.models.handed_in import EVALUATION_SCORES


def collect_own_data(person: Any) -> dict[str, Any]:
    """Return enrolments with progress, marks, answers and tasks, and the questions asked, as plain values."""
    enrolments = Enrolment.objects.filter(person=person).select_related("course", "evaluation")
    related = enrolments.prefetch_related("lessons_done__lesson", "attempts__answers", "submissions__photos")
    questions = LearnerQuestion.objects.filter(person=person).select_related("lesson")
    return {
        "kursus": [_enrolment(row) for row in related],
        "pertanyaan": [
            {"pelajaran": row.lesson.title, "pertanyaan": row.text, "ditanyakan": row.asked_at, "jawaban": row.answer}
            for row in questions
        ],
    }


def _enrolment(enrolment: Enrolment) -> dict[str, Any]:
    evaluation: CourseEvaluation | None = getattr(enrolment, "evaluation", None)
    return {
        "kursus": enrolment.course.title,
        "mulai": enrolment.enrolled_at,
        "keadaan": enrolment.get_state_display(),
        "lulus pada": enrolment.completed_at,
        "pelajaran selesai": [
            {"pelajaran": row.lesson.title, "selesai": row.done_at} for row in enrolment.lessons_done.all()
        ],
        "kuis dan tes": [
            {
                "jenis": attempt.get_kind_display(),
                "percobaan": attempt.number,
                "dikirim": attempt.submitted_at,
                "nilai": attempt.score,
                "jawaban": [_answer(row.snapshot, row.choice) for row in attempt.answers.all()],
            }
            for attempt in enrolment.attempts.all()
        ],
        "tugas": [
            {
                "tugas": row.title,
                "kiriman": row.version,
                "keterangan": row.text,
                "foto": [f"/belajar/foto/{photo.pk}/" for photo in row.photos.all()],
                "keadaan": row.get_state_display(),
                "catatan pengajar": row.comment,
            }
            for row in enrolment.submissions.all()
        ],
        "evaluasi": _evaluation(evaluation) if evaluation else None,
    }


def _answer(snapshot: dict[str, Any], choice: int | None) -> dict[str, str]:
    """Return question and chosen option; the right one stays with the course, so that tests keep their worth."""
    return {"soal": snapshot["text"], "jawaban": "" if choice is None else snapshot["options"][choice]}


def _evaluation(evaluation: CourseEvaluation) -> dict[str, Any]:
    fields = [field for field in evaluation._meta.fields if field.name in EVALUATION_SCORES]
    scores = {str(field.verbose_name): field.value_from_object(evaluation) for field in fields}
    return {**scores, "paling berguna": evaluation.most_useful, "perlu diperbaiki": evaluation.to_improve}
