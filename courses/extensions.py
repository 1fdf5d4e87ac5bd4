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


@dataclass(frozen=True)
class CohortDoor:
    """A button on a class's screen that leads into another room: its words and the address of this class there.

    `allows` gets the person and the class. What `fills` it is shown as long as there are seats.
    """

    label: str
    url_name: str
    icon: str
    allows: Callable[[Any, Any], bool]
    fills: bool = False


_doors: dict[str, CohortDoor] = {}


def register_cohort_door(name: str, door: CohortDoor) -> None:
    """Show a button on the screen of every class, e.g. to fill it; `url_name` takes the class's id."""
    if name in _doors:
        raise ValueError(f"cohort door {name!r} is registered twice")
    _doors[name] = door


def doors_for(person: Any, cohort: Any) -> list[CohortDoor]:
    """Return the buttons that this person gets, in the order of registration."""
    return [door for door in _doors.values() if door.allows(person, cohort)]
