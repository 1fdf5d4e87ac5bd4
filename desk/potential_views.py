"""`/studio/potensi/`: local potential on a map and in tables, for the office; in the officer's kecamatan only."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from businesses.public import can_see_businesses
from desk.potential import Potential, find_potential
from reference.public import Mark, draw_map

TITLE = "Potensi wilayah"
ABOUT = (
    "Makin besar tandanya, makin banyak usaha yang berjalan. Segitiga golongan A, persegi B, lingkaran C. "
    "Isi peta ini juga ada dalam tabel Per kecamatan."
)


@require_safe
def potential_view(request: HttpRequest) -> HttpResponse:
    """Show clusters, gaps and missing courses."""
    if not can_see_businesses(request.user):
        raise PermissionDenied
    found = find_potential(request.user)
    clusters = [
        (found.district_names[row.kind.district], found.sector_names[row.kind.sector], row) for row in found.clusters
    ]
    context = {
        "header_title": TITLE,
        "header_icon": "site",
        "breadcrumbs_items": [{"url": "", "label": TITLE}],
        "found": found,
        "clusters": clusters,
        "map": potential_map(found),
    }
    return TemplateResponse(request, "desk/potential.html", context)


def potential_map(found: Potential) -> Any:
    """Return the map of the kecamatan in `found`; its marks lead to their rows."""
    marks = {
        place.code: Mark(
            place.count,
            f"{place.count} usaha, {place.trained} di antaranya sudah ada yang lulus kursus, "
            f"{len(place.clusters)} calon sentra",
            f"#{place.code}",
        )
        for place in found.places
    }
    return draw_map("Peta potensi Kutai Timur", ABOUT, marks)
