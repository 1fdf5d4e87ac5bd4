"""Every address against every member of the cast: open to whom the table says, closed to everybody else."""

import re
from collections.abc import Iterable, Iterator

from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access_table import EVERYBODY, POSTED, TABLE
from tests.world import make_world

ALLOWED = {route: frozenset(who) for who, routes in TABLE for route in routes.split()}
# Wagtail's own addresses of single things: its permissions decide there, and its tests hold them. The doors to them,
# which need no such name, stand in the table.
WAGTAILS_OWN = re.compile(
    r"/studio/(pages|images|documents|users|groups|sites|collections|workflows|choose-page|bulk|snippets|editing-sessions"
    r"|tag-autocomplete|reports|api-tokens|generic|revisions|reference-index)/.*<"
)
FOR_DEVELOPERS = {"/studio/test404/", "/studio/failwhale/"}
# Which row of the world an address without telling names means, by its beginning.
EXAMPLES = {
    "/studio/angkatan/": "cohort",
    "/studio/kelas/": "cohort",
    "/studio/bank_questions/": "bank",
    "/studio/trainer_invitations/": "invitation",
    "/studio/settings/": "settings_row",
    "/studio/usaha/": "business",
    "/studio/usaha-impor/": "import",
    "/studio/usaha-ganda/": "pair",
    "/studio/usaha-nik/": "business",
    "/lapangan/mirip/": "field_record",
    "/lapangan/foto/": "business_photo",
    "/studio/batas-wilayah/": "limit",
    "/studio/video/": "source",
    "/unggah/keadaan/": "source",
    "/unggah/": "upload",
    "/studio/pesan-keluar/": "message",
    "/studio/permintaan-data/": "request",
    "/studio/acuan/kecamatan/": "district",
    "/studio/acuan/waktu-tempuh/": "travel_time",
    "/studio/kriteria-unggulan/": "leading_rule",
    "/studio/acuan/desa/": "village",
    "/studio/acuan/bidang/": "sector",
    "/studio/acuan/topik/": "topic",
    "/studio/sertifikat/<int:pk>/kembalikan/": "returnable",
    "/studio/sertifikat/angkatan/": "cohort",
    "/studio/acuan/aturan-ikm/": "industry_rule",
    "/studio/acuan/aturan-umkm/": "msme_rule",
    "/studio/sertifikat/": "certificate",
    "/saya/sertifikat/": "waiting",
    "/studio/tugas/": "submission",
    "/studio/pertanyaan/": "question",
    "/studio/hasil-belajar/": "enrolment",
    "/studio/pulihkan-akses/": "person",
    "/studio/peserta/": "person",
    "/studio/courses/": "course_id",
    "/saya/data/permintaan/": "request",
    "/saya/usaha/": "business",
    "/belajar/pelajaran/<int:lesson>/kuis/": "quiz_id",
    "/belajar/pelajaran/<int:lesson>/tugas/": "task_id",
    "/belajar/pelajaran/": "lesson_id",
    "/simpan/pelajaran/": "lesson_id",
}
FIXED = {
    "position": "1",
    "place": "0",
    "kind": "news",
    "app_name": "home",
    "model_name": "helpsettings",
    "name": "x.mp4",
    "form": "vtt",
}


def addresses(patterns: Iterable[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    """Yield every address of the product as a route."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif "^" not in route:  # Wagtail's catch-all and its 404 stand behind everything
            yield route


def example(route: str, world: dict[str, str]) -> str:
    """Return a real address for a route."""

    def value(match: re.Match[str]) -> str:
        kind, name = match.groups()
        if kind == "int" or name == "pk":
            named = next((key for start, key in EXAMPLES.items() if route.startswith(start)), name)
            return world.get(f"{named}.{name}") or world.get(named) or FIXED.get(name) or "1"
        return world.get(name) or FIXED.get(name) or "x"

    return re.sub(r"<(\w+):(\w+)>", value, route)


def is_open(response, path: str) -> bool:
    """Say whether the answer lets somebody on. Wagtail says no by leading back to the studio's first page."""
    assert response.status_code < 500 or path == "/sehat/", path
    if response.status_code in (301, 302):
        target = response.headers["Location"]
        is_sent_back = target == "/studio/" and path.startswith("/studio/")
        return not (target.startswith("/masuk/") or is_sent_back)
    return response.status_code not in (401, 403, 404)


def test_every_address_stands_in_the_table():
    there = set(addresses(get_resolver().url_patterns)) - FOR_DEVELOPERS
    assert {route for route in there if not WAGTAILS_OWN.match(route)} == set(ALLOWED)


def test_no_address_stands_in_the_table_twice():
    routes = [route for _, routes in TABLE for route in routes.split()]
    assert len(routes) == len(set(routes))


def test_everybody_opens_what_the_table_says_and_nothing_else(cast, settings):
    settings.COURSES_ATTENDANCE_CODE_SECONDS = 3600  # longer than this test takes
    world = make_world(cast)
    # The learner comes late: what she hands in or takes back is still there when the others try it.
    wrong = [fault for who in reversed(EVERYBODY) for fault in wrong_answers(getattr(cast, who), who, world)]
    assert wrong == []


def wrong_answers(person, who: str, world: dict[str, str]) -> Iterator[str]:
    """Ask for every address as one member of the cast; yield what the table says otherwise."""
    client = Client()
    for route in ALLOWED:
        if person and SESSION_KEY not in client.session:  # at first, and after the way out
            client.force_login(person)
        path = example(route, world)
        response = client.post(path) if route in POSTED else client.get(path)
        if response.streaming:
            list(response)  # read to its end, which closes the file
        opened = is_open(response, path)
        if opened != (who in ALLOWED[route]):
            yield f"{route} is {'open to' if opened else 'closed to'} {who} ({response.status_code})"
