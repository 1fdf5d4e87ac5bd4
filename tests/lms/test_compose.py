"""docker-compose.yml: read strictly, locked in, and each service knows only the secrets that it uses."""

import json
import re

import pytest
from compose_spec import PyCompose

from tests.server.compose import FILE, ROOT, filled, project, services

ENV = {
    "SITE_URL": "https://bimtek.example",
    "ALLOWED_HOSTS": "bimtek.example",
    "CERTIFICATE_FOLDER": "/etc/ikm/certificate",
    "CERT_FOLDER": "/etc/ikm/keys",
    "SECRET_KEY": "s",
    "POSTGRES_PASSWORD": "p",
    "PACK_KEY": "k",
}
TREE = project(ENV)
SERVICES = TREE["services"]
PRODUCT = {"setup", "web", "web2", "worker-default", "worker-issue", "worker-video", "beat"}
EVERY = sorted(SERVICES)


def test_file_is_read_strictly():
    assert set(PyCompose.from_yaml(json.dumps(TREE)).service_names()) == set(SERVICES)


def test_unknown_key_would_be_refused():
    wrong = json.dumps(TREE).replace("mem_limit", "hauptsache")
    with pytest.raises(ValueError, match="hauptsache"):
        PyCompose.from_yaml(wrong)


def test_example_of_the_environment_names_what_the_file_requires():
    required = set(re.findall(r"\$\{(\w+):\?", FILE.read_text()))
    assert required == set(ENV)
    assert required == set(re.findall(r"^(\w+)=", (ROOT / "deploy" / "env.example").read_text(), re.M))


@pytest.mark.parametrize("missing", sorted(ENV))
def test_nothing_starts_without(missing):
    with pytest.raises(KeyError, match=missing):
        services({name: value for name, value in ENV.items() if name != missing})


def test_one_image_for_everything_of_ours():
    assert {SERVICES[name]["image"] for name in PRODUCT} == {"bimtek-daring-ikm:dev"}
    assert set(SERVICES) == PRODUCT | {"nginx", "postgres", "redis"}


@pytest.mark.parametrize("name", EVERY)
def test_service_is_locked_in(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service and "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"] and service["pids_limit"]
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", EVERY)
def test_service_says_whether_it_is_well(name):
    check = SERVICES[name]["healthcheck"]
    assert check.get("test") or (name == "setup" and check == {"disable": True})


def test_only_nginx_is_reached_from_outside_and_nginx_reaches_no_store():
    assert [name for name in EVERY if SERVICES[name].get("ports")] == ["nginx"]
    assert SERVICES["nginx"]["networks"] == ["outside"]
    assert {name for name in EVERY if SERVICES[name]["networks"] == ["stores"]} == {"postgres", "redis"}
    assert TREE["networks"]["stores"]["internal"] is True


@pytest.mark.parametrize(
    ("secret", "known_to"),
    [
        ("PACK_KEY", {"web", "web2"}),
        ("WHATSAPP_APP_SECRET", {"web", "web2"}),
        ("METRICS_TOKEN", {"web", "web2"}),
        ("WHATSAPP_TOKEN", {"worker-default"}),
        ("SMS_TOKEN", {"worker-default"}),
        ("POSTGRES_PASSWORD", {"postgres"}),
        ("CERT_P12", {"worker-issue"}),
        ("CERT_P12_PASSPHRASE_FILE", {"worker-issue"}),
        ("CERT_VC_KEY", {"worker-issue"}),
        ("CERT_REMOTE_PASSWORD_FILE", {"worker-issue"}),
        ("CERT_REMOTE_PASSPHRASE_FILE", {"worker-issue"}),
        ("CERT_REMOTE_IDENTITY_FILE", {"worker-issue"}),
        ("S3_SECRET_KEY", {"web", "web2", "worker-default", "worker-issue", "worker-video"}),
        ("SECRET_KEY", {"web", "web2", "worker-default"}),
    ],
)
def test_secret_is_known_to_those_alone_that_use_it(secret, known_to):
    optional = ("WHATSAPP_APP_SECRET", "WHATSAPP_TOKEN", "SMS_TOKEN", "S3_SECRET_KEY", "METRICS_TOKEN")
    given = services(ENV | dict.fromkeys(optional, "s"))
    assert {name for name, service in given.items() if secret in service["environment"]} == known_to


def test_backups_are_made_each_night_where_only_their_maker_writes():
    given = services(ENV | {"BACKUP_RECIPIENTS": "age1x", "BACKUPS": "/mnt/backups"})
    rooms = {
        name: [one for one in service["volumes"] if "/backups" in one]
        for name, service in given.items()
        if service.get("volumes")
    }
    assert {name: found for name, found in rooms.items() if found} == {
        "setup": ["/mnt/backups:/backups:ro"],
        "worker-default": ["/mnt/backups:/backups"],
    }
    for name in ("setup", "worker-default", "beat"):
        environment = given[name]["environment"]
        assert (environment["BACKUP_FOLDER"], environment["BACKUP_RECIPIENTS"]) == ("/backups", "age1x")
    assert SERVICES["worker-default"]["volumes"][-1] == "backups:/backups"
    assert "/backups" in (ROOT / "Dockerfile").read_text()


def test_folder_of_keys_is_seen_by_the_one_that_signs_and_cannot_be_written():
    mounts = {(name, mount) for name, service in SERVICES.items() for mount in service.get("volumes", [])}
    found = {(name, mount) for name, mount in mounts if ENV["CERT_FOLDER"] in mount}
    assert found == {("worker-issue", f"{ENV['CERT_FOLDER']}:/run/keys:ro")}


def test_every_queue_has_a_worker_that_listens():
    from operating.facts import QUEUES

    commands = [service["command"] for service in SERVICES.values() if "worker" in service.get("command", [])]
    heard = [queue for command in commands for queue in command[command.index("-Q") + 1].split(",")]
    assert sorted(heard) == sorted(QUEUES)


def test_no_secret_stands_in_the_file():
    assert not re.findall(r"(?i)(?:key|password|token|secret)\w*: (?!\$\{|/)\S", FILE.read_text())


@pytest.mark.parametrize("name", ["web", "worker-default", "worker-issue", "worker-video"])
def test_time_to_end_is_longer_than_what_the_service_takes(name):
    from lms.web import SECONDS_TO_END

    takes = int(SERVICES[name]["environment"].get("DRAIN_S", SECONDS_TO_END))
    assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) >= takes + 10


def test_variables_are_filled_as_compose_does():
    assert filled("$$a ${B:-${C:-d}}/${E:?}", {"E": "e"}) == "$a d/e"


def test_image_is_no_root_and_built_in_stages():
    text = (ROOT / "Dockerfile").read_text()
    stages = re.split(r"(?m)^FROM ", text)[1:]
    assert [stage.split()[-1] if "AS" not in stage else stage.split()[2] for stage in stages] == [
        "builder",
        "product",
        "nginx",
    ]
    assert all("USER 1000:1000" in stage for stage in stages[1:])
    assert "pip install" not in stages[1]
