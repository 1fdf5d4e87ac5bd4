"""What this room adds to the admin: the name of what it logs."""

from typing import Any

from wagtail import hooks

from sync.results import RESULT_ACTION


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Name what an officer did for a person."""
    actions.register_action(RESULT_ACTION, "Unggah berkas hasil", "Berkas hasil diunggah petugas")
