"""From an upload to what learners play: look at the source, then make each rendition. Files: `pipeline/`."""

import logging
from pathlib import Path

from django.conf import settings
from django.db import transaction

from core.clock import now
from core.errors import IkmError
from media.claiming import Claim, Work, claim
from media.errors import ClaimLost, OriginalMissing
from media.models import Rendition, RenditionState, Source, SourceState
from media.pipeline.director import Prepared, prepare, produce
from media.pipeline.ladder import plan_from
from media.pipeline.workspace import Workspace
from media.storages import public_storage

logger = logging.getLogger(__name__)


def process_source(source_id: int) -> Work:
    """Probe an upload, make its poster and write down its renditions; return what is to be made next.

    Does nothing when the row is not waiting: a message may come twice.
    """
    held = claim(Source, source_id)
    if not held:
        return Work()
    source = Source.objects.get(pk=source_id)
    try:
        original = original_path(source)
        prepared = prepare(original, source.sha256, workspace(), on_tick=lambda _: held.renew_now_and_then())
        return _record_plans(held, prepared)
    except ClaimLost:
        return Work()
    except IkmError as error:
        _log(held, error)
        held.give_back(error)
        return Work()


def encode_rendition(rendition_id: int) -> None:
    """Make one rendition and record it. Does nothing when the row is not waiting."""
    held = claim(Rendition, rendition_id)
    if not held:
        return
    rendition = Rendition.objects.select_related("source").get(pk=rendition_id)
    try:
        _encode(held, rendition)
    except ClaimLost:
        return
    except IkmError as error:
        _log(held, error)
        held.give_back(error)
    settle_source(rendition.source_id)


def settle_source(source_id: int) -> None:
    """Give a source its end once no rendition is on its way: ready, or failed with the first one's reason."""
    with transaction.atomic():
        source = Source.objects.select_for_update().filter(pk=source_id, state=SourceState.ENCODING).first()
        if not source:
            return
        renditions = list(source.renditions.all())
        if any(one.state in {RenditionState.WAITING, RenditionState.RUNNING} for one in renditions):
            return
        failed = [one for one in renditions if one.state == RenditionState.FAILED]
        source.state = SourceState.FAILED if failed else SourceState.READY
        source.reason = failed[0].reason if failed else ""
        source.save(update_fields=["state", "reason"])


def workspace() -> Workspace:
    """Return the folder of public results, with the disk reserve that the settings ask for."""
    return Workspace(Path(public_storage().path("")), reserve_bytes=settings.MEDIA_MIN_FREE_BYTES)


def original_path(source: Source) -> Path:
    """Return where the upload lies; raises OriginalMissing."""
    path = Path(source.original.path)
    if not path.is_file():
        raise OriginalMissing
    return path


def _record_plans(held: Claim, prepared: Prepared) -> Work:
    """Write facts and plans in one transaction; renditions that exist keep their state."""
    facts = prepared.facts
    with transaction.atomic():
        held.finish(
            state=SourceState.ENCODING,
            attempts=0,
            duration_s=facts.duration_s,
            width=facts.width,
            height=facts.height,
            poster=prepared.poster,
            poster_width=prepared.poster_width,
            poster_height=prepared.poster_height,
        )
        ids = []
        for plan in prepared.plans:
            rendition, _ = Rendition.objects.get_or_create(
                source_id=held.pk, kind=plan.kind, defaults={"plan": plan.as_json(), "queued_at": now()}
            )
            ids.append(rendition.pk)
    return Work(rendition_ids=ids)


def _encode(held: Claim, rendition: Rendition) -> None:
    plan = plan_from(rendition.plan)

    def tick(seconds: float) -> None:
        held.renew_now_and_then(progress=min(99, int(100 * seconds / plan.duration_s)))

    source = rendition.source
    name, made = produce(original_path(source), source.sha256, plan, workspace(), on_tick=tick)
    held.finish(
        state=RenditionState.READY,
        progress=100,
        file=name,
        size_bytes=made.size_bytes,
        width=made.width,
        height=made.height,
    )


def _log(held: Claim, error: IkmError) -> None:
    """Leave a trace for the administrator: row, code and ffmpeg's last words; no titles, no names."""
    logger.warning(
        "%s %s: %s (attempt %s) %s",
        held.model.__name__,
        held.pk,
        error.code,
        held.attempts,
        str(error.values.get("log", ""))[-1000:],
    )
