"""Bytes and looks: our rungs, made by the pipeline's own steps, against what others would make of the same clips."""

import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree

import django
import ffmpeg
from django.test import override_settings

from bench import video_anchors
from bench.harness import RESULTS, Bench, Row, measuring
from bench.video_clips import Clip, clip_names, default_clips, given_clips, noisy_clip
from media.pipeline.choosing import Choice, choose_plan
from media.pipeline.encoders import plain_colours, stranger, upright_grid
from media.pipeline.ffmpeg import run_ffmpeg
from media.pipeline.join import join_rendition
from media.pipeline.ladder import default_plan, fit
from media.pipeline.measuring import MAX_SHORT_SIDE, Score
from media.pipeline.measuring import measure as measure_scores
from media.pipeline.picture import make_chunk
from media.pipeline.plan import Plan, VideoRung
from media.pipeline.sound import make_sounds
from media.pipeline.tools import tool
from media.pipeline.trial import sample_times, try_sample

WORK = RESULTS / "video"
CHUNK_S = 48
TEN_MINUTES_S = 600
CAPS_MB = {"audio": 1.5, "hemat-av1": 5.0, "hemat-h264": 8.5, "biasa-av1": 7.0}
WALL, TRIAL = "whole ladder over one process a rung, wall", "trial over whole ladder, ten minutes of slides, CPU"
EVERY = 2


@dataclass(frozen=True)
class Made:
    """One file with what it weighs, its picture alone and how it looks."""

    size_bytes: int
    picture_bytes: int
    score: Score


def rows(given: Path | None) -> list[Row]:
    """Return the rows of this part; each clip has its own."""
    found = []
    for name, kind in clip_names(given):
        most = 0.65 if kind == "slides" else 0.50
        found += [
            Row(f"{name}: default rung over Kolibri's, bytes", "x", most),
            Row(f"{name}: default rung under Kolibri's, phone-VMAF", "points", 0 if kind == "slides" else 2.5),
            Row(f"{name}: default rung over MediaCMS 240p, bytes", "x", None if kind == "slides" else 0.45),
            Row(f"{name}: default rung under MediaCMS 240p, phone-VMAF", "points", 0),
            Row(f"{name}: H.264 data saver over PeerTube 240p, picture bytes", "x", 0.75),
            Row(f"{name}: H.264 data saver under PeerTube 240p, phone-VMAF", "points", 0),
        ]
    found += [Row(f"ten minutes of noise: {name}", "MB", cap) for name, cap in CAPS_MB.items()]
    return [*found, Row(WALL, "x", 0.70), Row(TRIAL, "x", 0.05)]


def measure(bench: Bench, given: Path | None) -> None:
    """Fill the rows of this part."""
    rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    ours = default_clips(WORK)
    clips = [*ours, *(given_clips(given, WORK) if given else [])]
    for clip in [*clips, noisy_clip(WORK)]:
        folder = WORK / clip.name
        folder.mkdir()
        plan = default_plan(clip.facts, tool(), chunk_s=CHUNK_S) if clip.kind == "noise" else choose(clip, folder).plan
        made, sizes = make_ours(clip, plan, folder)
        if clip.kind == "noise":
            note_caps(bench, clip, sizes)
        else:
            compare(bench, clip, made, make_others(clip, folder))
    slides = next(clip for clip in ours if clip.kind == "slides")
    bench.note(WALL, wall_share(slides))
    bench.note(TRIAL, trial_share(slides))


def choose(clip: Clip, folder: Path) -> Choice:
    """Try samples and choose, as a worker does; say what was chosen."""
    aside = folder / "trial"
    aside.mkdir()
    positions = range(len(sample_times(clip.facts)))
    samples = [try_sample(clip.path, clip.facts, tool(), position, aside) for position in positions]
    choice = choose_plan(clip.facts, samples, tool(), chunk_s=CHUNK_S)
    for one in choice.reasons:
        size = f"{one.side} lines, CRF {one.crf}: {one.megabytes} MB, {one.score} (low {one.low})"
        sys.stdout.write(f"{clip.name} {one.name}{'' if one.is_kept else ' (left out)'}: {size}; {one.why}\n")
    return choice


def make_ours(clip: Clip, plan: Plan, folder: Path) -> tuple[dict[str, Made], dict[str, int]]:
    """Make the default rung, both data savers and the sound; return them by role, and each file's bytes by name."""
    rungs = {rung.name: rung for rung in plan.videos if rung.name in CAPS_MB}
    sounds = {sound.name: folder / f"{sound.name}.mp4" for sound in plan.sounds}
    make_sounds(clip.path, plan, sounds)
    pieces = make_pieces(clip, plan, list(rungs.values()), folder)
    files = {name: folder / f"{name}.mp4" for name in rungs}
    for name, rung in rungs.items():
        join_rendition(pieces[name], sounds[rung.sound], files[name], plan, rung)
    join_rendition([], sounds[plan.alone[0]], folder / "audio.mp4", plan, None)
    scores = dict(zip(files, judge(clip, list(files.values()), folder), strict=True))
    made = {
        name: Made(path.stat().st_size, sum(piece.stat().st_size for piece in pieces[name]), scores[name])
        for name, path in files.items()
    }
    default = made.get("biasa-av1") or made["hemat-av1"]
    weights = {name: one.size_bytes for name, one in made.items()} | {"audio": (folder / "audio.mp4").stat().st_size}
    return {"default": default, "saver": made["hemat-h264"]}, weights


def make_pieces(clip: Clip, plan: Plan, rungs: list[VideoRung], folder: Path) -> dict[str, list[Path]]:
    """Make the chunks of some rungs."""
    pieces: dict[str, list[Path]] = {rung.name: [] for rung in rungs}
    for position in range(plan.chunks):
        targets = {name: folder / f"{name}-{position}.mp4" for name in pieces}
        make_chunk(clip.path, plan, position, targets)
        for name, target in targets.items():
            pieces[name].append(target)
    return pieces


def make_others(clip: Clip, folder: Path) -> dict[str, Made]:
    """Make what others would, from the same frames."""
    makers: dict[str, Callable[[Clip, Path, Path], Path]] = {
        "kolibri": video_anchors.kolibri,
        "mediacms": video_anchors.mediacms,
        "peertube": video_anchors.peertube,
    }
    files = {name: make(clip, reference_of(clip, folder), folder) for name, make in makers.items()}
    scores = judge(clip, list(files.values()), folder)
    sizes = [path.stat().st_size for path in files.values()]
    return {name: Made(size, size, score) for name, size, score in zip(files, sizes, scores, strict=True)}


def judge(clip: Clip, files: list[Path], folder: Path) -> list[Score]:
    """Return the phone-VMAF of files of the clip's frames."""
    size = fit(clip.facts.width, clip.facts.height, MAX_SHORT_SIDE)
    return measure_scores(files, reference_of(clip, folder), size, folder, every=EVERY)


def reference_of(clip: Clip, folder: Path) -> Path:
    """Return the frames of the clip on its grid without loss, at most 720 lines."""
    target = folder / "reference.mkv"
    if not target.exists():
        plan = default_plan(clip.facts, tool(), chunk_s=CHUNK_S)
        source = stranger(clip.path, 2)[str(plan.video_index)]
        picture = upright_grid(source, plan, 0, plan.frames, is_start=True)
        picture = plain_colours(picture, *fit(clip.facts.width, clip.facts.height, MAX_SHORT_SIDE), is_hdr=plan.is_hdr)
        options = {"c:v": "libx264", "preset": "ultrafast", "qp": 0, "fps_mode": "passthrough"}
        run_ffmpeg(ffmpeg.output(picture, f"file:{target}", **options).get_args(), wall_s=1800)
    return target


def compare(bench: Bench, clip: Clip, ours: dict[str, Made], others: dict[str, Made]) -> None:
    """Write down one clip's rows."""
    default, saver, pairs = ours["default"], ours["saver"], (("Kolibri's", "kolibri"), ("MediaCMS 240p", "mediacms"))
    for title, name in pairs:
        bench.note(f"{clip.name}: default rung over {title}, bytes", default.size_bytes / others[name].size_bytes)
        lacks = others[name].score.mean - default.score.mean
        bench.note(f"{clip.name}: default rung under {title}, phone-VMAF", round(lacks, 2))
    title, other = f"{clip.name}: H.264 data saver", others["peertube"]
    bench.note(f"{title} over PeerTube 240p, picture bytes", saver.picture_bytes / other.picture_bytes)
    bench.note(f"{title} under PeerTube 240p, phone-VMAF", round(other.score.mean - saver.score.mean, 2))
    for name, one in {**ours, **others}.items():
        megabytes = one.size_bytes / clip.facts.duration_s * TEN_MINUTES_S / 1e6
        sys.stdout.write(f"{clip.name} {name}: {megabytes:.2f} MB for ten minutes, phone-VMAF {one.score.mean}\n")


def note_caps(bench: Bench, clip: Clip, sizes: dict[str, int]) -> None:
    """Write down what ten minutes of the hardest clip weigh."""
    for name in CAPS_MB:
        bench.note(f"ten minutes of noise: {name}", sizes[name] / clip.facts.duration_s * TEN_MINUTES_S / 1e6)


def wall_share(clip: Clip) -> float:
    """Return the time of all six rungs in one process over that of a process a rung, which may use both cores."""
    plan = default_plan(clip.facts, tool(), chunk_s=8)
    folder = WORK / "wall"
    folder.mkdir()
    targets = {rung.name: folder / f"{rung.name}.mp4" for rung in plan.videos}
    together = timed(lambda: make_chunk(clip.path, plan, 0, targets))
    wide = replace(plan, threads=2)
    alone = sum(timed(lambda one=one: make_chunk(clip.path, wide, 0, {one: targets[one]})) for one in targets)
    return together / alone


def trial_share(clip: Clip) -> float:
    """Return the processor time of a ten-minute clip's trial over that of its ladder, from a sample and a chunk.

    In the plainest cage, because bubblewrap keeps the processor time of what it runs to itself.
    """
    long = replace(clip.facts, duration_s=float(TEN_MINUTES_S))
    tried_s, sample_s = sum(length for _, length in sample_times(long)), sample_times(clip.facts)[0][1]
    plan = default_plan(clip.facts, tool(), chunk_s=8)
    folder = WORK / "share"
    folder.mkdir()
    targets = {rung.name: folder / f"{rung.name}.mp4" for rung in plan.videos}
    with override_settings(MEDIA_CAGE="limits"):
        chunk_cpu = worked(lambda: make_chunk(clip.path, plan, 0, targets)) / 8
        sample_cpu = worked(lambda: try_sample(clip.path, clip.facts, tool(), 1, folder)) / sample_s
    return sample_cpu * tried_s / (chunk_cpu * TEN_MINUTES_S)


def timed(act: Callable[[], object]) -> float:
    """Return how long something takes."""
    began = time.monotonic()
    act()
    return time.monotonic() - began


def worked(act: Callable[[], object]) -> float:
    """Return the processor time of the programs that something starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Measure this part alone; a folder of clips may be given."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    os.environ.setdefault("IKM_VAR", str(WORK / "var"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    django.setup()
    with measuring("video_quality", rows(given)) as bench:
        measure(bench, given)
    return bench.finish()


if __name__ == "__main__":
    sys.exit(main())
