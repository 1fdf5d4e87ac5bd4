"""`/potensi/`: what is made where, for everybody: counts of five and more, nothing about anybody."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from businesses.potential import public_clusters
from core.wording import within_sentence
from reference.public import Mark, districts, draw_map, sectors

ABOUT = "Makin besar tandanya, makin banyak usaha sejenis. Isi peta ini juga ada dalam daftar di bawahnya."


@require_safe
def public_potential(request: HttpRequest) -> HttpResponse:
    """Show the candidates for a sentra on a map and as a list by kecamatan."""
    kinds, lines = defaultdict(list), sectors().in_bulk()
    for cluster in public_clusters():
        kinds[cluster.kind.district].append((lines[cluster.kind.sector].name, cluster.kind.count, cluster.is_strong))
    places = [(place, kinds[place.pk]) for place in districts() if place.pk in kinds]
    marks = {
        place.pk: Mark(
            sum(count for _, count, _ in found),
            ", ".join(f"{count} usaha {within_sentence(name)}" for name, count, _ in found),
            f"#{place.pk}",
        )
        for place, found in places
    }
    context = {"places": places, "map": draw_map("Peta usaha sejenis di Kutai Timur", ABOUT, marks)}
    return render(request, "businesses/potential.html", context)
