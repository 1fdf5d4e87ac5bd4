"""Addresses of what learners do in a course; all but the list of questions and a scanned code need an account."""

from django.urls import path

from courses.cohorts import learner_views
from courses.views import learning, learning_attempts, learning_papers, learning_questions, learning_tasks

urlpatterns = [
    path("belajar/<slug:course>/ikut/", learning.enrol_page, name="learning_enrol"),
    path("belajar/<slug:course>/tes-awal/", learning.pretest_page, name="learning_pretest"),
    path("belajar/<slug:course>/tes-akhir/", learning.final_page, name="learning_final"),
    path("belajar/<slug:course>/evaluasi/", learning_questions.evaluation_page, name="learning_evaluation"),
    path("belajar/<slug:course>/surat-keterangan/", learner_views.participation_page, name="ask_participation"),
    path("hadir/<str:attendance_code>/", learner_views.attend_page, name="attend"),
    path("belajar/pelajaran/<int:lesson>/selesai/", learning.finish_lesson, name="learning_done"),
    path("belajar/pelajaran/<int:lesson>/kuis/", learning.quiz_start, name="learning_quiz"),
    path("belajar/pelajaran/<int:lesson>/tugas/", learning_tasks.task_page, name="learning_task"),
    path("belajar/pelajaran/<int:lesson>/tanya/", learning_questions.ask_page, name="learning_ask"),
    path("belajar/pelajaran/<int:lesson>/pertanyaan/", learning_questions.questions_page, name="learning_questions"),
    path("belajar/jawaban/<int:attempt>/", learning_attempts.overview_page, name="learning_overview"),
    path("belajar/jawaban/<int:attempt>/<int:position>/", learning_attempts.question_page, name="learning_question"),
    path("belajar/jawaban/<int:attempt>/kirim/", learning_attempts.submit_page, name="learning_submit"),
    path("belajar/jawaban/<int:attempt>/hasil/", learning_attempts.result_page, name="learning_result"),
    path("sinkron/kertas/<slug:course>/", learning_papers.paper, name="sync_paper"),
    path("belajar/foto/<int:photo>/", learning_tasks.photo_file, name="learning_photo"),
]
