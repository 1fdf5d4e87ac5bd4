"""Real clips of a few seconds, made once a session by the real ffmpeg: sound ones, broken ones and hostile ones."""

import subprocess
from pathlib import Path

import pytest
from django.core.files.base import File

from media.models import Source
from media.picking import due_pieces
from media.pipeline.ffmpeg import find_ffmpeg
from media.resuming import folder
from media.uploading import save_upload
from media.working import work_once

H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p"]
WEBM = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"]


def ffmpeg(*words):
    """Run ffmpeg and fail loudly."""
    subprocess.run([find_ffmpeg(), "-hide_banner", "-loglevel", "error", "-y", *map(str, words)], check=True)


def picture(size="640x360", seconds=3, rate=25):
    """Words for a moving test picture."""
    return ["-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds}"]


def sound(seconds=3):
    """Words for a tone."""
    return ["-f", "lavfi", "-i", f"sine=f=440:d={seconds}"]


def cut(path, to, share=0.6):
    """Write the first `share` of a file to `to`."""
    content = path.read_bytes()
    to.write_bytes(content[: int(len(content) * share)])
    return to


def named(suffix):
    """Say how the file of a recipe ends."""

    def mark(recipe):
        recipe.suffix = suffix
        return recipe

    return mark


class Clips:
    """Makes a clip when it is first asked for and keeps it for the session."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __getattr__(self, name):
        recipe = getattr(type(self), f"_make_{name}")
        path = self.folder / f"{name}{recipe.suffix}"
        if not path.exists():
            recipe(self, path)
        return path

    @named(".mp4")
    def _make_whole(self, path):
        ffmpeg(*picture("1280x720"), *sound(), *H264, "-c:a", "aac", path)

    @named(".mp4")
    def _make_front(self, path):
        ffmpeg(*picture(seconds=8), *sound(8), *H264, "-c:a", "aac", "-movflags", "faststart", path)

    @named(".mp4")
    def _make_long(self, path):
        ffmpeg(*picture("1280x720", seconds=20, rate=30), *sound(20), *H264, "-c:a", "aac", path)

    @named(".mp4")
    def _make_silent(self, path):
        ffmpeg(*picture(), *H264, path)

    @named(".mp4")
    def _make_small(self, path):
        ffmpeg(*picture("160x120", seconds=2), *sound(2), *H264, "-c:a", "aac", path)

    @named(".mp4")
    def _make_portrait(self, path):
        ffmpeg(*picture("720x1280"), *sound(), *H264, "-c:a", "aac", path)

    @named(".mov")
    def _make_turned(self, path):
        ffmpeg("-display_rotation", "90", "-i", self.whole, "-c", "copy", path)

    @named(".mov")
    def _make_located(self, path):
        place = ["-metadata", "location=-00.5000+117.5000/", "-metadata", "title=Rahasia"]
        ffmpeg("-i", self.whole, "-c", "copy", *place, "-movflags", "use_metadata_tags", path)

    @named(".mp4")
    def _make_fast(self, path):
        ffmpeg(*picture(rate=60), *H264, path)

    @named(".mp4")
    def _make_slides(self, path):
        ffmpeg(*picture(rate=5), *H264, path)

    @named(".webm")
    def _make_live(self, path):
        ffmpeg(*picture(), *sound(), *WEBM, "-f", "webm", "-live", "1", path)

    @named(".webm")
    def _make_tiny_webm(self, path):
        ffmpeg("-i", self.small, *WEBM, path)

    @named(".avi")
    def _make_film(self, path):
        ffmpeg(*picture(seconds=8), *sound(8), "-c:v", "mpeg4", "-c:a", "mp3", path)

    @named(".ts")
    def _make_stream(self, path):
        ffmpeg(*picture(), *sound(), *H264, "-c:a", "aac", path)

    @named(".mkv")
    def _make_matroska(self, path):
        ffmpeg(*picture(seconds=8), *sound(8), *H264, "-c:a", "aac", path)

    @named(".mp4")
    def _make_cut_front(self, path):
        cut(self.front, path)

    @named(".mp4")
    def _make_cut_end(self, path):
        cut(self.whole, path)

    @named(".avi")
    def _make_cut_film(self, path):
        cut(self.film, path)

    @named(".mkv")
    def _make_cut_matroska(self, path):
        cut(self.matroska, path)

    @named(".mp4")
    def _make_empty(self, path):
        path.write_bytes(b"")

    @named(".mp4")
    def _make_letter(self, path):
        path.write_text("Bapak dan Ibu yang terhormat, " * 50)

    @named(".mp4")
    def _make_playlist(self, path):
        path.write_text(f"ffconcat version 1.0\nfile {self.whole.name}\n")

    @named(".m4a")
    def _make_voice(self, path):
        ffmpeg(*sound(), "-c:a", "aac", path)

    @named(".mp4")
    def _make_cover(self, path):
        still = self.folder / "still.jpg"
        ffmpeg("-f", "lavfi", "-i", "color=red:s=300x300:d=0.1:r=10", "-frames:v", "1", still)
        words = ["-i", self.voice, "-i", still, "-map", "0:a", "-map", "1:v", "-c", "copy"]
        ffmpeg(*words, "-disposition:v:0", "attached_pic", path)

    @named(".avi")
    def _make_giant(self, path):
        ffmpeg("-f", "lavfi", "-i", "color=s=5000x5000:d=0.1:r=10", "-c:v", "mjpeg", path)

    @named(".avi")
    def _make_dot(self, path):
        ffmpeg(*picture("16x16"), "-c:v", "mjpeg", path)

    @named(".mkv")
    def _make_crowd(self, path):
        maps = [word for _ in range(12) for word in ("-map", "1:a")]
        ffmpeg(*picture(seconds=1), *sound(1), "-map", "0:v", *maps, *H264, "-c:a", "aac", path)

    @named(".mkv")
    def _make_horde(self, path):
        maps = [word for _ in range(300) for word in ("-map", "1:a")]
        ffmpeg(*picture(seconds=1), *sound(0.2), "-map", "0:v", *maps, *H264, "-c:a", "pcm_u8", path)

    @named(".avi")
    def _make_odd_codec(self, path):
        ffmpeg(*picture("64x48", seconds=1), "-c:v", "cinepak", path)

    @named(".mkv")
    def _make_far_apart(self, path):
        ffmpeg("-f", "lavfi", "-i", "color=s=64x64:r=1/36000:d=36000", "-frames:v", "2", *H264, path)

    @named(".mp4")
    def _make_blink(self, path):
        ffmpeg(*picture(seconds=0.12), *H264, path)

    @named(".mp4")
    def _make_open_gop(self, path):
        ffmpeg(*picture("320x180", 4), *H264[:4], "-x264-params", "open-gop=1:keyint=20:bframes=3", path)

    @named(".mkv")
    def _make_screen(self, path):
        # A screen recorder: a picture only when something changes, here at 0, 0.2, 2.4 and 5 s, under 6 s of sound.
        moments = "eq(n,0)+eq(n,5)+eq(n,60)+eq(n,125)"
        rare = ["-vf", f"select='{moments}'", "-fps_mode", "vfr"]
        ffmpeg(*picture("320x180", 6), *sound(6), *rare, *H264, "-c:a", "aac", path)

    @named(".mp4")
    def _make_broadcast(self, path):
        ffmpeg(*picture("320x180", 3, "60000/1001"), *H264, path)

    @named(".mkv")
    def _make_late(self, path):
        # The sound begins 1.3 s before the picture and ends 1.5 s after it.
        early = ["-itsoffset", "1.3", *picture("320x180", 2)]
        ffmpeg(*early, *sound(4.8), *H264, "-c:a", "aac", path)

    @named(".ts")
    def _make_resized(self, path):
        # What `open_gop` shows; from 1.6 s on in another size and shape.
        ffmpeg(*picture("320x180", 1.6), *H264, path)
        later = path.with_name("later.ts")
        ffmpeg(*picture("320x180", 4), "-vf", "trim=start_frame=40,scale=160:120", *H264, later)
        path.write_bytes(path.read_bytes() + later.read_bytes())

    @named(".m2ts")
    def _make_camcorder(self, path):
        # A bar that moves from half picture to half picture, in packets with time stamps.
        bar = "color=black:s=320x180:r=50:d=2[b];color=white:s=40x180:r=50:d=2[w];[b][w]overlay=x='mod(n*6,280)'"
        half = ["-vf", "tinterlace=interleave_top,setfield=tff,format=yuv420p", "-flags", "+ilme+ildct", "-g", "12"]
        words = ["-c:v", "mpeg2video", "-b:v", "4M", "-mpegts_m2ts_mode", "1", "-f", "mpegts"]
        ffmpeg("-f", "lavfi", "-i", bar, *half, *words, path)

    @named(".mp4")
    def _make_odd(self, path):
        odd = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p"]
        ffmpeg(*picture("321x181", 2), *odd, path)

    @named(".mp4")
    def _make_noise(self, path):
        noise = "color=gray:s=160x90:r=25:d=4,noise=alls=100:allf=t"
        ffmpeg("-f", "lavfi", "-i", noise, *H264, "-crf", "10", path)

    @named(".mp4")
    def _make_bright(self, path, curve="smpte2084"):
        tags = f"setparams=color_primaries=bt2020:color_trc={curve}:colorspace=bt2020nc:range=tv"
        x265 = ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le"]
        ffmpeg(*picture("320x180", 1), "-vf", tags, *x265, path)

    @named(".mp4")
    def _make_bright_hlg(self, path):
        self._make_bright(path, "arib-std-b67")

    @named(".mkv")
    def _make_surround(self, path):
        ffmpeg(*picture("160x90", 2), *sound(2), "-ac", "6", "-c:a", "ac3", *H264, path)

    @named(".ts")
    def _make_rewired(self, path):
        # A second of tone in one channel, then two seconds of nothing in two.
        later = path.with_name("later-rewired.ts")
        hush = ["-f", "lavfi", "-i", "anullsrc=r=44100:cl=stereo:d=2"]
        ffmpeg(*picture("160x90", 1), *sound(1), *H264, "-af", "volume=6", "-c:a", "aac", path)
        ffmpeg(*picture("160x90", 2), *hush, *H264, "-c:a", "aac", "-output_ts_offset", "1", later)
        path.write_bytes(path.read_bytes() + later.read_bytes())

    @named(".mkv")
    def _make_hushed(self, path):
        hush = ["-f", "lavfi", "-i", "anullsrc=r=44100:cl=stereo:d=3"]
        ffmpeg(*picture("160x90", 3), *hush, *H264, "-c:a", "pcm_s16le", path)

    @named(".mkv")
    def _make_speech(self, path):
        # Rises and falls like a voice, with breath in it: what costs Opus most.
        voice = "0.5*sin(300*PI*t+25*sin(6*PI*t))*(0.5+0.5*sin(8*PI*t))+0.1*random(0)*gt(sin(4*PI*t),0)"
        talk = ["-f", "lavfi", "-i", f"aevalsrc='{voice}':s=48000:d=20"]
        ffmpeg(*picture("64x64", 20, 2), *talk, *H264, "-c:a", "pcm_s16le", path)

    @named(".mp4")
    def _make_two_hours(self, path):
        ffmpeg("-f", "lavfi", "-i", "testsrc=s=32x32:r=1:d=7200", *H264, path)

    @named(".mkv")
    def _make_pausing(self, path):
        # A second of tone, two and a half of nothing, a second of tone far too loud.
        talk = "sine=f=440:d=4.5,volume='if(lt(t,1),1,if(lt(t,3.5),0,40))':eval=frame"
        ffmpeg(*picture("160x90", 4.5), "-f", "lavfi", "-i", talk, *H264, "-c:a", "pcm_s16le", path)


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    """Return the clips by name: `clips.whole`, `clips.cut_front`, ..."""
    return Clips(tmp_path_factory.mktemp("clips"))


@pytest.fixture
def dewi(client, cast):
    """Yield a browser that Dewi has signed in with; unfinished uploads are gone afterwards."""
    client.force_login(cast.dewi)
    yield client
    for path in folder().glob("*"):
        path.unlink()


@pytest.fixture
def upload(db, cast):
    """Return a function that takes a clip in as Dewi's upload and returns its row."""

    def take_in(path, *, title="Contoh video", owner=cast.dewi):
        with path.open("rb") as file:
            return save_upload(File(file, name=path.name), title=title, owner=owner)

    return take_in


def work_until_done():
    """Do all work that waits, in place, as one worker would."""
    while due_pieces().filter(not_before=None).exists():
        work_once()


@pytest.fixture
def process(upload):
    """Return a function that takes a clip in and does all its work in place."""

    def run(path, **values):
        source = upload(path, **values)
        work_until_done()
        return Source.objects.get(pk=source.pk)

    return run
