"""What learners notice while a lesson encodes and a thousand certificates are issued, against the same without them."""

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from bench.harness import Bench, Row, let_pass
from bench.server_learner import BROKEN, Learner, Tally, together
from bench.server_load import Crowd
from bench.server_site import Stack
from media.pipeline.ffmpeg import find_ffmpeg

LEARNERS, THINK_S = 8, 0.25  # between a learner's requests: a full machine would only measure itself
ROWS = [
    Row("busy: p95 against the same without the work", "x", 2),
    Row("busy: server errors", "answers", 0),
    Row("quiet: p95", "ms"),
    Row("busy: p95", "ms"),
    Row("busy: answers", "answers"),
    Row("busy: certificates issued meanwhile", "certificates"),
    Row("busy: pieces of video made meanwhile", "pieces"),
]
AWARD = """
import sys, django; django.setup()
from django.contrib.auth.models import Group
from accounts.models import User
from certificates.approving import approve
from certificates.awarding import award
from certificates.models import Certificate
from certificates.pins import set_pin
from core.clock import now
from courses.models import Enrolment, EnrolmentState
active = Enrolment.objects.filter(state=EnrolmentState.LEARNING).order_by("-pk")
ids = list(active.values_list("pk", flat=True)[:int(sys.argv[1])])
Enrolment.objects.filter(pk__in=ids).update(state=EnrolmentState.COMPLETED, completed_at=now())
rows = [award(one).pk for one in ids]
head, _ = User.objects.get_or_create(username="kepala-uji", defaults={"full_name": "Kepala Uji", "is_demo": True})
head.groups.add(Group.objects.get(name="Kepala Dinas"))
set_pin(head, "260817")
approve(Certificate.objects.filter(pk__in=rows), by=head, pin="260817")
"""
UPLOAD = """
import sys, django; django.setup()
from pathlib import Path
from accounts.models import User
from media.public import import_source
import_source(Path(sys.argv[1]), title="Uji", owner=User.objects.order_by("pk").first())
"""
COUNT = """
import django; django.setup()
from certificates.models import Certificate, CertificateState
from media.models import Piece
print(Certificate.objects.filter(state=CertificateState.ISSUED).count(), Piece.objects.filter(state="done").count())
"""


def measure_busy(bench: Bench, stack: Stack, accounts: int, *, seconds: float, certificates: int, clip_s: int) -> None:
    """Load it quietly, then with the work; write both down."""
    crowd = Crowd(stack, accounts, size=LEARNERS)
    quiet = learn(crowd, seconds / 4)
    clip = make_clip(stack.site.folder, clip_s)
    issued, pieces = counts(stack)
    stack.site.python("-c", AWARD, str(certificates))
    stack.site.python("-c", UPLOAD, str(clip))
    busy = learn(crowd, seconds)
    issued_then, pieces_then = counts(stack)
    bench.note("quiet: p95", quiet.p95() * 1000)
    bench.note("busy: p95", busy.p95() * 1000)
    bench.note("busy: p95 against the same without the work", busy.p95() / quiet.p95())
    failed = [(kind, status) for _, kind, status in busy.bad if status >= 500 or status == BROKEN]
    for (kind, status), count in Counter(failed).items():
        sys.stdout.write(f"{count} x {kind}: {status or 'broken line'}\n")
    bench.note("busy: server errors", len(failed))
    bench.note("busy: answers", busy.requests)
    bench.note("busy: certificates issued meanwhile", issued_then - issued)
    bench.note("busy: pieces of video made meanwhile", pieces_then - pieces)


def learn(crowd: Crowd, seconds: float) -> Tally:
    """Have everybody learn at their own pace for so long; return what they met."""
    tally = Tally()
    deadline = time.monotonic() + seconds

    def one(learner: Learner) -> None:
        learner.tally = tally
        acts = (learner.home, learner.open_course, learner.open_lesson, learner.finish_lesson, learner.see_progress)
        while time.monotonic() < deadline:
            for act in (*acts, learner.synchronise, learner.open_lesson):
                act()
                let_pass(THINK_S)
        learner.leave()  # nginx would close it before the next phase begins, and a browser would not notice

    together([lambda learner=learner: one(learner) for learner in crowd.people])  # type: ignore[misc]
    return tally


def make_clip(folder: Path, seconds: int) -> Path:
    """Return a moving picture with a tone, as long as a lesson."""
    clip = folder / "lesson.mp4"
    inputs = ["-f", "lavfi", "-i", f"testsrc2=s=1280x720:r=25:d={seconds}", "-f", "lavfi", "-i", f"sine=d={seconds}"]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest"]
    subprocess.run([find_ffmpeg(), "-loglevel", "error", "-y", *inputs, *coded, str(clip)], check=True)
    return clip


def counts(stack: Stack) -> tuple[int, int]:
    """Return how many certificates and how many pieces of video are done."""
    certificates, pieces = stack.site.python("-c", COUNT).split()
    return int(certificates), int(pieces)
