"""The broker of the embedded mode is a real server that keeps what it was told and is shut to strangers."""

import pytest
import redis

from lms.broker import answers, start_broker
from lms.processes import Group


@pytest.fixture
def group():
    group = Group(lambda line: None)
    yield group
    group.stop()


def start(group, tmp_path):
    return start_broker(group, tmp_path / "folder with space", tmp_path / "log" / "redis.log")


def test_broker_keeps_its_queue_over_a_kill(group, tmp_path):
    with redis.Redis.from_url(start(group, tmp_path)) as client:
        client.lpush("default", "job")
    group.running[0].process.kill()
    group.stop()
    with redis.Redis.from_url(start(group, tmp_path)) as client:
        assert client.lrange("default", 0, -1) == [b"job"]


def test_broker_refuses_who_has_no_password(group, tmp_path):
    url = start(group, tmp_path)
    assert answers(url)
    assert not answers("redis://127.0.0.1:" + url.rsplit(":", 1)[1])


def test_broker_with_a_broken_file_starts_anew_and_keeps_the_file_aside(group, tmp_path):
    with redis.Redis.from_url(start(group, tmp_path)) as client:
        client.lpush("default", "job")
    group.stop()
    (part,) = (tmp_path / "folder with space").rglob("*.incr.aof")
    part.write_bytes(b"*1\r\n$x\r\n" * 200)
    assert answers(start(group, tmp_path))
    assert (tmp_path / "folder with space.rusak").is_dir()


def test_nobody_answers_where_no_broker_is():
    assert not answers("redis://127.0.0.1:1/0")
