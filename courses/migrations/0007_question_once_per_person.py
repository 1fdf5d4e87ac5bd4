import uuid
from typing import Any

from django.conf import settings
from django.db import migrations, models


def tell_keys_apart(apps: Any, schema_editor: Any) -> None:
    """Give every key that two people used to one of them alone, as the older constraint wants it."""
    questions = apps.get_model("courses", "LearnerQuestion").objects.order_by("pk")
    seen = set()
    for pk, key in questions.values_list("pk", "form_key"):
        if key in seen:
            questions.filter(pk=pk).update(form_key=uuid.uuid4())
        seen.add(key)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("courses", "0006_learned_offline"),
    ]

    operations = [
        migrations.AlterField(
            model_name="learnerquestion",
            name="form_key",
            field=models.UUIDField(editable=False, verbose_name="kunci formulir"),
        ),
        migrations.RunPython(migrations.RunPython.noop, tell_keys_apart, elidable=True),
        migrations.AddConstraint(
            model_name="learnerquestion",
            constraint=models.UniqueConstraint(fields=("person", "form_key"), name="courses_question_once"),
        ),
    ]
