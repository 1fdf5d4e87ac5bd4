"""The door of the room `reference`: places, sectors and topics, in alphabetical order."""

import datetime as dt

from django.db.models import Q, QuerySet

from reference.models import District, IndustryRule, MsmeRule, Regency, Sector, Topic, Village

HOME_REGENCY = "64.08"


def regencies(*, outside: bool = False) -> QuerySet[Regency]:
    """Return the kabupaten and kota of the province; with `outside`, all but Kutai Timur."""
    found = Regency.objects.all()
    return found.exclude(code=HOME_REGENCY) if outside else found


def districts() -> QuerySet[District]:
    """Return the 18 kecamatan of Kutai Timur."""
    return District.objects.all()


def villages() -> QuerySet[Village]:
    """Return the 141 desa and kelurahan with their kecamatan, ordered by kecamatan and name."""
    return Village.objects.select_related("district").order_by("district__name", "name")


def villages_named(name: str, *, district: str = "") -> QuerySet[Village]:
    """Return villages called `name` (any case), within the kecamatan `district` if given: Kongbeng or Kombeng."""
    found = villages().filter(name__iexact=name.strip())
    if district.strip():
        wanted = district.strip()
        found = found.filter(Q(district__name__iexact=wanted) | Q(district__official_name__iexact=wanted))
    return found


def sectors() -> QuerySet[Sector]:
    """Return the lines of products an IKM may work in."""
    return Sector.objects.all()


def topics() -> QuerySet[Topic]:
    """Return the topics of courses."""
    return Topic.objects.all()


def industry_rule(day: dt.date) -> IndustryRule | None:
    """Return the rule for industri kecil, menengah, besar that held on `day`; None before the first."""
    return IndustryRule.objects.filter(valid_from__lte=day).first()


def msme_rule(day: dt.date) -> MsmeRule | None:
    """Return the rule for usaha mikro, kecil, menengah that held on `day`; None before the first."""
    return MsmeRule.objects.filter(valid_from__lte=day).first()
