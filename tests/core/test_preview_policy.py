"""A preview in the admin is the page itself under its own strict policy, but may stand in the admin's frame."""

from django.urls import reverse
from wagtail.models import Page

FRAME = "frame-ancestors 'self'"


def test_preview_keeps_the_strict_policy_and_may_be_framed_by_the_admin(cast, client):
    page = Page.objects.get(depth=2)
    client.force_login(cast.admin)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = {"title": "Situs", "slug": page.slug, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    assert client.post(address, form).json()["is_valid"]
    policy = client.get(address, {"in_preview_panel": "true"}).headers["Content-Security-Policy"]
    assert FRAME in policy
    assert "script-src 'self';" in policy + ";"


def test_page_itself_may_not_be_framed(client, db):
    assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]


def test_frame_header_says_the_same_as_the_policy(cast, client):
    assert client.get("/").headers["X-Frame-Options"] == "DENY"
    client.force_login(cast.admin)
    assert client.get("/studio/").headers["X-Frame-Options"] == "SAMEORIGIN"
