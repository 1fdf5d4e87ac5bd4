from django.db import migrations, models
from django.db.models.functions import Upper

from core.concurrent_indexes import AddIndexBeside


class Migration(migrations.Migration):
    """Let a name typed in any case be found by an index: signing in read the whole table."""

    atomic = False
    dependencies = [("accounts", "0004_account_tag")]
    operations = [AddIndexBeside("user", models.Index(Upper("username"), name="accounts_user_username_upper"))]
