"""Writes courses from files into pages."""

from wagtail.models import Page, Site

from courses.models import CatalogPage

CATALOG_SLUG = "kursus"


def ensure_catalog() -> CatalogPage:
    """Return the catalogue page, made below the site's root the first time."""
    found = CatalogPage.objects.first()
    if found:
        return found
    root = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    catalog: CatalogPage = root.add_child(instance=CatalogPage(title="Kursus", slug=CATALOG_SLUG))
    return catalog
