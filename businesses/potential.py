"""Local potential: what many make in one kecamatan, and who among them has been taught. Counted in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from businesses.models import Business, BusinessStatus, Membership, Need, Note, RegistrySettings
from businesses.status_rule import months_before
from core.clock import today
from reference.extensions import Share

FEWEST = 5  # a smaller count is not told to everybody: it would tell of single owners
RUNNING = (BusinessStatus.ACTIVE, BusinessStatus.DORMANT)
MARKETS = ("sells_in_regency", "sells_outside", "sells_abroad", "sells_online")
VISITED_WITHIN_MONTHS = 12


@dataclass(frozen=True)
class Kind:
    """How many running businesses of one line (`sector`, an id) are in one kecamatan (its code).

    `trained` counts those of which somebody has passed a course.
    """

    district: str
    sector: int
    count: int
    trained: int


@dataclass(frozen=True)
class Cluster:
    """A line of which a kecamatan has enough to become a sentra; `is_strong` from the office's second number on."""

    kind: Kind
    is_strong: bool


def count_kinds(rows: QuerySet[Business], *, passed: QuerySet[Any] | None = None) -> list[Kind]:
    """Count `rows` by kecamatan and line of business, in one query; `passed` are ids of people, as a query."""
    trained = Membership.objects.filter(person__in=passed) if passed is not None else Membership.objects.none()
    found = rows.filter(status__in=RUNNING, sector__isnull=False, village__isnull=False).order_by()
    taught = Count("pk", filter=Q(pk__in=trained.values("business")))
    counted = found.values_list("village__district", "sector").annotate(number=Count("pk"), taught=taught)
    return [Kind(*row) for row in counted]


def find_clusters(kinds: Iterable[Kind]) -> list[Cluster]:
    """Return the kinds that are candidates for a sentra, the largest first; bounds are the office's."""
    bounds = RegistrySettings.load()
    found = [
        Cluster(kind, kind.count >= bounds.strong_cluster_from) for kind in kinds if kind.count >= bounds.cluster_from
    ]
    return sorted(found, key=lambda cluster: (-cluster.kind.count, cluster.kind.district, cluster.kind.sector))


def public_clusters() -> list[Cluster]:
    """Return the candidates that everybody may know: none of so few that the count tells of single owners."""
    return [cluster for cluster in find_clusters(count_kinds(Business.objects.all())) if cluster.kind.count >= FEWEST]


def count_needs(rows: QuerySet[Business]) -> dict[str, int]:
    """Return for each topic of `Need` how many of the running `rows` ask for help with it and haven't got it."""
    open_needs = Need.objects.filter(business__in=rows.filter(status__in=RUNNING).order_by(), met_on=None).order_by()
    return dict(open_needs.values_list("topic").annotate(Count("business", distinct=True)))


def need_topics() -> dict[str, str]:
    """Return the topics of needs with their words."""
    return dict(Need.Topic.choices)


def visited_shares() -> dict[str, Share]:
    """Return by kecamatan how many of the businesses not closed were reached within a year (for the priority index)."""
    since = months_before(today(), VISITED_WITHIN_MONTHS)
    reached = Note.objects.filter(was_reached=True, happened_on__gte=since).values("business")
    rows = Business.objects.exclude(status=BusinessStatus.CLOSED)
    return _shares(rows, Q(pk__in=reached))


def market_shares() -> dict[str, Share]:
    """Return by kecamatan how many of the businesses whose markets are known sell beyond their village."""
    beyond = Q(*((name, True) for name in MARKETS), _connector=Q.OR)
    return _shares(Business.objects.filter(beyond | Q(sells_in_village=True), status__in=RUNNING), beyond)


def _shares(rows: QuerySet[Business], part: Q) -> dict[str, Share]:
    counted = rows.filter(village__isnull=False).order_by().values_list("village__district")
    found = counted.annotate(some=Count("pk", filter=part), whole=Count("pk"))
    return {code: Share(some, whole) for code, some, whole in found}
