"""The studio's log about businesses moves into their own table."""

from django.db import migrations


def move(apps, one, other):
    """Move every entry about a business from the table `one` to `other`."""
    content_type = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="businesses", model="business")
    names = ("object_id", "content_type_id", "label", "action", "data", "timestamp", "uuid", "user_id", "revision_id")
    names += ("content_changed", "deleted")
    entries = apps.get_model(*one).objects.filter(content_type__in=content_type)
    target = apps.get_model(*other)
    target.objects.bulk_create(target(**values) for values in entries.order_by("pk").values(*names))
    entries.delete()


OLD, NEW = ("wagtailcore", "ModelLogEntry"), ("businesses", "BusinessLog")


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0002_records"),
    ]
    operations = [
        migrations.RunPython(
            lambda apps, editor: move(apps, OLD, NEW),
            lambda apps, editor: move(apps, NEW, OLD),
        )
    ]
