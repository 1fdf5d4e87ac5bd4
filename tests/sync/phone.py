"""A learner's phone as the server sees it."""

import hashlib
import json
import uuid

from django.test import Client

from accounts.public import account_tag

DEVICE = str(uuid.UUID(int=7))


def event(kind, body, *, files=(), event_id=None, **fields):
    """Return an event as a phone posts it."""
    told = {
        "id": event_id or str(uuid.uuid4()),
        "kind": kind,
        "made_at": "2026-11-20T08:00:00Z",
        "body": body,
        "files": list(files),
    }
    return {**told, **fields}


class Phone:
    """A browser with a queue; `person` is signed in."""

    def __init__(self, person, client=None, device=DEVICE):
        self.person, self.client, self.device = person, client or Client(raise_request_exception=False), device
        self.client.force_login(person)

    def post(self, *events, account=None, **headers):
        """Send a batch; return the response."""
        account = account_tag(self.person) if account is None else account
        batch = {"account": account, "device": self.device, "events": list(events)}
        return self.post_raw(json.dumps(batch), **headers)

    def post_raw(self, data, content_type="application/json", **headers):
        """Send bytes as a batch."""
        return self.client.post("/sinkron/", data, content_type=content_type, headers=headers)

    def results(self, *events):
        """Send a batch that is taken; return what became of each."""
        response = self.post(*events)
        assert response.status_code == 200, response.content
        return response.json()["results"]

    def states(self, *events):
        """Return the states alone."""
        return [result["state"] for result in self.results(*events)]

    def result(self, one):
        """Send one event; return what became of it."""
        return self.results(one)[0]

    def progress(self):
        """Return the first course of the progress."""
        return self.client.get("/sinkron/").json()["progress"]["courses"][0]

    def put(self, data, sha256=None, **headers):
        """Send a photo ahead of its event; return the response."""
        name = sha256 or hashlib.sha256(data).hexdigest()
        return self.client.put(
            f"/sinkron/berkas/{name}/", data, content_type="application/octet-stream", headers=headers
        )

    def photo(self, data):
        """Send a photo that is taken; return its name."""
        response = self.put(data)
        assert response.status_code == 200, response.content
        return response.json()["sha256"]
