"""Who may do what with pages: permissions of the roles on the catalogue, and the workflow from draft to published."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from accounts.public import Role
from courses.models import CatalogPage

WORKFLOW = "Persetujuan materi"
TASK = "Persetujuan petugas"
WRITE = ("add_page", "change_page")
KEEP = (*WRITE, "publish_page", "lock_page", "unlock_page")
PAGE_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.INSTRUCTOR: WRITE,
    Role.OFFICER: KEEP,
    Role.ADMIN: (*KEEP, "bulk_delete_page"),
}
# What Wagtail's first migration brings, in English: nobody's roles here.
FOREIGN_GROUPS = ("Moderators", "Editors")
FOREIGN_WORKFLOW = "Moderators approval"


@transaction.atomic
def permit_roles(catalog: CatalogPage) -> None:
    """Let instructors write, officers publish and administrators delete below the catalogue; twice changes nothing."""
    for role, codenames in PAGE_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role.value)
        permit_group(group, catalog, codenames)
    if not WorkflowPage.objects.filter(page_id=catalog.pk).exists():
        _set_up_workflow(catalog)
        _put_away_foreign_roles()


def permit_group(group: Group, page: Page, codenames: tuple[str, ...]) -> None:
    """Give `group` these permissions on `page` and everything below it."""
    wanted = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=Page(pk=page.pk), permission=permission)


def _set_up_workflow(catalog: CatalogPage) -> None:
    """An instructor submits, one officer approves, which publishes. Done once: what the office changes then stays."""
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    task = GroupApprovalTask.objects.filter(name=TASK).first() or GroupApprovalTask.objects.create(name=TASK)
    task.groups.add(Group.objects.get(name=Role.OFFICER.value))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.create(page_id=catalog.pk, workflow=workflow)


def _put_away_foreign_roles() -> None:
    """Remove Wagtail's sample groups and switch its sample workflow off, unless somebody uses them."""
    Group.objects.filter(name__in=FOREIGN_GROUPS, user=None).delete()
    workflow = Workflow.objects.filter(name=FOREIGN_WORKFLOW, active=True, workflow_states=None).first()
    if workflow:
        workflow.workflow_pages.all().delete()
        workflow.deactivate()
