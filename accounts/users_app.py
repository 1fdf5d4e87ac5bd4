"""Wagtail's user admin with our form for people. Kept apart from `apps.py`, where Django looks for one config."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAppConfig(WagtailUsersAppConfig):
    """Stands in INSTALLED_APPS in place of `wagtail.users`."""

    user_viewset = "accounts.user_admin.UserViewSet"
