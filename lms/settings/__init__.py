"""Settings of the product, a file each theme. They read no environment themselves: see `env.py`."""

# Django reads settings as one flat module.
from lms.settings.base import *  # noqa: F403
from lms.settings.files import *  # noqa: F403
from lms.settings.logs import *  # noqa: F403
from lms.settings.people import *  # noqa: F403
from lms.settings.security import *  # noqa: F403
from lms.settings.studio import *  # noqa: F403
from lms.settings.work import *  # noqa: F403
