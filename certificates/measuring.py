"""How the making of certificates stands, for those who watch over it."""

from django.db.models import Count, Min

from certificates.models import Certificate
from certificates.models.certificate import WORK_STATES
from core.backlog import Backlog, seconds_since


def certificate_backlog() -> Backlog:
    """Return what was approved and isn't issued, since when; stuck are those with a reason that keeps them there.

    What waits for the head's decision is nobody's fault, however long; it is told by its state alone.
    """
    states = dict(Certificate.objects.order_by().values_list("state").annotate(Count("pk")))
    rows = Certificate.objects.filter(state__in=WORK_STATES, approval__isnull=False).order_by()
    waiting = rows.aggregate(count=Count("pk"), oldest=Min("approval__decided_at"))
    stuck = rows.exclude(reason="").count()
    return Backlog(waiting["count"], seconds_since(waiting["oldest"]), stuck, states)
