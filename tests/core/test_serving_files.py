"""How files go out of a disk: by us, or by nginx where it stands in front."""

import pytest
from django.http import Http404

from core.serving_files import serve_private, serve_public
from core.store import private_store, public_store


@pytest.fixture(params=["public", "private"])
def place(request):
    is_public = request.param == "public"
    store, serve = (public_store(), serve_public) if is_public else (private_store(), serve_private)
    store.keep("contoh/a b.jpg", b"0123456789")
    yield request.param, serve
    store.delete("contoh/a b.jpg")


def test_piece_of_a_file(place, rf):
    response = place[1](rf.get("/", headers={"Range": "bytes=2-4"}), "contoh/a b.jpg", content_type="image/jpeg")
    assert (response.status_code, response.getvalue(), response["Content-Type"]) == (206, b"234", "image/jpeg")


def test_nginx_is_told_which_file_to_send(place, rf, settings):
    settings.ACCEL = True
    kind, serve = place
    response = serve(rf.get("/"), "contoh/a b.jpg", content_type="image/jpeg", save_as="Foto.jpg")
    assert (response["X-Accel-Redirect"], response.content) == (f"/_{kind}/contoh/a%20b.jpg", b"")
    assert response["Content-Disposition"] == 'attachment; filename="Foto.jpg"'


@pytest.mark.parametrize("accel", [False, True])
@pytest.mark.parametrize("name", ["contoh/none.jpg", "contoh", "../secret_key", "/etc/passwd", "contoh/\0.jpg"])
def test_nothing_outside_is_served(place, rf, settings, accel, name):
    settings.ACCEL = accel
    with pytest.raises(Http404):
        place[1](rf.get("/"), name, content_type="image/jpeg")
