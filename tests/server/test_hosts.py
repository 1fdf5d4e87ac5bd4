"""Three web servers and four workers on hosts of their own: whichever is lost, nobody loses what they did."""

import json
import time

import pytest

from bench.harness import let_pass
from tests.journeys.clips import make_clip
from tests.journeys.stack import wait_until
from tests.server.crowd import Learner
from tests.server.hosts import Host, Wire
from tests.server.test_drain import TELL, UPLOAD

pytestmark = [
    pytest.mark.server,
    pytest.mark.needs("nginx", "initdb", "redis-cli", "ip", "root"),
]
SECONDS_TO_GO_ON = 60
OF_HOSTS = ("web", "web", "web", "worker-default", "worker-default", "worker-video", "worker-video")


@pytest.fixture
def hosts(installed):
    """Start the hosts with nginx in front of the three; the installation's own web servers and workers rest."""
    wire, made = Wire(), []
    resting = ("web", "web2", "worker-default", "worker-video")
    for name in resting:
        installed.kill(name)
    try:
        made.extend(Host(installed, wire, service) for service in OF_HOSTS)
        for host in made:
            host.wait_healthy()
        front = " ".join(host.web for host in made if host.name.startswith("web"))
        installed.end("nginx")
        installed.start("nginx", more={"NGINX_WEB": front})
        installed.wait_healthy("nginx")
        yield made
    finally:
        for host in made:
            host.remove()
        wire.remove()
        for name in resting:
            installed.start(name)
        installed.kill("nginx")
        installed.start("nginx")
        for name in (*resting, "nginx"):
            installed.wait_healthy(name)


def go_on(crowd, what):
    """Wait until every learner was answered something that they did from now on."""
    before = [len(learner.answered) for learner in crowd]

    def all_answered():
        return all(len(learner.answered) >= count + 2 for learner, count in zip(crowd, before, strict=True))

    deadline = time.monotonic() + SECONDS_TO_GO_ON
    while not all_answered():
        assert time.monotonic() < deadline, (what, [learner.trouble[-3:] for learner in crowd])
        let_pass(0.2)


def test_hosts_are_lost_one_after_another_and_nothing_is_lost_or_doubled(installed, hosts, tmp_path):
    told = json.loads(installed.manage("-m", "tests.server.crowd"))
    certificate = str(installed.folder / "certificate" / "fullchain.pem")
    crowd = [Learner(installed.url, certificate, who, told["quiz"]) for who in told["people"]]
    for learner in crowd:
        learner.start()
    go_on(crowd, "the start")
    clip = make_clip(tmp_path / "clip.mp4", seconds=20)
    source = int(installed.manage("-c", UPLOAD.format(clip=str(clip))).split()[-1])
    web, web_too, _, short, _, video, _ = hosts
    for number, host in enumerate((web, short, video)):
        host.kill()
        go_on(crowd, host.name)
        installed.manage("-c", TELL.format(phone=f"+62899000004{number:02}"))
    web_too.pull_the_cable()
    go_on(crowd, "a host without its cable")
    for learner in crowd:
        learner.makes_more.clear()
    for learner in crowd:
        learner.join(SECONDS_TO_GO_ON)
    assert_nothing_lost_or_doubled(installed, crowd)
    for number in range(3):
        wait_until(lambda phone=f"+62899000004{number:02}": installed.messages(phone), what="a message", seconds=90)
    ready = f"SELECT 1 FROM media_source WHERE id = {source} AND published_id IS NOT NULL"
    wait_until(lambda: installed.query(ready), what="the video, by the worker that is left", seconds=180)


def assert_nothing_lost_or_doubled(installed, crowd):
    """Compare what the phones made with the rows."""
    for learner in crowd:
        assert learner.waiting == [] and set(learner.answered.values()) == {"accepted"}
        person = learner.who["id"]
        ids = installed.query(f"SELECT client_id::text FROM sync_phoneevent WHERE person_id = {person}")
        assert sorted(row[0] for row in ids) == sorted(learner.kept)
        goes = f"""SELECT count(*) FROM courses_attempt a JOIN courses_enrolment e ON e.id = a.enrolment_id
            WHERE e.person_id = {person} AND a.kind = 'kuis'"""
        assert installed.query(goes) == [(len(learner.kept),)]
