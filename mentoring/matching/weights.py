"""What a match is worth: seven parts with weights that sum to 1000, and what is added to them.

The office edits the weights; each saved set has a version, which is stored with every proposal. Source of the parts and
of the first weights: the office's wish that a mentor knows the need, the trade and the way there, in this order.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

import numpy as np

TOTAL = 1000
WISH_POINTS = 80  # for each wish that she ticked: same gender, her former mentor
GROUP_PERCENT = 80  # a place in a group is worth so much of a mentor of one's own


class Part(StrEnum):
    """The explained parts, in the order of every array of parts. `WISH` comes on top of the 1000."""

    NEEDS = "kebutuhan"
    SECTOR = "sektor"
    DISTANCE = "jarak"
    STAGE = "tahap"
    TIME = "waktu"
    LANGUAGE = "bahasa"
    WAYS = "cara"
    WISH = "keinginan"


PARTS = tuple(Part)
WEIGHED = PARTS[:7]


@dataclass(frozen=True)
class Weights:
    """Points of each part, whole and 0 or more, together 1000. `version` names the saved set.

    Raises ValueError for another sum or a negative weight.
    """

    kebutuhan: int = 350
    sektor: int = 200
    jarak: int = 150
    tahap: int = 100
    waktu: int = 90
    bahasa: int = 60
    cara: int = 50
    version: str = "1"

    def __post_init__(self) -> None:
        if min(self.points) < 0 or sum(self.points) != TOTAL:
            raise ValueError(f"weights must be 0 or more and sum to {TOTAL}")

    @property
    def points(self) -> tuple[int, ...]:
        """The seven weights in the order of `WEIGHED`."""
        return tuple(getattr(self, field.name) for field in fields(self)[:7])

    def of(self, part: Part) -> int:
        """Return the weight of one of the seven."""
        return int(getattr(self, part.value))


def as_points(weight: int, value: Any) -> Any:
    """Return whole points, int16, of values 0..1 as an array of any shape; halves go up."""
    return np.floor(np.asarray(value) * weight + 0.5).astype(np.int16)


def shares_of_needs(weight: int) -> list[list[int]]:
    """Return the points of each need by its rank, for a mentee with 1, 2 or 3 needs: 3 to 2 to 1, summing to `weight`.

    What rounding leaves goes to the dearest need, so that all covered is always the whole weight.
    """
    shares = []
    for count in (1, 2, 3):
        ranks = range(3, 3 - count, -1)
        points = [weight * rank // sum(ranks) for rank in ranks]
        points[0] += weight - sum(points)
        shares.append(points)
    return shares
