"""Puts the demo in and takes it out again. All of it is marked, and real rows are never touched."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from businesses.public import remove_demo_businesses
from certificates.public import certificates_of, remove_demo_certificates
from courses.public import remove_demo_cohorts, take_videos_out
from demo.classes import form_class
from demo.people import find_people, make_people
from demo.registry import fill_registry
from demo.studying import study
from demo.tasks import narrate
from media.public import demo_sources, remove_source
from reference.public import publish_demo_order, remove_demo_orders


def seed_demo() -> None:
    """Make people, businesses and progress in one go unless they are there, and have the videos made."""
    with transaction.atomic():
        ratna = find_people().filter(username="ratna").first()
        check_url = _check_url(ratna) if ratna else _fill()
        fill_registry()
        publish_demo_order(find_people().filter(username="kepala").first())
        transaction.on_commit(lambda: narrate.delay(), robust=True)  # without a broker beat rings later
    _welcome_file().parent.mkdir(parents=True, exist_ok=True)
    _welcome_file().write_text(json.dumps({"certificate": check_url}))


def _fill() -> str:
    """Make the people and what they did; return the check address of Ratna's certificate."""
    people = make_people()
    check_url = study(people)
    form_class(people)
    return check_url


def remove_demo() -> None:
    """Remove everything the demo brought, its files included."""
    with transaction.atomic():  # all or nothing; files go after the rows
        sources = list(demo_sources())
        take_videos_out({source.pk for source in sources})
        for source in sources:
            remove_source(source)
        remove_demo_certificates()
        remove_demo_businesses()
        remove_demo_cohorts()
        remove_demo_orders()
        find_people().delete()
    _welcome_file().unlink(missing_ok=True)
    for video in _welcome_file().parent.glob("*.mp4"):
        video.unlink()


def _check_url(person: Any) -> str:
    """Return where the person's certificate is checked; where codes are typed in, should the office have revoked it."""
    certificates = certificates_of(person)
    return certificates[0].check_url if certificates else "/periksa/"


def _welcome_file() -> Path:
    """What `lms.embedded` reads to tell about Ratna's certificate."""
    return Path(settings.VAR_DIR) / "demo" / "welcome.json"
