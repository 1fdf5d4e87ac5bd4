"""The Celery application. Queues: `video` (long, one at a time), `default`, and `codes`, which goes before it."""

import logging.config
import os
import signal

from celery import Celery
from celery.signals import setup_logging, worker_init, worker_process_init, worker_ready
from django.conf import settings

from lms import alive
from lms.processes import end_with_parent
from lms.starting import refuse_bad_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["lms"], related_name="health")
alive.watch()


@setup_logging.connect
def log_like_the_web(**_: object) -> None:
    """Write the lines of workers and beat in the form that the settings say, instead of Celery's own."""
    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
def refuse_bad_data(**_: object) -> None:
    """Start no worker on data that it would make worse."""
    refuse_bad_start()


@worker_ready.connect
def ring_once(**_: object) -> None:
    """Ask for the first sign of life at once, so that `/sehat/` need not wait for beat."""
    app.send_task("lms.beat")


@worker_process_init.connect
def end_with_worker(**_: object) -> None:
    """Let no process of the pool outlive a worker that was killed; one told to end gives its work back first."""
    end_with_parent(signal.SIGKILL)
    signal.signal(signal.SIGTERM, _stop)


def _stop(number: int, frame: object) -> None:
    raise SystemExit(128 + number)
