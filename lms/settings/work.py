"""Celery: the row is the truth, the broker only a bell (docs/architecture.md)."""

from typing import Any

from accounts import schedule as accounts_schedule
from certificates import schedule as certificates_schedule
from courses import schedule as courses_schedule
from demo import schedule as demo_schedule
from lms.settings import env
from media import schedule as media_schedule
from mentoring import schedule as mentoring_schedule
from messaging import schedule as messaging_schedule
from operating import schedule as operating_schedule
from sync import schedule as sync_schedule

# Where the worker finds what signs certificates; the web process never looks (docs/operations.md, "Certificates")
CERT_P12, CERT_P12_PASSPHRASE_FILE, CERT_TSA_URL = env.CERT_P12, env.CERT_P12_PASSPHRASE_FILE, env.CERT_TSA_URL
CERT_VC_KEY = env.CERT_VC_KEY
CERT_REMOTE_URL, CERT_REMOTE_USER = env.CERT_REMOTE_URL, env.CERT_REMOTE_USER
CERT_REMOTE_PASSWORD_FILE = env.CERT_REMOTE_PASSWORD_FILE
CERT_REMOTE_IDENTITY_FILE = env.CERT_REMOTE_IDENTITY_FILE
CERT_REMOTE_PASSPHRASE_FILE = env.CERT_REMOTE_PASSPHRASE_FILE

CELERY_BROKER_URL = env.BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
# `codes` holds sign-in codes: whoever listens to it as well as to `default` looks there first (sorted by name; RabbitMQ
# takes turns, a code then waits behind one short task at most). `issue` makes thousands of certificates at a time, so
# nothing else goes by it; `credentials` signs the lists of what was revoked. Who listens to these two has the keys.
CELERY_TASK_ROUTES = {
    "certificates.issue": {"queue": "issue"},
    "certificates.publish_lists": {"queue": "credentials"},
    "media.*": {"queue": "video"},
    "demo.*": {"queue": "video"},
    "messaging.sweep": {"queue": "codes"},
}
REDIS_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 1, "queue_order_strategy": "sorted"}
CELERY_BROKER_TRANSPORT_OPTIONS = REDIS_OPTIONS if env.BROKER_URL.startswith("redis") else {}
CELERY_BROKER_CONNECTION_TIMEOUT = 1
# A bell that can't be rung costs a request no waiting: one more try for a line that went stale, then the sweep rings.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = env.DRAIN_S  # told to end (SIGQUIT), a worker gives its tasks so long
# Each room says what of its own is due how often.
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "lms-beat": {"task": "lms.beat", "schedule": 30.0, "options": {"expires": 30}},  # read by /sehat/
    **accounts_schedule.SCHEDULE,
    **certificates_schedule.SCHEDULE,
    **courses_schedule.SCHEDULE,
    **media_schedule.SCHEDULE,
    **mentoring_schedule.SCHEDULE,
    **messaging_schedule.SCHEDULE,
    **sync_schedule.SCHEDULE,
    **(operating_schedule.SCHEDULE if env.BACKUP_FOLDER else {}),
    **(demo_schedule.SCHEDULE if env.DEMO else {}),
}
CELERY_BEAT_SCHEDULE_FILENAME = str(env.VAR / "run" / "beat")
