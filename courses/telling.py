"""Messages to learners about their courses. Each has a key, so it is sent once however often its act is repeated."""

from django.urls import reverse

from core.templatetags.formats import waktu
from courses.addresses import course_path, full_address, lesson_path
from courses.field_sentences import sentences_for
from courses.models import Attempt, Enrolment, LearnerQuestion, SubmissionState, TaskSubmission
from courses.passing import Standing
from messaging.public import send_message

NO_COMMENT = "Sudah sesuai petunjuk"  # the text about an accepted task has a place for a comment


def tell_welcome(enrolment: Enrolment) -> None:
    """Welcome a person to a course and point to the pre-test."""
    course = enrolment.course
    send_message(
        "selamat_datang",
        to=enrolment.person,
        values={
            "kursus": course.title,
            "jp": course.total_jp,
            "persiapan": sentences_for(course.slug).prepare,
            "tautan": full_address(reverse("learning_pretest", args=[course.slug])),
        },
        key=f"selamat_datang:{enrolment.pk}",
    )


def tell_passed(enrolment: Enrolment, score: int) -> None:
    """Congratulate on a completed course; the certificate's own message follows from its room."""
    send_message(
        "lulus",
        to=enrolment.person,
        values={"kursus": enrolment.course.title, "nilai": score, "tautan": full_address("/saya/")},
        key=f"lulus:{enrolment.pk}",
    )


def tell_passed_by_attendance(enrolment: Enrolment, percent: int) -> None:
    """Congratulate on training passed by being there."""
    send_message(
        "lulus_kehadiran",
        to=enrolment.person,
        values={"kursus": enrolment.course.title, "kehadiran": percent, "tautan": full_address("/saya/")},
        key=f"lulus:{enrolment.pk}",
    )


def tell_participation(enrolment: Enrolment) -> None:
    """Say that a letter of participation is on its way."""
    send_message(
        "surat_keterangan",
        to=enrolment.person,
        values={"kursus": enrolment.course.title, "tautan": full_address(course_path(enrolment.course))},
        key=f"surat_keterangan:{enrolment.pk}",
    )


def tell_failed(attempt: Attempt, standing: Standing) -> None:
    """Say after a final test below the pass mark how many goes remain and from when."""
    course = attempt.enrolment.course
    values = {
        "kursus": course.title,
        "nilai_lulus": standing.pass_mark,
        "tautan": full_address(course_path(course)),
    }
    if standing.attempts_left and standing.final_opens_at:
        values |= {
            "nilai": attempt.score,
            "sisa_kesempatan": standing.attempts_left,
            "waktu_coba_lagi": waktu(standing.final_opens_at),
        }
        template = "belum_lulus"
    else:
        values |= {"nilai": standing.best_final}
        template = "belum_lulus_habis"
    send_message(template, to=attempt.enrolment.person, values=values, key=f"{template}:{attempt.pk}")


def tell_task_decided(submission: TaskSubmission) -> None:
    """Tell the learner what the instructor said about a task."""
    course = submission.enrolment.course
    is_returned = submission.state == SubmissionState.RETURNED
    template = "tugas_perbaiki" if is_returned else "tugas_diterima"
    path = reverse("learning_task", args=[submission.lesson_id]) if is_returned else course_path(course)
    send_message(
        template,
        to=submission.enrolment.person,
        values={
            "kursus": course.title,
            "tugas": submission.title,
            "catatan": submission.comment.rstrip(" .") or NO_COMMENT,
            "petunjuk": sentences_for(course.slug).hint,
            "tautan": full_address(path),
        },
        key=f"{template}:{submission.pk}",
    )


def tell_question_answered(question: LearnerQuestion) -> None:
    """Tell the one who asked that the answer stands under the lesson."""
    lesson = question.lesson
    send_message(
        "pertanyaan_dijawab",
        to=question.person,
        values={
            "pelajaran": lesson.title,
            "kursus": lesson.course.title,
            "tautan": full_address(f"{lesson_path(lesson)}#tanya"),
        },
        key=f"pertanyaan_dijawab:{question.pk}",
    )
