"""What `/studio/` gets from the room `messaging`."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from messaging.models import OutboxMessage
from messaging.permissions import OutboxPolicy
from messaging.retrying import RETRY_ACTION
from messaging.studio import OutboxViewSet, outbox_viewset

register_permission_policy(OutboxMessage, OutboxPolicy(OutboxMessage))


@hooks.register("register_admin_viewset")
def register_outbox() -> OutboxViewSet:
    """Show the outbox."""
    return outbox_viewset


@hooks.register("register_log_actions")
def register_log_words(actions: LogActionRegistry) -> None:
    """Name what is logged."""
    actions.register_action(RETRY_ACTION, "Kirim ulang pesan", "Pesan dikirim ulang")
