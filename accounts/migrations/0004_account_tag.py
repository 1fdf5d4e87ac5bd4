from typing import Any

from django.db import migrations, models
from django.utils.crypto import salted_hmac

import accounts.tagging


def keep_known_tags(apps: Any, schema_editor: Any) -> None:
    """Write down the tag that phones know the account by: until now it followed from SECRET_KEY."""
    users = apps.get_model("accounts", "User").objects
    for pk in users.values_list("pk", flat=True):
        tag = salted_hmac("accounts.tag", str(pk), algorithm="sha256").hexdigest()[: accounts.tagging.LENGTH]
        users.filter(pk=pk).update(tag=tag)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_lives_elsewhere")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="tag",
            field=models.CharField(default="", editable=False, max_length=16, verbose_name="tanda akun"),
        ),
        migrations.RunPython(keep_known_tags, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="user",
            name="tag",
            field=models.CharField(
                default=accounts.tagging.new_tag,
                editable=False,
                max_length=16,
                unique=True,
                verbose_name="tanda akun",
            ),
        ),
    ]
