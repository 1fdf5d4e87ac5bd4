"""The district as `bench/matching` sees it: 18 kecamatan, new firms and mentors drawn from a seed.

Distances, speeds and tiers are guesses for measuring; the office's table replaces them in the product.
"""

import csv
from typing import Any

import numpy as np

from bench.harness import ROOT
from mentoring.matching.facts import (
    FACE_TO_FACE,
    REMOTE,
    RIVER,
    ROAD,
    Facts,
    make_facts,
    make_mentees,
    make_mentors,
    make_pairs,
    make_travel,
)

LARGEST, NO_MENTOR = "Sangatta Utara", "Busang"
REMOTE_TIER, MIDDLE_TIER = 7, 5  # number of districts in tiers A and B; the rest is C
TIER_SHARES = (0.181, 0.249, 0.57)
TOPICS, LANGUAGES, SLOTS, STAGES = 12, 6, 14, 5
DETOUR = 1.45
SPEEDS = {0: 35.0, 1: 35.0, 2: 18.0}  # km/h by the remoter of both ends; by river 12
RIVER_SPEED = 12.0
REMOTE_POSSIBLE = {0: 0.97, 1: 0.85, 2: 0.6}


def read(name: str) -> list[dict[str, str]]:
    with (ROOT / "reference" / "data" / name).open(newline="") as lines:
        return list(csv.DictReader(lines))


def make_instance(mentees: int, mentors: int, *, seed: int = 6408, seats: tuple[int, int] = (2, 7)) -> Facts:
    """Return a district with so many on each side; the same seed gives the same people."""
    rng = np.random.default_rng(seed)
    districts = read("districts.csv")
    tier = tiers(districts)
    kbli = np.array(sorted({int(row["kbli2020"]) for row in read("sectors.csv")})[:24])
    new, old = weights(districts, tier, rural=1.0), weights(districts, tier, rural=0.75)
    old[[row["name"] for row in districts].index(NO_MENTOR)] = 0
    theirs = people(rng, mentees, districts, new, kbli)
    ours = people(rng, mentors, districts, old / old.sum(), kbli)
    ranks = np.argsort(rng.random((mentees, TOPICS)), axis=1)[:, :3]
    ranks[np.arange(3) >= rng.integers(1, 4, mentees)[:, None]] = -1
    return make_facts(
        make_mentees(
            np.arange(mentees) + 1, ranks, tier=tier[theirs["district"]], owner=np.arange(mentees) + 10,
            stage=rng.choice(STAGES, mentees, p=(0.4, 0.3, 0.2, 0.1, 0.0)), **theirs,
        ),
        make_mentors(
            np.arange(mentors) + 1, owner=10**6 + np.arange(mentors), skills=bits(rng, mentors, TOPICS, 3, 6),
            stage=rng.choice(STAGES, mentors, p=(0, 0.1, 0.3, 0.35, 0.25)),
            seats=rng.integers(seats[0], seats[1] + 1, mentors),
            travel_limit_min=rng.choice([60, 90, 120, 180, 240], mentors), **ours,
        ),
        travel(districts),
        make_pairs(),
    )  # fmt: skip


def tiers(districts: list[dict[str, str]]) -> Any:
    """Return the tier of each district, by the hours to the capital of the regency."""
    order = np.argsort([-float(row["hours_dry_max"]) for row in districts], kind="stable")
    tier = np.full(len(districts), 2)
    tier[order[:REMOTE_TIER]] = 0
    tier[order[REMOTE_TIER : REMOTE_TIER + MIDDLE_TIER]] = 1
    return tier


def weights(districts: list[dict[str, str]], tier: Any, *, rural: float) -> Any:
    """Return the share of each district: the largest as in the registry, the others by tier."""
    share = np.array([TIER_SHARES[t] / (tier == t).sum() for t in tier])
    share[tier < 2] *= rural
    largest = [row["name"] for row in districts].index(LARGEST)
    others = (tier == 2) & (np.arange(len(tier)) != largest)
    share[others] = (TIER_SHARES[2] - 0.29) / others.sum()
    share[largest] = 0.29
    return share / share.sum()


def people(rng: Any, count: int, districts: list[dict[str, str]], share: Any, kbli: Any) -> dict[str, Any]:
    """Return the columns that both sides have."""
    district = rng.choice(len(districts), count, p=share)
    remote_level = np.array([int(row["remote"]) for row in districts])[district]
    online = rng.random(count) < np.array([REMOTE_POSSIBLE[level] for level in range(3)])[remote_level]
    villages = np.array([int(row["villages"]) for row in districts])[district] if "villages" in districts[0] else 8
    village = district * 100 + (rng.random(count) * villages).astype(np.int64)
    languages = bits(rng, count, LANGUAGES, 0, 2) | (rng.random(count) < 0.9)
    return {
        "district": district,
        "village": village,
        "sector": kbli[rng.integers(0, len(kbli), count)],
        "languages": np.where(languages == 0, 1, languages),
        "slots": bits(rng, count, SLOTS, 2, 6),
        "ways": FACE_TO_FACE + REMOTE * online,
        "gender": rng.integers(1, 3, count),
        "waives_rivalry": rng.random(count) < 0.1,
    }


def bits(rng: Any, count: int, width: int, least: int, most: int) -> Any:
    """Return masks of `width` bits with least..most of them set."""
    ranks = np.argsort(np.argsort(rng.random((count, width)), axis=1), axis=1)
    chosen = ranks < rng.integers(least, most + 1, count)[:, None]
    return (chosen * (1 << np.arange(width))).sum(axis=1)


def travel(districts: list[dict[str, str]]) -> Any:
    """Return minutes between districts from their points, by the slower of both ends."""
    lat, lon = (np.radians([float(row[name]) for row in districts]) for name in ("latitude", "longitude"))
    a = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    km = 2 * 6371 * np.arcsin(np.sqrt(a)) * DETOUR + 8
    level = np.array([int(row["remote"]) for row in districts])
    river = np.array(["sungai" in row["access"] for row in districts])
    both = river[:, None] & river
    speed = np.where(both, RIVER_SPEED, np.vectorize(SPEEDS.get)(np.maximum(level[:, None], level)))
    return make_travel((km / speed * 60).astype(np.int32), np.where(both, RIVER, ROAD))
