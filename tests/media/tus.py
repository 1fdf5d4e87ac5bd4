"""How tests speak the upload protocol: one request a call, all for the same small film."""

import base64

from media.models import Upload
from media.tus import VERSION

UPLOADS = "/unggah/berkas/"
TUS = {"Tus-Resumable": VERSION}
PIECE = "application/offset+octet-stream"
FILM = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 100
SIZE = len(FILM)


def encoded(text):
    """Return a value as the protocol writes it."""
    return base64.b64encode(text.encode()).decode()


def create(client, size=SIZE, name="rekaman.mp4", title="Rekaman", **headers):
    """Ask for an upload; return the answer."""
    told = f"filename {encoded(name)}" + ("" if title is None else f",title {encoded(title)}")
    return client.post(UPLOADS, headers=TUS | {"Upload-Length": str(size), "Upload-Metadata": told} | headers)


def begun(client, **values):
    """Begin an upload and return its address."""
    response = create(client, **values)
    assert response.status_code == 201, response.content.decode()
    return response["Location"]


def patch(client, address, at, piece, kind=PIECE, **headers):
    """Send a piece of the film."""
    told = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(piece))}  # which the client leaves out for an empty piece
    return client.patch(address, piece, kind, headers=TUS | {"Upload-Offset": str(at)} | headers, **told)


def head(client, address):
    """Ask how far it has come."""
    return client.head(address, headers=TUS)


def text(response):
    """Return the page as text."""
    return response.content.decode()


def only():
    """Return the one upload there is."""
    return Upload.objects.get()
