"""One database's part of `./run bench registry`, as a process of its own: prints one line of JSON."""

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import django

COUNT = 13_000


def once(count: int) -> dict[str, float]:
    """Set the database up, import `count` rows twice, ask for the list, count, export; return CPU seconds and more."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_roles", verbosity=0)
    call_command("load_reference", verbosity=0)
    from bench.registry_acts import ask_lists, export, import_rows, make_officer
    from bench.registry_potential import fill_work, find_all

    officer = make_officer()
    found: dict[str, float] = {}
    found |= cpu("import", lambda: import_rows(officer, count, check_memory=found))
    found |= cpu("again", lambda: import_rows(officer, count, check_memory={}))
    found |= ask_lists(officer)
    fill_work()
    found |= cpu("potential", lambda: find_all(officer, found))
    before = peak_mb()
    found |= cpu("export", lambda: export(officer))
    found["export_mb"] = peak_mb() - before
    return found


def cpu(name: str, act: Callable[[], Any]) -> dict[str, float]:
    """Return the CPU seconds of this process that `act` took."""
    began = time.process_time()
    act()
    return {name: time.process_time() - began}


def peak_mb() -> float:
    """Return the most memory this process has used so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(once(int(sys.argv[1]))) + "\n")
