"""Lessons through real workers: killed at random, shared by two, and against bare ffmpeg doing the same work.

Part of `./run bench video`; `python -m bench.video_flow kills 3` runs one part with so many rounds.
"""

import hashlib
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.harness import ROOT, Bench, Row, let_pass, measuring, wait_until
from bench.video_site import Site, running, running_site
from bench.video_watching import Writings

FOLDER = ROOT / "var" / "bench" / "video-site"
KILLS = 20
WORKERS = ("one", "two")
VICTIMS = ("worker", "ffmpeg", "broker", "database")
# Shorter than in real life, so that twenty times fit into one run; the pause after a death is measured as such.
HASTY = {"MEDIA_STALE_S": "6", "MEDIA_CHUNK_S": "4"}
SEED = 20261125

ROWS = {
    "kills": [
        Row("kills: lessons not finished by themselves", "lessons", 0),
        Row("kills: pieces again by one worker, most in one lesson", "pieces", 1),
        Row("kills: lessons with other bytes than an undisturbed one", "lessons", 0),
        Row("kills: lessons with a file that was not written just once", "lessons", 0),
        Row("kills: orphans 10 s after a worker's death", "processes", 0),
        Row("kills: longest from the return to the next finished piece", "s", 60),
    ],
    "workers": [
        Row("one worker on one core / two on two, wall", "x, at least", None),
        Row("two workers: shortfall against 1.8x", "x", 0),
        Row("first playable / whole lesson, wall", "x", 0.20),
        Row("worker's wall over bare ffmpeg with the same words", "x", 1.05),
    ],
}


def make_clip(path: Path, *, seconds: int, size: str) -> Path:
    """Write a moving picture with sound, hard enough to take a while."""
    from media.pipeline.ffmpeg import find_ffmpeg

    picture = f"testsrc2=s={size}:r=30:d={seconds},noise=alls=12:allf=t"
    words = [find_ffmpeg(), "-hide_banner", "-loglevel", "error", "-y", "-f", "lavfi", "-i", picture]
    words += ["-f", "lavfi", "-i", f"sine=f=300:d={seconds}", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20"]
    subprocess.run([*words, "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", str(path)], check=True)
    return path


def upload(path: Path) -> Any:
    """Take a clip in as a new lesson and ring."""
    from media.public import import_source

    return import_source(path, title="Ukur", owner=None)


def again(source: Any) -> Any:
    """Return the lesson as it is now, or None while the database is away."""
    from django.db import InterfaceError, OperationalError, connection

    try:
        return type(source).objects.get(pk=source.pk)
    except (OperationalError, InterfaceError):
        connection.close()
        return None


def is_over(source: Any) -> bool:
    """Whether a lesson is ready or failed."""
    found = again(source)
    return bool(found and found.state in {"ready", "failed"})


def hashes(source: Any) -> dict[str, str]:
    """Return the SHA-256 of every rendition."""
    made = again(source).published.renditions.all()
    return {f"{one.kind} {one.codec}": hashlib.sha256(Path(one.file.path).read_bytes()).hexdigest() for one in made}


def forget(source: Any) -> None:
    """Delete a lesson with its files, so that the same clip is encoded anew."""
    from media.public import remove_source

    remove_source(again(source))


def measure_kills(bench: Bench, rounds: int = KILLS, only: str = "") -> None:
    """Kill something at a random moment of each lesson."""
    choice = random.Random(SEED)
    with running_site(FOLDER, **HASTY) as site:
        clip = make_clip(FOLDER / "kills.mp4", seconds=22, size="320x180")
        for name in WORKERS:
            site.start_worker(name)
        _undisturbed(clip)  # while the workers start
        whole_s, expected = _undisturbed(clip)
        victims = [one for one in VICTIMS if one == only or (not only and (site.has_postgres or one != "database"))]
        results = [
            _one_round(site, clip, whole_s, expected, choice, victims[number % len(victims)])
            for number in range(rounds)
        ]
    names = [row.name for row in ROWS["kills"]]
    bench.note(names[0], sum(not one["finished"] for one in results))
    bench.note(names[1], max(one["again"] for one in results))
    bench.note(names[2], sum(not one["same"] for one in results))
    bench.note(names[3], sum(set(one["written"]) != {1} for one in results))
    bench.note(names[4], sum(one["orphans"] for one in results))
    bench.note(names[5], max(one["pause_s"] for one in results))


def _undisturbed(clip: Path) -> tuple[float, dict[str, str]]:
    began = time.monotonic()
    source = upload(clip)
    wait_until(lambda: is_over(source), seconds=600, what="the undisturbed lesson")
    expected = hashes(source)
    forget(source)
    return time.monotonic() - began, expected


def _one_round(
    site: Site, clip: Path, whole_s: float, expected: dict[str, str], choice: random.Random, victim: str
) -> dict[str, Any]:
    """Kill one thing during one lesson, bring it back, and see how the lesson ends."""
    writings, lines = Writings(), {name: len(_log(site, name)) for name in WORKERS}
    writings.start()
    source = upload(clip)
    let_pass(choice.uniform(0.5, whole_s * 0.9))
    name = choice.choice(WORKERS) if victim == "worker" else victim
    orphans, returned = _kill(site, name, choice), time.monotonic()
    done = _finished(source)
    pause_s = 0.0
    if not is_over(source):
        wait_until(lambda: is_over(source) or _finished(source) > done, seconds=180, what="going on")
        pause_s = time.monotonic() - returned
    finished = True
    try:
        wait_until(lambda: is_over(source), seconds=whole_s * 3 + 120, what="the end")
    except TimeoutError:
        finished = False
    found = again(source)
    writings.over.set()
    outcome = {
        "finished": finished and found.state == "ready",
        "again": _again_most(site, found, lines, name),
        "written": writings.of(found),
        "orphans": orphans,
        "pause_s": pause_s,
        "same": found.published is not None and hashes(source) == expected,
    }
    sys.stdout.write(f"{victim}: {outcome}\n")
    sys.stdout.flush()
    forget(source)
    return outcome


def _again_most(site: Site, source: Any, lines: dict[str, int], killed: str) -> int:
    """Return how many pieces the worst worker had to leave: those of which its log tells, and the killed one's others.

    Where none was killed, what no log tells of is held against the worst.
    """
    pieces = {one.pk: one.attempts - 1 for one in source.wanted.pieces.all() if one.attempts > 1}
    told = {name: _log(site, name)[lines[name] :] for name in WORKERS}
    left = {name: sum(int(pk) in pieces for pk in re.findall(r"piece (\d+) ", text)) for name, text in told.items()}
    untold = max(0, sum(pieces.values()) - sum(left.values()))
    return max(left[name] + untold * (killed == name or killed not in WORKERS) for name in WORKERS)


def _log(site: Site, name: str) -> str:
    path = site.folder / f"{name}.log"
    return path.read_text(errors="replace") if path.exists() else ""


def _finished(source: Any) -> int:
    found = again(source)
    return sum(one.state == "done" for one in found.wanted.pieces.all()) if found else 0


def _kill(site: Site, name: str, choice: random.Random) -> int:
    """Kill, look for orphans, bring back; return how many orphans outlived it."""
    if name == "ffmpeg":
        site.kill_ffmpeg(choice)
        return 0
    before = {pid for pid in running("ffmpeg") if site.folder_of(pid)}
    site.kill(name)
    orphans = 0
    if name in WORKERS:
        other = site.programs["two" if name == "one" else "one"].pid
        try:
            wait_until(lambda: not orphans(before, other), seconds=10, what="orphans' end")
        except TimeoutError:
            orphans = len(orphans(before, other))
    site.restart(name)
    return orphans


def measure_workers(bench: Bench, rounds: int = 1) -> None:
    """Time the same lesson on one worker pinned to one core, on two, and with bare ffmpeg."""
    with running_site(FOLDER, MEDIA_CHUNK_S="24") as site:  # half of the real ones, so that a short lesson has four
        clip = make_clip(FOLDER / "workers.mp4", seconds=96, size="640x360")
        site.start_worker("one", core=0)
        _timed_lesson(clip)  # while the worker starts
        first = _timed_lesson(clip, bare=True)
        site.start_worker("two", core=1)
        second = _timed_lesson(clip)
        names = [row.name for row in ROWS["workers"]]
        bench.note(names[3], first["worked_s"] / first["bare_s"])
        bench.note(names[0], first["whole_s"] / second["whole_s"])
        bench.note(names[1], max(0.0, 1.8 - first["whole_s"] / second["whole_s"]))
        bench.note(names[2], first["playable_s"] / first["whole_s"])


def _timed_lesson(clip: Path, *, bare: bool = False) -> dict[str, float]:
    """Return how long a lesson took: to its first version, whole, and what bare ffmpeg needs for the same words."""
    began, found = time.monotonic(), {}
    source = upload(clip)
    wait_until(lambda: again(source).published, seconds=900, what="a first version")
    found["playable_s"] = time.monotonic() - began
    wait_until(lambda: is_over(source), seconds=1800, what="the whole lesson")
    found["whole_s"] = time.monotonic() - began
    if bare:
        found |= {"worked_s": found["whole_s"] - _beside_s(source), "bare_s": _bare_s(source)}
    forget(source)
    sys.stdout.write(f"lesson: {found}\n")
    return found


def _beside_s(source: Any) -> float:
    """Return the seconds spent on looking at the clip and choosing its plan, which bare ffmpeg has been given."""
    pieces = again(source).wanted.pieces.filter(kind__in=["probe", "trial"])
    return sum((one.finished_at - one.claimed_at).total_seconds() for one in pieces)


def _bare_s(source: Any) -> float:
    """Run the very commands of a lesson's chunks, sounds and joins one after the other on core 0, as the worker did."""
    from media.pipeline.join import join_words
    from media.pipeline.picture import chunk_words
    from media.pipeline.plan import plan_from
    from media.pipeline.sound import sound_words
    from media.pipeline.tools import tool

    encoding, folder = again(source).wanted, FOLDER / "bare"
    original = Path(source.original.path)
    folder.mkdir(exist_ok=True)
    commands: list[list[str]] = []
    fast, full = plan_from(encoding.fast_plan), plan_from(encoding.plan)
    sounds = {one.name: folder / f"{one.name}.mp4" for one in fast.sounds}
    commands.append(sound_words(original, fast, sounds, folder / "levels"))
    for plan in (fast, full):
        parts: dict[str, list[Path]] = {rung.name: [] for rung in plan.videos}
        for position in range(plan.chunks):
            targets = {rung.name: folder / f"{plan.key('')[:8]}-{position}-{rung.name}.mp4" for rung in plan.videos}
            rungs = list(plan.videos)
            commands.append(chunk_words(original, plan, position, rungs, targets, is_start=position == 0))
            for name, target in targets.items():
                parts[name].append(target)
        for rung in plan.videos:
            listing = folder / f"{plan.key('')[:8]}-{rung.name}.txt"
            listing.write_text("ffconcat version 1.0\n" + "".join(f"file 'file:{part}'\n" for part in parts[rung.name]))
            commands.append(join_words(listing, sounds.get(rung.sound), folder / f"joined-{rung.name}.mp4", plan))
    for name in fast.alone:
        commands.append(join_words(None, sounds[name], folder / f"alone-{name}.mp4", fast))
    front = ["taskset", "-c", "0", tool().path, "-hide_banner", "-nostdin", "-y", "-loglevel", "error"]
    began = time.monotonic()
    for words in commands:
        subprocess.run([*front, *words], check=True, env=os.environ | {"SVT_LOG": "1"})
    return time.monotonic() - began


PARTS: dict[str, Callable[..., None]] = {"kills": measure_kills, "workers": measure_workers}


def main() -> int:
    """Run one part alone."""
    part, *rest = sys.argv[1:]
    with measuring(f"video_{part}", ROWS[part]) as bench:
        PARTS[part](bench, *([int(rest[0]), *rest[1:]] if rest else []))
    return bench.finish()


if __name__ == "__main__":
    raise SystemExit(main())
