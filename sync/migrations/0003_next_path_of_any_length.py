from django.db import migrations, models
from django.db.models.functions import Length

LONGEST = 255


def drop_long_paths(apps: object, schema_editor: object) -> None:
    """Leave out what the older field can't hold: the way on is a help, no record."""
    events = apps.get_model("sync", "PhoneEvent").objects  # type: ignore[attr-defined]
    events.annotate(letters=Length("next_path")).filter(letters__gt=LONGEST).update(next_path="")


class Migration(migrations.Migration):
    dependencies = [("sync", "0002_device_public_key")]

    operations = [
        migrations.AlterField(
            model_name="phoneevent",
            name="next_path",
            field=models.TextField(blank=True, verbose_name="langkah berikutnya"),
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_long_paths, elidable=True),
    ]
