"""Local potential: clusters, gaps, missing courses; for the office in its kecamatan, for everybody without the few."""

import pytest
from django.urls import reverse

from businesses.models import Business, BusinessStatus, DistrictLimit, Membership, Need, Note, RegistrySettings
from businesses.potential import market_shares, visited_shares
from core.clock import now, today
from courses.models import Enrolment, EnrolmentState
from courses.passed_by_place import passed_shares
from desk.potential import find_potential
from reference.extensions import Share, coverage_reports, market_reports
from reference.loading import load_reference
from reference.models import Sector, Topic, Village
from reference.prioritising import current_weights, rank_districts
from tests.factories.courses_content import make_course
from tests.factories.courses_records import make_enrolment

KALIORANG, BUSANG = "64.08.10", "64.08.06"
SABLON, KERIPIK = "Sablon kain / kaus", "Keripik, kerupuk, peyek"


@pytest.fixture(autouse=True)
def _places(cast):
    load_reference()


def make(count, line, district, **own):
    """Write down businesses of one line in one kecamatan."""
    village, sector = Village.objects.filter(district=district).first(), Sector.objects.get(name=line)
    return Business.objects.bulk_create(
        Business(name=f"Usaha Contoh {line} {number}", sector=sector, village=village, **own) for number in range(count)
    )


def let_pass(person, course):
    Enrolment.objects.filter(pk=make_enrolment(person, course).pk).update(
        state=EnrolmentState.COMPLETED, completed_at=now()
    )


def test_five_of_a_kind_are_a_candidate_and_ten_a_strong_one(cast):
    make(4, SABLON, KALIORANG)
    make(5, KERIPIK, KALIORANG)
    make(10, SABLON, BUSANG)
    found = [(row.kind.district, row.kind.count, row.is_strong) for row in find_potential(cast.petugas).clusters]
    assert found == [(BUSANG, 10, True), (KALIORANG, 5, False)]


def test_bounds_are_the_offices(cast):
    make(4, SABLON, KALIORANG)
    RegistrySettings(pk=RegistrySettings.load().pk, cluster_from=3, strong_cluster_from=4).save()
    assert [row.is_strong for row in find_potential(cast.petugas).clusters] == [True]


@pytest.mark.parametrize(
    ("status", "count"),
    [(BusinessStatus.ACTIVE, 1), (BusinessStatus.DORMANT, 1), (BusinessStatus.INACTIVE, 0), (BusinessStatus.CLOSED, 0)],
)
def test_only_running_businesses_count(cast, status, count):
    make(5, SABLON, KALIORANG, status=status)
    assert len(find_potential(cast.petugas).clusters) == count


def test_gap_names_lines_nobody_of_which_has_passed(cast):
    rows = make(12, SABLON, KALIORANG)
    Membership.objects.create(business=rows[0], person=cast.ratna)
    assert [gap.words for gap in find_potential(cast.petugas).gaps] == [
        "12 usaha sablon kain / kaus, belum ada yang lulus kursus"
    ]
    let_pass(cast.ratna, make_course())
    assert [gap.words for gap in find_potential(cast.petugas).gaps] == [
        "12 usaha sablon kain / kaus, baru 1 yang lulus kursus"
    ]


def test_line_with_a_quarter_taught_is_no_gap(cast):
    rows = make(4, SABLON, KALIORANG)
    Membership.objects.create(business=rows[0], person=cast.ratna)
    let_pass(cast.ratna, make_course())
    assert find_potential(cast.petugas).gaps == []


def test_lines_without_a_course_of_their_own_ask_for_one(cast):
    make(2, SABLON, KALIORANG)
    make(3, KERIPIK, KALIORANG)
    course = make_course()
    course.sectors.add(Sector.objects.get(name=KERIPIK))
    course.save()
    course.save_revision().publish()
    assert [(gap.sector, gap.count) for gap in find_potential(cast.petugas).missing] == [(SABLON, 2)]


def test_needs_that_no_course_answers_are_counted_by_business(cast):
    rows = make(3, SABLON, KALIORANG)
    for row in rows[:2]:
        Need.objects.create(business=row, topic="export")
    Need.objects.create(business=rows[0], topic="export", text="lagi")
    Need.objects.create(business=rows[0], topic="packaging")
    Need.objects.create(business=rows[0], topic="tools", met_on=today())
    assert find_potential(cast.petugas).needs == [("Ekspor", 2), ("Kemasan dan label", 1)]
    course = make_course()
    course.topics.add(Topic.objects.get(pk="kemasan"))
    course.save()
    course.save_revision().publish()
    assert find_potential(cast.petugas).needs == [("Ekspor", 2)]


def test_limited_officer_sees_nothing_of_other_kecamatan(client, cast):
    make(10, SABLON, BUSANG)
    make(5, KERIPIK, KALIORANG)
    DistrictLimit.objects.create(person=cast.petugas, district_id=KALIORANG)
    client.force_login(cast.petugas)
    page = client.get(reverse("desk_potential")).content.decode()
    assert "Kaliorang" in page
    assert "Busang" not in page
    assert "Sablon" not in page


@pytest.mark.parametrize("member", ["dewi", "hasan", "ratna"])
def test_potential_is_for_the_office(client, cast, member):
    client.force_login(getattr(cast, member))
    assert client.get(reverse("desk_potential")).status_code in {302, 403}


def test_map_leads_to_the_rows_of_the_table(client, cast):
    make(5, KERIPIK, KALIORANG)
    client.force_login(cast.kepala)
    page = client.get(reverse("desk_potential")).content.decode()
    assert 'aria-label="Kaliorang: 5 usaha, 0 di antaranya sudah ada yang lulus kursus, 1 calon sentra"' in page
    assert f'<a href="#{KALIORANG}"' in page
    assert f'<tr id="{KALIORANG}">' in page


def test_everybody_sees_clusters_of_five_and_nothing_of_fewer(client, cast):
    RegistrySettings(pk=RegistrySettings.load().pk, cluster_from=2).save()
    make(4, SABLON, BUSANG)
    make(5, KERIPIK, KALIORANG)
    page = client.get("/potensi/").content.decode()
    assert "Keripik, kerupuk, peyek: 5 usaha" in page
    assert "Busang" not in page
    assert "Sablon" not in page
    assert "Usaha Contoh" not in page


def test_everybody_is_told_when_there_is_nothing_yet(client, cast):
    assert "Belum ada kecamatan" in client.get("/potensi/").content.decode()


def test_questions_do_not_grow(cast, django_assert_max_num_queries):
    RegistrySettings.load()
    for count in (1, 6):
        make(count, SABLON, KALIORANG)
        make(count, KERIPIK, BUSANG)
        with django_assert_max_num_queries(12):
            find_potential(cast.petugas)


def test_priority_clusters_and_gaps_together_take_twenty_questions(cast, django_assert_max_num_queries):
    make(10, SABLON, KALIORANG)
    RegistrySettings.load()
    with django_assert_max_num_queries(20):
        rank_districts(current_weights())
        find_potential(cast.petugas)


def test_rooms_report_coverage_and_markets(cast):
    assert len(coverage_reports()) == 2
    assert len(market_reports()) == 1
    rows = make(4, SABLON, KALIORANG, sells_online=True) + make(2, SABLON, KALIORANG, sells_in_village=True)
    make(1, SABLON, KALIORANG, status=BusinessStatus.CLOSED)
    make(1, SABLON, KALIORANG)  # nothing known of its markets
    Note.objects.create(business=rows[0], kind="visit", was_reached=True, happened_on=today(), text="x")
    Note.objects.create(business=rows[1], kind="visit", was_reached=False, happened_on=today(), text="x")
    assert visited_shares() == {KALIORANG: Share(1, 7)}
    assert market_shares() == {KALIORANG: Share(4, 6)}
    cast.ratna.village = cast.hasan.village = Village.objects.filter(district=KALIORANG).first()
    cast.ratna.save()
    cast.hasan.save()
    let_pass(cast.ratna, make_course())
    assert passed_shares() == {KALIORANG: Share(1, 2)}
