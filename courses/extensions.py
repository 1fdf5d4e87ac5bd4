"""What other rooms add to courses, in their `ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CoursePanel:
    """A part of the course page: a template of the other room, which finds `values` in its context as `panel`."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


# Gets the person and the id of their enrolment; returns None where there is nothing to show.
MakePanel = Callable[[Any, int], CoursePanel | None]

_panels: dict[str, MakePanel] = {}


def register_course_panel(name: str, make: MakePanel) -> None:
    """Show a part on the course page of people who are enrolled, e.g. their certificate."""
    if name in _panels:
        raise ValueError(f"course panel {name!r} is registered twice")
    _panels[name] = make


def panels_for(person: Any, enrolment_id: int) -> list[CoursePanel]:
    """Return the panels to show, in the order of registration."""
    made = (make(person, enrolment_id) for make in _panels.values())
    return [panel for panel in made if panel is not None]
