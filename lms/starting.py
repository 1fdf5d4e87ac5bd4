"""What is asked of the data before a web server or a worker starts, as by `manage.py check --database default`."""

import sys

from django.core import checks
from django.db import connections


def refuse_bad_start() -> None:
    """End this process with the reasons if the data would be made worse by working on them; e.g. a number given twice.

    A database that is away refuses nothing: programs wait for it.
    """
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    connections.close_all()  # nothing open goes along into workers
    serious = [message for message in found if message.is_serious()]
    for message in serious:
        sys.stderr.write(f"{message}\n")
    if serious:
        sys.stderr.flush()
        raise SystemExit(1)
