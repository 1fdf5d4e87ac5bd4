"""Project package: settings, addresses, Celery, WSGI. Nothing of the domain."""

from lms.celery import app as celery_app

__all__ = ["celery_app"]
