"""Addresses of the room `mentoring`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from mentoring.views import joining, offers, pairs

PAIR = "mentor/pasangan/<int:pk>/"

urlpatterns = [
    path("mentor/", joining.mentor, name="mentor"),
    path("mentor/minta/", joining.ask, name="mentor_ask"),
    path("mentor/daftar/", joining.apply, name="mentor_apply"),
    path("mentor/ubah/<slug:what>/", joining.change, name="mentor_change"),
    path("mentor/keluar/", joining.leave, name="mentor_leave"),
    path("mentor/tawaran/<int:pk>/", offers.offer_page, name="mentor_offer"),
    path("mentor/jawab/<str:token>/", offers.answer_page, name="mentor_answer"),
    path(PAIR, pairs.pair_page, name="mentor_pair"),
    path(f"{PAIR}kontak/", pairs.contact, name="mentor_contact"),
    path(f"{PAIR}catat/", pairs.log, name="mentor_log"),
    path(f"{PAIR}pertemuan/<int:session>/", pairs.confirm, name="mentor_confirm"),
    path(f"{PAIR}langkah/<int:step>/", pairs.step, name="mentor_step"),
    path(f"{PAIR}ubah/<slug:what>/", pairs.change, name="mentor_pair_change"),
    path(f"{PAIR}akhiri/", pairs.end_page, name="mentor_end"),
    path(f"{PAIR}nilai/", pairs.feedback, name="mentor_feedback"),
    path(f"{PAIR}lapor/", pairs.report, name="mentor_report"),
]
