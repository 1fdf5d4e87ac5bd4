"""What `/studio/` gets from the room `desk`: a menu with three screens, each for those who may."""

from typing import Any

from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from businesses.public import can_see_businesses
from core.guarded_menu import GuardedItem
from desk.choosing_views import choose_view
from desk.class_views import class_view, paste_view
from desk.enrolling_class import ENROL_CLASS_ACTION
from desk.people_views import PeopleView
from desk.permissions import can_enrol_class, can_recover_access, can_see_people
from desk.potential_views import potential_view
from desk.recovery_views import recover_person_view, recovery_view
from desk.worker_views import ADD_WORKER_ACTION, add_worker_view

people_menu = Menu(
    items=[
        GuardedItem(
            "Daftar peserta", reverse_lazy("desk_people"), allows=can_see_people, icon_name="list-ul", order=10
        ),
        GuardedItem("Daftarkan kelas", reverse_lazy("desk_class"), allows=can_enrol_class, icon_name="plus", order=20),
        GuardedItem(
            "Pulihkan akses", reverse_lazy("desk_recovery"), allows=can_recover_access, icon_name="key", order=30
        ),
    ]
)


@hooks.register("register_admin_menu_item")
def register_people_menu() -> SubmenuMenuItem:
    """Show the menu; it hides itself when no item is left."""
    return SubmenuMenuItem("Peserta", people_menu, icon_name="group", order=600)


@hooks.register("register_admin_menu_item")
def register_potential_item() -> MenuItem:
    """Show what is made where."""
    url = reverse_lazy("desk_potential")
    return GuardedItem("Potensi wilayah", url, allows=can_see_businesses, icon_name="globe", order=613)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Mount the screens under `/studio/`, where only people who may enter the admin get."""
    return [
        path("peserta/", PeopleView.as_view(), name="desk_people"),
        path("peserta/hasil/", PeopleView.as_view(results_only=True), name="desk_people_results"),
        path("peserta/<int:pk>/pekerja/", add_worker_view, name="desk_add_worker"),
        path("potensi/", potential_view, name="desk_potential"),
        path("kelas/", class_view, name="desk_class"),
        path("kelas/pilih/<int:pk>/", choose_view, name="desk_choose"),
        path("kelas/tempel/<int:pk>/", paste_view, name="desk_paste"),
        path("pulihkan-akses/", recovery_view, name="desk_recovery"),
        path("pulihkan-akses/<int:pk>/", recover_person_view, name="desk_recover_person"),
    ]


@hooks.register("register_log_actions")
def register_log_words(actions: Any) -> None:
    """Name what is logged."""
    actions.register_action(ENROL_CLASS_ACTION, "Daftarkan kelas", "Kelas didaftarkan")
    actions.register_action(ADD_WORKER_ACTION, "Tambah pekerja", "Dicatat sebagai pekerja sebuah usaha")
