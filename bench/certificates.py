"""What a certificate costs: ours against the bare work and against the usual way, and thousands at a time.

`./run bench certificates [--only documents|masses|page|bulk] [--number 13000]`: CPU of a document is the minimum of
five rounds; `DATABASE_URL` names the database. `bulk` issues so many with real workers (bench/certificates_bulk.py).
"""

import argparse
import atexit
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import certificates_bulk
from bench.harness import Row, measuring
from tests.broker import Broker

ROUNDS, PER_ROUND = 5, 40
MANY = 13_000
FOLDER = Path(tempfile.mkdtemp(prefix="ikm-bench-"))
ROWS = [
    Row("bare: typst render + key-holding pyHanko signature", "ms"),
    Row("usual: WeasyPrint + stock pyHanko", "ms"),
    Row("ours: render + sign + both credentials + store", "ms"),
    Row("ours against bare", "x", 1.4),
    Row("ours against usual (must be a fifth or less)", "x", 0.2),
    Row("size of a file", "bytes", 140_000),
    Row("numbering 13,000", "s", 2),
    Row("approving 13,000", "s"),
    Row("check page against a constant view", "x", 5),
]


ROWS_OF = {"documents": ROWS[:6], "masses": ROWS[6:8], "page": ROWS[8:]}


def main() -> int:
    """Measure the parts asked for, or all, on a database and files of our own."""
    parser = argparse.ArgumentParser(prog="./run bench certificates", description=__doc__)
    parser.add_argument("--only", choices=[*ROWS_OF, "bulk"], action="append")
    parser.add_argument("--number", type=int, default=MANY, help="how many certificates `bulk` issues")
    options = parser.parse_args()
    parts = options.only or [*ROWS_OF, "bulk"]
    rows_of = {**ROWS_OF, "bulk": certificates_bulk.rows(options.number)}
    prepare()
    name = "certificates" if not options.only else f"certificates_{'_'.join(parts)}"
    with measuring(name, [row for part in parts for row in rows_of[part]]) as bench:
        measure(bench, parts, options.number)
        return bench.finish()


def prepare() -> None:
    """Have a broker, a database and keys of our own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    broker = Broker(FOLDER)
    atexit.register(broker.stop)
    os.environ |= {"IKM_VAR": str(FOLDER), "IKM_DEMO": "1", "REDIS_URL": broker.url}
    import logging

    import django

    logging.getLogger("weasyprint").setLevel(logging.WARNING)

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("make_demo_authority", verbosity=0)
    call_command("load_roles", verbosity=0)


def measure(bench: Any, parts: list[str], number: int) -> None:
    """Measure these parts, one after the other."""
    make_rows(ROUNDS * PER_ROUND)
    head = make_head()
    approve_and_number(head)
    if "documents" in parts:
        documents(bench)
    if "masses" in parts:
        masses(bench, head)
    if "page" in parts:
        check_page(bench)
    if "bulk" in parts:
        one_ms = cpu_ms(issuing([]), sheets())
        clear_the_broker()
        make_rows(number, holder=make_holder())
        certificates_bulk.measure_bulk(bench, head, number, one_ms)


def make_holder() -> Any:
    """Return the learner to whom a message goes for each certificate."""
    from accounts.public import create_person

    return create_person(full_name="Siti Contoh", phone="+6289900000006", username="siti", password="x")


def clear_the_broker() -> None:
    """Forget what was rung for: those rows are there to be measured, not to be issued."""
    import redis

    from certificates.models import Certificate

    with redis.Redis.from_url(os.environ["REDIS_URL"]) as line:
        line.flushall()
    Certificate.objects.exclude(state="issued").delete()


def make_rows(count: int, holder: Any = None) -> list[Any]:
    """Write certificates that wait; each another name, of another course if they are one person's."""
    from certificates.models import Certificate
    from certificates.previewing import sample

    rows = []
    for number in range(count):
        row = sample()
        row.pk, row.enrolment_id, row.course_slug = None, number, "kemasan"
        if holder:
            row.person, row.course_slug = holder, f"kemasan-{number}"
        row.person_name = f"Siti Contoh {chr(65 + number % 26)}{number}"
        row.modules = [[f"Materi ke-{place} tentang kemasan produk", 2] for place in range(1, 11)]
        rows.append(row)
    return Certificate.objects.bulk_create(rows, batch_size=500)


def make_head() -> Any:
    """Return a head of office with a PIN."""
    from django.contrib.auth.models import Group

    from accounts.public import create_person
    from certificates.public import set_pin

    head = create_person(full_name="Kepala Contoh", phone="+6289900000005", username="kepala", password="x")
    head.groups.add(Group.objects.get(name="Kepala Dinas"))
    set_pin(head, "260817")
    return head


def approve_and_number(head: Any) -> tuple[float, float]:
    """Approve and number all that waits; return the seconds of both."""
    from certificates.approving import approve
    from certificates.models import Certificate
    from certificates.numbering import number_approved

    began = time.perf_counter()
    approve(Certificate.objects.all(), by=head, pin="260817")
    middle = time.perf_counter()
    number_approved()
    return middle - began, time.perf_counter() - middle


def cpu_ms(act: Callable[[Any], Any], things: list[Any]) -> float:
    """Return CPU milliseconds of `act` for one thing: the minimum of the rounds, after one to warm up."""
    act(things[0])
    rounds = []
    for number in range(ROUNDS):
        part = things[number * PER_ROUND : (number + 1) * PER_ROUND]
        began = time.process_time()
        for thing in part:
            act(thing)
        rounds.append((time.process_time() - began) / len(part) * 1000)
    return min(rounds)


def sheets() -> list[Any]:
    """Return the numbered certificates that documents are made of."""
    from certificates.models import Certificate

    return list(Certificate.objects.order_by("pk")[: ROUNDS * PER_ROUND])


def issuing(sizes: list[int]) -> Callable[[Any], None]:
    """Return what makes one document: render, sign, both credentials, store; it notes the size in bytes."""
    from certificates.proofs import sign_sheet
    from certificates.storing import store_pdf

    def ours(row: Any) -> None:
        pdf, proof = sign_sheet(row)
        store_pdf(pdf)
        proof.save()
        proof.delete()
        sizes.append(len(pdf))

    return ours


def documents(bench: Any) -> None:
    """Measure one document in three ways, alternating nothing else."""
    from certificates.rendering import render_certificate
    from certificates.signing.signer import the_signer

    rows = sheets()
    sizes: list[int] = []

    def bare(row: Any) -> None:
        the_signer().sign(render_certificate(row), reference="", moment=row.issued_at)

    bench.note(ROWS[0].name, bare_ms := cpu_ms(bare, rows))
    bench.note(ROWS[2].name, ours_ms := cpu_ms(issuing(sizes), rows))
    bench.note(ROWS[1].name, usual_ms := cpu_ms(usual, rows))
    bench.note(ROWS[3].name, ours_ms / bare_ms)
    bench.note(ROWS[4].name, ours_ms / usual_ms)
    bench.note(ROWS[5].name, statistics.median(sizes))


def usual(row: Any) -> None:
    """Set the same facts with WeasyPrint, sign with pyHanko's own signer."""
    import segno
    from django.conf import settings
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from weasyprint import HTML

    lines = "".join(f"<tr><td>{title}</td><td>{jp}</td></tr>" for title, jp in row.modules)
    code = segno.make(f"HTTPS://CONTOH.GO.ID/PERIKSA/{row.token}/", error="m").svg_inline()
    style = "<style>@page {size: A4 landscape} h2 {break-before: page}</style>"
    page = f"{style}<h1>Sertifikat</h1><p>{row.person_name}</p>"
    pdf = HTML(string=f"{page}<p>{row.course_title}</p>{code}<h2>Materi</h2><table>{lines}</table>").write_pdf()
    passphrase = Path(settings.CERT_P12_PASSPHRASE_FILE).read_bytes()
    signer = _stock(settings.CERT_P12, passphrase)
    meta = signers.PdfSignatureMetadata(field_name="Tanda")
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, signer=signer)


_held: dict[str, Any] = {}


def _stock(path: str, passphrase: bytes) -> Any:
    from pyhanko.sign import signers

    if path not in _held:
        _held[path] = signers.SimpleSigner.load_pkcs12(path, passphrase=passphrase)
    return _held[path]


def masses(bench: Any, head: Any) -> None:
    """Approve and number thousands at once."""
    from django.db import connection

    make_rows(MANY)
    approving, numbering = approve_and_number(head)
    sys.stdout.write(f"numbered on {connection.vendor}\n")
    bench.note("approving 13,000", approving)
    bench.note("numbering 13,000", numbering)


def check_page(bench: Any) -> None:
    """Measure the check page of an issued certificate against a view that answers two letters."""
    from django.http import HttpResponse
    from django.test import Client
    from django.urls import clear_url_caches, path

    from certificates import limiting
    from certificates.issuing import issue_row
    from certificates.models import Certificate
    from lms import urls

    limiting.CHECKS = limiting.Limit("checks", 10**9, 60)
    urls.urlpatterns.insert(0, path("tetap/", lambda request: HttpResponse("ok")))
    clear_url_caches()
    row = Certificate.objects.filter(state="numbered").first()
    assert row is not None
    assert issue_row(row.pk)
    client = Client(HTTP_HOST="127.0.0.1:8000")
    places = ["/tetap/", f"/periksa/{row.token}/"]
    constant, page = (cpu_ms(client.get, [place] * ROUNDS * PER_ROUND) for place in places)
    bench.note("check page against a constant view", page / constant)


if __name__ == "__main__":
    sys.exit(main())
