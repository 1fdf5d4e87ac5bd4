"""`./run` on machines that lack something: one clear sentence that says what to do, and no stack trace."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = (
    "sh",
    "dirname",
    "mkdir",
    "df",
    "awk",
    "cmp",
    "cp",
    "rm",
    "grep",
    "cat",
    "id",
    "printf",
    "date",
    "sed",
    "env",
    "tr",
)


@pytest.fixture
def machine(tmp_path):
    """A machine with a copy of `run` in a folder with a space, and nothing on PATH but the plainest tools."""
    project = tmp_path / "folder with space"
    (project / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "run", project / "run")
    for name in ("uv", "base", "test", "dev"):
        (project / "requirements" / f"{name}.txt").write_text("one==1 --hash=sha256:00\n")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (tmp_path / "bin" / tool).symlink_to(found)
    return project


def put(machine, name, *lines):
    """Put a program called `name` on the machine's PATH."""
    path = machine.parent / "bin" / name
    path.unlink(missing_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)


def put_python(machine, *, installs):
    """Put a Python there whose virtual environments run `installs` for each pip."""
    stub = f'case "$*" in *"pip --version"*) exit 0 ;; *pip*) {installs} ;; esac'
    put(
        machine,
        "python3",
        'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; exit 0; fi',
        'case "$0" in *var/venv*) ;; *) exit 0 ;; esac',
        stub,
    )


def run(machine, *arguments, **environment):
    """Run `./run` there with an empty home."""
    home = machine.parent / "home"
    home.mkdir(exist_ok=True)
    return subprocess.run(
        ["/bin/sh", str(machine / "run"), *arguments],
        env={"PATH": str(machine.parent / "bin"), "HOME": str(home), **environment},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def said(done):
    """Return the one line that ended the run."""
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    (line,) = done.stderr.splitlines()
    return line


def test_no_python(machine):
    assert said(run(machine, "demo")) == (
        "Python 3.11 atau yang lebih baru belum ada. Pasang dengan: sudo apt install python3 python3-venv"
    )


def test_old_python_counts_as_none(machine):
    put(machine, "python3", 'case "$2" in *version_info*) exit 1 ;; esac')
    assert said(run(machine, "demo")).startswith("Python 3.11 atau yang lebih baru belum ada.")


def test_python_without_venv_names_the_package(machine):
    put(machine, "python3", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    assert said(run(machine, "demo")) == "Paket python3-venv belum ada. Pasang dengan: sudo apt install python3-venv"


def test_newer_python_beside_an_old_one_is_found(machine):
    put(machine, "python3", "exit 1")
    put(machine, "python3.12", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    assert "python3.12-venv" in said(run(machine, "test"))


def test_no_network(machine):
    put_python(machine, installs='echo "Failed to resolve: Temporary failure in name resolution"; exit 1')
    line = said(run(machine, "demo"))
    assert line == (
        "Paket tidak dapat diunduh. Periksa sambungan internet, lalu jalankan lagi. Rincian: var/log/setup.log"
    )
    assert "name resolution" in (machine / "var" / "log" / "setup.log").read_text()


def test_disk_full_while_installing(machine):
    put_python(machine, installs='echo "OSError: [Errno 28] No space left on device"; exit 1')
    assert said(run(machine, "demo")).startswith("Ruang penyimpanan habis.")


def test_package_that_is_not_the_locked_one(machine):
    put_python(machine, installs='echo "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE FILE"; exit 1')
    assert "berbeda dari yang tercatat" in said(run(machine, "demo"))


def test_disk_nearly_full_is_said_before_anything_is_fetched(machine):
    put_python(machine, installs="exit 0")
    put(machine, "df", 'printf "Filesystem 1024-blocks Used Available\\n/dev/x 9 9 150000\\n"')
    assert "tinggal 150 MB" in said(run(machine, "demo"))


def test_folder_that_is_not_ours(machine):
    (machine / "var").write_text("")  # not even root can write below a file
    assert "tidak dapat ditulisi" in said(run(machine, "demo"))


@pytest.mark.parametrize("port", ["abc", "0", "65536", "123456", "80 80", ""])
def test_port_that_is_none(machine, port):
    assert said(run(machine, "demo", PORT=port)) == "PORT harus angka 1 sampai 65535, misalnya: PORT=8010 ./run demo"


def test_second_run_installs_nothing(machine):
    put_python(machine, installs='echo "$*" >>"$HOME/pip.log"; exit 0')
    for _ in range(2):
        run(machine, "demo")
    lines = (machine.parent / "home" / "pip.log").read_text().splitlines()
    assert len([line for line in lines if "install" in line]) == 2  # the installer, then the lock


def test_changed_lock_is_installed_again(machine):
    put_python(machine, installs='echo "$*" >>"$HOME/pip.log"; exit 0')
    run(machine, "demo")
    (machine / "requirements" / "base.txt").write_text("two==2 --hash=sha256:00\n")
    run(machine, "demo")
    assert (machine.parent / "home" / "pip.log").read_text().count("base.txt") == 2


def test_broken_environment_is_made_anew(machine):
    put_python(machine, installs="exit 0")
    run(machine, "demo")
    (machine / "var" / "venv" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    assert "Menyiapkan Python" in run(machine, "demo").stdout


def test_home_that_is_missing_is_replaced(machine):
    put_python(machine, installs='echo "$HOME" >"$HOME/where"; exit 0')
    run(machine, "demo", HOME="/nonexistent")
    assert (machine / "var" / "home" / "where").read_text().strip() == str(machine / "var" / "home")


def test_unknown_benchmark_lists_what_there_is(machine):
    (machine / "bench").mkdir()
    (machine / "bench" / "pages.py").write_text("def main():\n    pass\n")
    assert said(run(machine, "bench", "nothing")) == 'Pengukuran "nothing" tidak ada. Yang ada: pages'


def test_unknown_command_shows_the_commands(machine):
    done = run(machine, "fly")
    assert done.returncode == 2
    assert "./run demo" in done.stderr


@pytest.mark.parametrize("shell", [["sh"], ["bash", "--posix"]])
def test_script_is_plain_posix(shell):
    subprocess.run([*shell, "-n", str(ROOT / "run")], check=True)
