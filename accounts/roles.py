"""Roles, as groups. A person may hold several; everybody signed in is a learner.

The two tables are loaded by `load_roles` and only ever add: what the office grants by hand stays. A permission whose
room is not installed yet is passed over.
"""

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User


class Role(models.TextChoices):
    """Group names, as the office reads them."""

    LEARNER = "Peserta", "Peserta"
    MENTOR = "Mentor", "Mentor"
    INSTRUCTOR = "Pengajar", "Pengajar"
    OFFICER = "Petugas", "Petugas"
    HEAD = "Kepala Dinas", "Kepala Dinas"
    ADMIN = "Administrator", "Administrator"


STAFF_ROLES = (Role.INSTRUCTOR, Role.OFFICER, Role.HEAD, Role.ADMIN)

ENTER_STUDIO = "wagtailadmin.access_admin"
ANSWER_DATA_REQUESTS = ("accounts.view_datarequest", "accounts.change_datarequest")

# What the office keeps right itself: travel hours, signal, sectors, topics, and the first rows of the registry.
READ_LISTS = tuple(
    f"reference.view_{model}"
    for model in ("regency", "district", "village", "sector", "topic", "industryrule", "msmerule", "traveltime")
)
KEEP_LISTS = (
    *READ_LISTS,
    *(f"reference.change_{model}" for model in ("district", "village", "sector", "topic")),
    "reference.add_sector",
    "reference.add_topic",
)
# By which regulation a business is small: a change moves thousands of rows.
KEEP_RULES = tuple(
    f"reference.{act}_{rule}" for act in ("add", "change", "delete") for rule in ("industryrule", "msmerule")
)
# Whom to reach first: officers say of which tier a kecamatan is, and how long the ways take.
KEEP_WAYS = (
    "reference.add_districttier",
    *(f"reference.{act}_traveltime" for act in ("add", "change", "delete")),
    "reference.change_travelsettings",
)
PUBLISH_PRIORITY = ("reference.add_priorityedition",)
READ_BUSINESSES = ("businesses.view_business", "businesses.view_leadingrule")
KEEP_BUSINESSES = (*READ_BUSINESSES, "businesses.add_business", "businesses.change_business")

# Role: permissions on models, as "app.codename".
PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.LEARNER: (),
    Role.MENTOR: (),
    Role.INSTRUCTOR: (ENTER_STUDIO,),
    Role.OFFICER: (
        ENTER_STUDIO,
        *ANSWER_DATA_REQUESTS,
        *KEEP_LISTS,
        *KEEP_WAYS,
        *KEEP_BUSINESSES,
        "businesses.change_registrysettings",
        "home.change_helpsettings",
        "media.change_videosettings",
    ),
    Role.HEAD: (ENTER_STUDIO, *READ_LISTS, *READ_BUSINESSES, *PUBLISH_PRIORITY, "accounts.view_datarequest"),
    Role.ADMIN: (
        ENTER_STUDIO,
        *ANSWER_DATA_REQUESTS,
        *KEEP_LISTS,
        *KEEP_RULES,
        *KEEP_WAYS,
        *PUBLISH_PRIORITY,
        *KEEP_BUSINESSES,
        "businesses.delete_business",
        *(f"businesses.{act}_leadingrule" for act in ("add", "change", "delete")),
        *(f"businesses.{act}_districtlimit" for act in ("view", "add", "change", "delete")),
        "businesses.change_registrysettings",
        "home.change_helpsettings",
        "media.change_videosettings",
        "certificates.change_certificatesettings",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.delete_user",
        "accounts.view_user",
    ),
}

# Role: what Wagtail keeps per collection, given on the root collection (pictures and files of lessons).
FILES = (
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
)
COLLECTION_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.INSTRUCTOR: FILES,
    Role.OFFICER: FILES,
    Role.ADMIN: (*FILES, "wagtailimages.delete_image", "wagtaildocs.delete_document"),
}


def has_role(user: User | AnonymousUser, *roles: Role) -> bool:
    """Say whether `user` holds one of `roles`; a superuser holds all. One query a person, kept on the object."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    names = user.__dict__.get("_role_names")
    if names is None:
        names = set(user.groups.values_list("name", flat=True))
        user.__dict__["_role_names"] = names
    return any(role.value in names for role in roles)
