"""The web server of an installation: `python -m lms.web [--host H] [--port N] [--workers N] [--threads N]`.

granian with one thing added: what all workers need is loaded once, before they part, and stays shared between them as
long as nobody writes to it. New code needs a new start; a HUP would only fork the old code again.
"""

import argparse
import gc
import multiprocessing
import os
import sys
import tempfile
from importlib import import_module

from granian import Granian
from granian.constants import Interfaces

from lms.settings import env
from lms.settings.logs import LOGGING

TARGET = "lms.wsgi:application"
SECONDS_TO_END = 30  # for the requests in flight; docker-compose.yml gives a little more
# The server's own lines in the form of all others. Each worker sets this up anew, so all of it is named.
OWN_LINES = {"handlers": ["console"], "level": "INFO", "propagate": False}
LOGS = {**LOGGING, "loggers": {**LOGGING["loggers"], "_granian": OWN_LINES}}


def main() -> int:
    """Serve until told to stop; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m lms.web", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4, help="of each worker")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ikm-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # before anything is counted; read by prometheus_client
        serve(options)
    return 0


def serve(options: argparse.Namespace) -> None:
    """Serve until told to stop."""
    server = Granian(
        TARGET,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_END,
        log_dictconfig=LOGS if env.SERVER else None,
    )
    if multiprocessing.get_start_method() == "fork":
        server.on_startup(load)
    server.serve()


def load() -> None:
    """Load the product with its addresses and translations; leave nothing open that two processes must not share."""
    import_module("lms.wsgi")
    # Django is there only now, and this process loads it only if workers are forked from it.
    import_module("lms.starting").refuse_bad_start()
    urls, translation = import_module("django.urls"), import_module("django.utils.translation")
    urls.reverse("account_login")
    translation.gettext("Home")
    import_module("django.db").connections.close_all()
    gc.collect()
    gc.freeze()  # else the collector of each worker writes to every object, and nothing stays shared


if __name__ == "__main__":
    sys.exit(main())
