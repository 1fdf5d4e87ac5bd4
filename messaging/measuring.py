"""How the outbox stands, for those who watch over it."""

from django.db.models import Count, Min

from core.backlog import Backlog, seconds_since
from core.clock import now
from messaging.models import MessageState, OutboxMessage


def outbox_backlog() -> Backlog:
    """Return what is due and unsent; stuck is what failed and can be sent again by hand."""
    states = dict(OutboxMessage.objects.order_by().values_list("state").annotate(Count("pk")))
    due = OutboxMessage.objects.filter(state=MessageState.QUEUED, next_try_at__lte=now())
    waiting = due.aggregate(count=Count("pk"), oldest=Min("next_try_at"))
    failed = OutboxMessage.objects.filter(state=MessageState.FAILED, is_secret=False).count()
    return Backlog(waiting["count"], seconds_since(waiting["oldest"]), failed, states)
