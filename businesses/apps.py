from django.apps import AppConfig


class BusinessesConfig(AppConfig):
    """Registers the room `businesses`; what it hears and offers is wired in `ready()`."""

    name = "businesses"
    verbose_name = "Usaha"

    def ready(self) -> None:
        """Hear who leaves; take rows from the field; add the person's businesses to the file of their own data."""
        from wagtail.log_actions import registry  # noqa: PLC0415
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        from accounts.extensions import register_own_data, register_reach  # noqa: PLC0415  models must be loaded first
        from businesses import receivers, tasks  # noqa: F401, PLC0415
        from businesses.collecting import own_businesses  # noqa: PLC0415
        from businesses.extensions import register_merge  # noqa: PLC0415
        from businesses.field.photos import read_photos  # noqa: PLC0415
        from businesses.field.recording import record_in_field  # noqa: PLC0415
        from businesses.merging.carrying import OWN  # noqa: PLC0415
        from businesses.models import Business, BusinessLog  # noqa: PLC0415
        from businesses.permissions import BusinessPolicy, people_in_districts  # noqa: PLC0415
        from businesses.potential import market_shares, visited_shares  # noqa: PLC0415
        from reference.extensions import Report, register_coverage, register_markets  # noqa: PLC0415
        from sync.extensions import register_event  # noqa: PLC0415

        register_own_data("Usaha saya", own_businesses)
        register_coverage("visits", Report("usaha sudah dikunjungi atau dihubungi setahun terakhir", visited_shares))
        register_markets("sold", Report("usaha menjual ke luar desanya", market_shares))
        register_reach("Batas wilayah petugas", people_in_districts)
        for name, carry in OWN.items():
            register_merge(name, carry)
        register_event("field_business", record_in_field, prepare=read_photos)
        register_permission_policy(Business, BusinessPolicy(Business))
        registry.register_model(Business, BusinessLog)
