from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Registers the room `certificates`; what it hears and offers is wired in `ready()`."""

    name = "certificates"
    verbose_name = "Sertifikat"

    def ready(self) -> None:
        """Hear passed courses; offer the course panel, own data, a class's files and the startup check."""
        from accounts.extensions import register_own_data  # noqa: PLC0415  models must be loaded first
        from certificates import checks, receivers  # noqa: F401, PLC0415
        from certificates.exporting import collect_own_data  # noqa: PLC0415
        from certificates.panels import certificate_panel  # noqa: PLC0415
        from certificates.permissions import can_take_class_files  # noqa: PLC0415
        from courses.extensions import CohortDoor, register_cohort_door, register_course_panel  # noqa: PLC0415

        register_own_data("Sertifikat", collect_own_data)
        register_course_panel("certificates", certificate_panel)
        archive = "Unduh semua sertifikat (ZIP)", "certificates:class_archive", "download", can_take_class_files
        register_cohort_door("certificates", CohortDoor(*archive))
