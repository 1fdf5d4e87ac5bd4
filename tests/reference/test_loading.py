"""Reference data loads from the project's files, twice the same, and never over the office's edits."""

import csv
import shutil

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from reference.loading import DATA, load_reference
from reference.models import District, Regency, Sector, Topic, Village
from reference.public import districts, regencies, sectors, topics, villages, villages_named

pytestmark = pytest.mark.django_db


def _rewrite(directory, name, key, value, **changes):
    """Change columns of the row whose `key` is `value` in a copied file."""
    path = directory / name
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row[key] == value:
            row.update(changes)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def copied(tmp_path):
    """Return a copy of the project's files that a test may change."""
    return shutil.copytree(DATA, tmp_path / "data")


def test_load_brings_every_kecamatan_village_and_regency():
    load_reference()
    assert districts().count() == 18
    assert villages().count() == 141
    assert villages().filter(is_kelurahan=True).count() == 2
    assert regencies().count() == 10
    assert regencies(outside=True).count() == 9
    assert sectors().count() == 31
    assert topics().count() == 10
    assert Village.objects.filter(blankspot_reported=True).count() == 37


def test_load_twice_changes_nothing(django_assert_num_queries):
    load_reference()
    before = [list(model.objects.order_by("pk").values()) for model in (Regency, District, Village, Sector, Topic)]
    with django_assert_num_queries(9):  # a savepoint's two and one read a table: nothing is written
        counts = load_reference()
    assert all(set(file) == {"same"} for file in counts.values())
    assert before == [
        list(model.objects.order_by("pk").values()) for model in (Regency, District, Village, Sector, Topic)
    ]


def test_both_code_systems_are_kept_and_differ():
    load_reference()
    assert Regency.objects.get(code="64.08").bps_code == "6404"
    kongbeng = District.objects.get(code="64.08.08")
    assert (kongbeng.name, kongbeng.official_name, kongbeng.bps_code) == ("Kongbeng", "Kombeng", "6404022")
    codes = set(District.objects.values_list("bps_code", flat=True))
    assert len(codes) == 18
    assert not codes & {code.replace(".", "") for code in District.objects.values_list("code", flat=True)}


def test_every_row_of_a_place_names_its_source():
    load_reference()
    for model in (Regency, District, Village, Sector):
        assert not model.objects.filter(source="").exists()


def test_office_edit_survives_the_next_load():
    load_reference()
    busang = District.objects.get(name="Busang")
    busang.hours_rain_max, busang.remote = 14, District.Remoteness.MEDIUM
    busang.save()
    counts = load_reference()
    busang.refresh_from_db()
    assert (busang.hours_rain_max, busang.remote) == (14, District.Remoteness.MEDIUM)
    assert counts["districts.csv"] == {"same": 17, "kept": 1}


def test_a_newer_file_changes_only_what_the_office_left_alone(copied):
    load_reference()
    District.objects.filter(name="Busang").update(hours_dry_max=12)
    _rewrite(copied, "districts.csv", "name", "Busang", hours_dry_max="9", notes="jalan diperbaiki")
    counts = load_reference(copied)
    busang = District.objects.get(name="Busang")
    assert (busang.hours_dry_max, busang.notes) == (12, "jalan diperbaiki")
    assert counts["districts.csv"]["kept"] == 1
    assert load_reference(copied)["districts.csv"] == {"same": 17, "kept": 1}


def test_a_newer_file_reaches_untouched_rows(copied):
    load_reference()
    _rewrite(copied, "sectors.csv", "name", "Ikan asin", kbli2025="10212", status2025="O")
    assert load_reference(copied)["sectors.csv"] == {"same": 30, "changed": 1}
    assert Sector.objects.get(name="Ikan asin").kbli2025 == "10212"


def test_command_prints_what_it_did(capsys):
    call_command("load_reference")
    call_command("load_reference")
    told = capsys.readouterr().out
    assert "villages.csv: 141 baris (141 baru)" in told
    assert "villages.csv: 141 baris (141 tetap)" in told


@pytest.mark.parametrize("district", ["Kongbeng", "kombeng", ""])
def test_village_is_found_by_either_name_of_its_kecamatan(district):
    load_reference()
    assert [village.code for village in villages_named("miau baru", district=district)] == ["64.08.08.2007"]


def test_hours_out_of_order_are_refused_by_the_database():
    load_reference()
    with pytest.raises(IntegrityError), transaction.atomic():
        District.objects.filter(name="Busang").update(hours_dry_min=20)
