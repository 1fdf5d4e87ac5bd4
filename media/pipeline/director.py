"""The order of the work on one clip. Knows files and plans, by intent nothing of rows and queues."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from media.pipeline.ladder import Plan, plan_renditions
from media.pipeline.poster import make_poster, poster_name, poster_size
from media.pipeline.probe import Facts, probe
from media.pipeline.transcode import Made, check_made, make_rendition
from media.pipeline.workspace import Workspace

Tick = Callable[[float], None]


@dataclass(frozen=True)
class Prepared:
    """What is known after looking at a clip, before any of its renditions is made."""

    facts: Facts
    plans: list[Plan]
    poster: str
    poster_width: int
    poster_height: int


def prepare(original: Path, sha256: str, workspace: Workspace, *, on_tick: Tick | None = None) -> Prepared:
    """Look at the clip, plan its renditions and make its poster."""
    facts = probe(original, on_tick=on_tick)
    name = poster_name(sha256)
    with workspace.writing(name) as aside:
        if aside:
            make_poster(original, facts, aside, on_tick=on_tick)
    width, height = poster_size(facts)
    return Prepared(facts, plan_renditions(facts), name, width, height)


def produce(
    original: Path, sha256: str, plan: Plan, workspace: Workspace, *, on_tick: Tick | None = None
) -> tuple[str, Made]:
    """Make one rendition, unless the very file is there already; return its name and what it is."""
    name = plan.name(sha256)
    workspace.check_room(plan.budget_bytes)
    with workspace.writing(name) as aside:
        if aside:
            return name, make_rendition(original, plan, aside, on_tick=on_tick)
    return name, check_made(workspace.path(name), plan)
