"""What people typed never runs as a formula in an exported list."""

import pytest

from core.exporting import as_text
from tests.certificates.conftest import issued
from tests.factories.courses_records import make_person


@pytest.mark.parametrize("typed", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1"])
def test_formula_becomes_text(typed):
    assert as_text(typed) == f"'{typed}"


@pytest.mark.parametrize("value", ["Siti", "A=B", "", None, -5])
def test_other_values_stay(value):
    assert as_text(value) == value


def test_exported_register_holds_no_formula(client, cast):
    issued(make_person(full_name="=HYPERLINK(A1)"))
    client.force_login(cast.petugas)
    answer = client.get("/studio/sertifikat/?export=csv")
    assert ",'=HYPERLINK(A1)," in b"".join(answer.streaming_content).decode()
