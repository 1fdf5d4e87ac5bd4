"""The frozen facts of a certificate as one text, its hash, and the hash over all that a decision covers."""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from certificates.models import Approval, Certificate

# What a new version of a certificate takes over; of all that is printed only the name is mended.
COPIED = (
    "kind",
    "is_demo",
    "enrolment_id",
    "business_name",
    "village_name",
    "district_name",
    "regency_name",
    "course_title",
    "course_slug",
    "modules",
    "jp",
    "way",
    "pretest_score",
    "final_score",
    "predicate",
    "attendance_percent",
    "started_on",
    "completed_on",
    "series",
)

FIELDS = (
    "kind",
    "series",
    "version",
    "replaces_id",
    "enrolment_id",
    "code",
    "token",
    "person_name",
    "business_name",
    "village_name",
    "district_name",
    "regency_name",
    "course_title",
    "course_slug",
    "modules",
    "jp",
    "way",
    "pretest_score",
    "final_score",
    "predicate",
    "attendance_percent",
    "started_on",
    "completed_on",
    "template_version",
    "letterhead",
)

_CANONICAL = DjangoJSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def snapshot_hash(row: Certificate | dict[str, Any]) -> str:
    """Return the SHA-256 (hex) over the canonical JSON of the facts in `FIELDS`, of a row or of its values."""
    values = row if isinstance(row, dict) else vars(row)
    facts = {name: values[name] for name in FIELDS}
    return hashlib.sha256(_CANONICAL.encode(facts).encode()).hexdigest()


def root_hash(hashes: Iterable[str], template_version: int, signer: dict[str, str]) -> str:
    """Return the SHA-256 (hex) over the sorted hashes, the version of the sheet and the signer."""
    head = json.dumps([template_version, signer], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256("\n".join([head, *sorted(hashes)]).encode()).hexdigest()


def is_approved(certificate: Certificate) -> bool:
    """Say whether the facts as they stand now are among those that the head approved.

    `certificate` was read by `with_root()`, which joins the decision's root.
    """
    return stands_under(certificate.approved_root, certificate)  # type: ignore[attr-defined]


def stands_under(root: str | None, row: Certificate | dict[str, Any]) -> bool:
    """Say whether the facts of a row, or of its values, are among those under the decision with this root."""
    return bool(root) and snapshot_hash(row) in _approved(root or "")


@lru_cache(maxsize=8)  # a root stands for one list of hashes; one of 13,000 takes about 1.5 MB
def _approved(root: str) -> frozenset[str]:
    """Return the hashes under a decision, none if it doesn't agree with its own root."""
    approval = Approval.objects.filter(root=root).first()
    if approval is None:
        return frozenset()
    hashes = approval.snapshots.split()
    whole = root == root_hash(hashes, approval.template_version, approval.signer)
    return frozenset(hashes) if whole and len(hashes) == approval.count else frozenset()
