from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the room `desk`; what it hears and offers is wired in `ready()`."""

    name = "desk"

    def ready(self) -> None:
        """Join rooms that don't know each other: ways of filling a class, learning as a sign that a business lives."""
        from businesses.extensions import register_sign_of_life  # noqa: PLC0415  models must be loaded first
        from courses.extensions import CohortDoor, register_cohort_door  # noqa: PLC0415  models exist only now
        from courses.public import last_learned  # noqa: PLC0415
        from desk.permissions import can_fill_cohort  # noqa: PLC0415

        choose = CohortDoor("Pilih dari daftar peserta", "desk_choose", "search", can_fill_cohort, fills=True)
        paste = CohortDoor("Tempel daftar", "desk_paste", "clipboard-list", can_fill_cohort, fills=True)
        register_cohort_door("choose", choose)
        register_cohort_door("paste", paste)
        register_sign_of_life("belajar", last_learned)
