"""Settings of the product. Reads no environment itself: see `env.py`."""

from lms.settings.base import *  # noqa: F403  Django reads settings as one flat module
