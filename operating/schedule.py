"""What beat starts for this room, where the environment gives a folder for backups."""

from celery.schedules import crontab

HOUR_UTC = 17  # 01.00 in Kutai Timur, when hardly anybody learns
SCHEDULE = {"operating-back-up": {"task": "operating.back_up", "schedule": crontab(hour=HOUR_UTC, minute=0)}}
