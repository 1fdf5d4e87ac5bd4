from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Registers the room `courses`; what it hears and offers is wired in `ready()`."""

    name = "courses"

    def ready(self) -> None:
        """Listen to sign-ins, add this room's part to own data, tell the queue of the phone and the videos."""
        from accounts.extensions import register_own_data  # noqa: PLC0415  models exist only now
        from courses import checks, receivers  # noqa: F401, PLC0415
        from courses.cohorts.exporting import collect_own_data as collect_cohorts  # noqa: PLC0415
        from courses.exporting import collect_own_data  # noqa: PLC0415
        from courses.exporting_offline import collect_own_data as collect_offline_data  # noqa: PLC0415
        from courses.keeping_videos import draft_lessons_showing  # noqa: PLC0415
        from courses.passed_by_place import passed_shares  # noqa: PLC0415
        from courses.syncing import register as register_syncing  # noqa: PLC0415
        from media.extensions import register_places  # noqa: PLC0415
        from reference.extensions import Report, register_coverage  # noqa: PLC0415

        register_own_data("Belajar", collect_own_data)
        register_own_data("Belajar tanpa sinyal", collect_offline_data)
        register_own_data("Angkatan", collect_cohorts)
        register_coverage("courses", Report("peserta sudah lulus kursus", passed_shares))
        register_syncing()
        register_places(draft_lessons_showing)
