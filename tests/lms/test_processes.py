"""Programs are restarted, ended and never orphaned; held with real ones."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.harness import wait_until
from lms.processes import Group, Program

ROOT = Path(__file__).resolve().parents[2]
STAYS = "import signal, sys, time; sys.stdout.write('up\\n'); sys.stdout.flush(); signal.pause()"


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def heard():
    return []


@pytest.fixture
def group(heard):
    group = Group(heard.append)
    yield group
    group.stop()


def program(tmp_path, code, **options):
    return Program(name="Uji", argv=[sys.executable, "-c", code], log=tmp_path / "log" / "uji.log", **options)


def test_stop_ends_the_program_and_what_it_started(group, tmp_path):
    start = f"subprocess.Popen([sys.executable, '-c', {STAYS!r}])"
    code = f"import subprocess, sys; child = {start}; print(child.pid, flush=True); child.wait()"
    running = group.start(program(tmp_path, code))
    child = int(wait_until(lambda: running.program.log.read_text().split("\n")[0]))
    group.stop()
    assert not is_alive(running.process.pid)
    wait_until(lambda: not is_alive(child))


def test_stop_ends_by_force_what_does_not_listen(group, tmp_path):
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {STAYS}"
    running = group.start(program(tmp_path, deaf))
    wait_until(lambda: "up" in running.program.log.read_text())
    group.stop(seconds=0.2)
    assert running.process.returncode == -signal.SIGKILL


def test_fallen_program_is_started_again_and_that_is_said(group, heard, tmp_path):
    running = group.start(program(tmp_path, STAYS))
    first = running.process.pid
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: running.ended() is not None)
    wait_until(lambda: group.dead() is None and running.process.pid != first)
    assert running.ended() is None
    assert heard == ["Uji berhenti sendiri (kode -9); dijalankan lagi dalam 1 detik."]


def test_pause_before_a_restart_grows(group, heard, tmp_path):
    running = group.start(program(tmp_path, "raise SystemExit(3)"))
    for _ in range(3):
        wait_until(lambda: running.ended() is not None)
        group.dead()
        running.restart_at = time.monotonic()  # the pause itself need not be sat through
        group.dead()
    assert [line.split("dalam ")[1] for line in heard] == ["1 detik.", "2 detik.", "4 detik."]


def test_program_that_may_not_restart_is_handed_back(group, tmp_path):
    running = group.start(program(tmp_path, "raise SystemExit(3)", restart=False))
    wait_until(lambda: running.ended() is not None)
    assert group.dead() is running


def test_errors_in_a_log_are_told_once_a_minute(group, heard, tmp_path):
    running = group.start(program(tmp_path, f"print('ERROR a'); {STAYS}"))
    wait_until(lambda: "up" in running.program.log.read_text())
    group.dead()
    with running.program.log.open("a") as log:
        log.write("ERROR b\n")
    group.dead()
    assert heard == [f"Uji: ada kesalahan yang dicatat di {running.program.log}"]


def test_long_log_is_cut_and_the_old_part_kept_beside(group, tmp_path):
    running = group.start(program(tmp_path, STAYS))
    wait_until(lambda: "up" in running.program.log.read_text())  # or it writes after the cut
    with running.program.log.open("a") as log:
        log.write("x" * 10_000_001)
    group.dead()
    assert running.program.log.stat().st_size == 0
    assert running.program.log.with_suffix(".1.log").stat().st_size > 10_000_000


def test_text_for_standard_input_is_not_on_the_command_line(group, tmp_path):
    running = group.start(program(tmp_path, "import sys; print(sys.stdin.read(), flush=True)", text_in="rahasia"))
    wait_until(lambda: "rahasia" in running.program.log.read_text())
    assert "rahasia" not in running.process.args


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_program_ends_when_its_starter_is_killed(tmp_path):
    starter = (
        "from lms.processes import Group, Program; import signal, sys, pathlib\n"
        f"group = Group(print); log = pathlib.Path({str(tmp_path / 'uji.log')!r})\n"
        f"running = group.start(Program(name='Uji', argv=[sys.executable, '-c', {STAYS!r}], log=log))\n"
        "print(running.process.pid, flush=True); signal.pause()"
    )
    process = subprocess.Popen([sys.executable, "-c", starter], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with process:
        child = int(process.stdout.readline())
        assert is_alive(child)
        process.kill()
    wait_until(lambda: not is_alive(child))
