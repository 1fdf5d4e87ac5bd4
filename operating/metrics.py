"""Figures for Prometheus: requests as each process of this host counted them, and rows as they stand now.

Processes of one host share files (`PROMETHEUS_MULTIPROC_DIR`, made by `lms.web` for its workers); hosts are asked one
by one. What rows tell is the same on every host.
"""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from media.public import encode_seconds
from operating import facts
from sync.public import event_states, events_seen

OWN = CollectorRegistry()
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Counter("ikm_requests", "Requests answered", ["view", "method", "status"], registry=OWN)
SECONDS = Histogram("ikm_request_seconds", "Time to the answer's head", ["view"], buckets=BUCKETS, registry=OWN)
METHODS = {"GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"}


def count_request(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count one request under the name of its view."""
    view = _view_of(request)
    method = request.method if request.method in METHODS else "OTHER"
    REQUESTS.labels(view, method, str(response.status_code)).inc()
    SECONDS.labels(view).observe(seconds)


def _view_of(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return "none"  # static files, kept pages, addresses that nobody answers
    return match.view_name or match.route


def page() -> bytes:
    """Return all figures in Prometheus' text form."""
    registry = CollectorRegistry()
    if is_shared():
        MultiProcessCollector(registry)
        own = b""
    else:
        own = generate_latest(OWN)
    registry.register(RowCollector())
    return own + generate_latest(registry)


def is_shared() -> bool:
    """Say whether processes of this host share their counts."""
    return values.ValueClass.__name__ == "MmapedValue"


class RowCollector:
    """What rows, broker and disk say when asked; a part that is away is left out, and `ikm_up` says so."""

    def collect(self) -> Iterator[Metric]:
        """Yield every figure."""
        yield from _backlogs()
        yield from _bells()
        yield from _videos_and_phones()
        yield from _plain("ikm_beat_age_seconds", "Since a worker last answered beat", facts.beat_age_s())
        yield from _plain("ikm_backup_age_seconds", "Age of the newest whole backup", facts.backup_age_s())
        yield from _plain("ikm_silent_pieces", "Video pieces whose worker is gone", facts.silent_videos())
        if disk := facts.disk():
            yield from _plain("ikm_disk_free_bytes", "Room on the disk of IKM_VAR", disk.free_bytes)
            yield from _plain("ikm_disk_size_bytes", "Size of the disk of IKM_VAR", disk.size_bytes)


def _backlogs() -> Iterator[Metric]:
    waiting = GaugeMetricFamily("ikm_waiting", "Work that is due and not done", labels=["work"])
    oldest = GaugeMetricFamily("ikm_oldest_seconds", "How long the oldest of it has been due", labels=["work"])
    stuck = GaugeMetricFamily("ikm_stuck", "What people must mend", labels=["work"])
    rows = GaugeMetricFamily("ikm_rows", "Rows by state", labels=["work", "state"])
    up = GaugeMetricFamily("ikm_up", "Whether the figures of this work could be asked for", labels=["work"])
    for name, backlog in facts.backlogs().items():
        up.add_metric([name], 0 if backlog is None else 1)
        if backlog is None:
            continue
        waiting.add_metric([name], backlog.waiting)
        oldest.add_metric([name], backlog.oldest_s)
        stuck.add_metric([name], backlog.stuck)
        for state, count in backlog.states.items():
            rows.add_metric([name, state], count)
    yield from (waiting, oldest, stuck, rows, up)


def _bells() -> Iterator[Metric]:
    bells = GaugeMetricFamily("ikm_bells", "Messages waiting in a queue of a Redis broker", labels=["queue"])
    for queue, count in (facts.bells() or {}).items():
        bells.add_metric([queue], count)
    yield bells


def _videos_and_phones() -> Iterator[Metric]:
    spent = CounterMetricFamily("ikm_encode_seconds", "Seconds that workers spent on pieces", labels=["kind"])
    for kind, seconds in (facts.ask(encode_seconds) or {}).items():
        spent.add_metric([kind], seconds)
    events = GaugeMetricFamily("ikm_sync_newest_events", "The newest events of phones by state", labels=["state"])
    for state, count in (facts.ask(event_states) or {}).items():
        events.add_metric([state], count)
    yield from (spent, events)
    seen = facts.ask(events_seen)
    if seen is not None:
        yield CounterMetricFamily("ikm_sync_events", "Number of the newest event of phones", value=seen)


def _plain(name: str, what: str, value: float | None) -> Iterator[Metric]:
    if value is not None:
        yield GaugeMetricFamily(name, what, value=value)
