"""How the making of certificates stands, for those who watch over it."""

from django.db.models import Count, Min

from certificates.models import Certificate
from certificates.models.certificate import OPEN_STATES
from core.backlog import Backlog, seconds_since


def certificate_backlog() -> Backlog:
    """Return the certificates on their way; stuck are those with a reason that keeps them there."""
    states = dict(Certificate.objects.order_by().values_list("state").annotate(Count("pk")))
    open_rows = Certificate.objects.filter(state__in=OPEN_STATES).order_by()
    waiting = open_rows.aggregate(count=Count("pk"), oldest=Min("created_at"))
    stuck = open_rows.exclude(reason="").count()
    return Backlog(waiting["count"], seconds_since(waiting["oldest"]), stuck, states)
