"""Local potential for the office: clusters, gaps in training, missing courses. Joins the registry and courses."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from businesses.public import Cluster, Kind, count_kinds, count_needs, find_clusters, need_topics, visible_businesses
from core.wording import within_sentence
from courses.public import covered_topics, people_who_passed, published_courses
from reference.public import districts, sectors

# Which topic of courses answers a need of the registry; other needs have no topic of courses yet.
ANSWERED_BY = {"packaging": "kemasan", "marketing": "pemasaran-digital"}


@dataclass(frozen=True)
class Gap:
    """A line of business of which few or none have passed a course. `has_course`: one is published for this line."""

    sector: str
    count: int
    trained: int
    has_course: bool

    @property
    def words(self) -> str:
        """Return `12 usaha sablon, belum ada yang lulus kursus`."""
        passed = f"baru {self.trained} yang lulus kursus" if self.trained else "belum ada yang lulus kursus"
        return f"{self.count} usaha {within_sentence(self.sector)}, {passed}"


@dataclass(frozen=True)
class Place:
    """One kecamatan: running businesses with a line known, how many of them are taught, its clusters."""

    code: str
    name: str
    count: int
    trained: int
    clusters: list[Cluster]


@dataclass(frozen=True)
class Potential:
    """What the office sees; `needs` are topics of help with the number of businesses that ask, no course answering."""

    places: list[Place]
    clusters: list[Cluster]
    gaps: list[Gap]
    missing: list[Gap]
    needs: list[tuple[str, int]]
    sector_names: dict[int, str]
    district_names: dict[str, str]


def find_potential(person: Any) -> Potential:
    """Return the potential of the kecamatan that `person` may look at. A fixed number of queries."""
    rows = visible_businesses(person)
    kinds = count_kinds(rows, passed=people_who_passed())
    names = {row.pk: row.name for row in sectors()}
    places = {row.pk: row.name for row in districts()}
    clusters = find_clusters(kinds)
    gaps = _gaps(kinds, names)
    return Potential(
        places=_places(kinds, clusters, places),
        clusters=clusters,
        gaps=[gap for gap in gaps if gap.trained * 4 < gap.count],
        missing=[gap for gap in gaps if not gap.has_course],
        needs=_unanswered(count_needs(rows)),
        sector_names=names,
        district_names=places,
    )


def _gaps(kinds: list[Kind], names: dict[int, str]) -> list[Gap]:
    """Return every line with its numbers over all kecamatan, those with most untaught businesses first."""
    count: Counter[int] = Counter()
    trained: Counter[int] = Counter()
    for kind in kinds:
        count[kind.sector] += kind.count
        trained[kind.sector] += kind.trained
    taught = frozenset[int]().union(*(course.sector_ids for course in published_courses()))
    found = [Gap(names[pk], count[pk], trained[pk], pk in taught) for pk in count]
    return sorted(found, key=lambda gap: (gap.trained - gap.count, gap.sector))


def _places(kinds: list[Kind], clusters: list[Cluster], names: dict[str, str]) -> list[Place]:
    """Return the kecamatan that have any business, by name."""
    own = {code: [kind for kind in kinds if kind.district == code] for code in names}
    return [
        Place(
            code,
            names[code],
            sum(kind.count for kind in found),
            sum(kind.trained for kind in found),
            [cluster for cluster in clusters if cluster.kind.district == code],
        )
        for code, found in own.items()
        if found
    ]


def _unanswered(needs: dict[str, int]) -> list[tuple[str, int]]:
    """Return the topics of help that no published course is about, the most asked for first."""
    covered, labels = covered_topics(), need_topics()
    found = [(labels[topic], count) for topic, count in needs.items() if ANSWERED_BY.get(topic) not in covered]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
