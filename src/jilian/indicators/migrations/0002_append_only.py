"""The database itself refuses to change or delete the value of an indicator."""

from django.db import migrations

from jilian.base.database import keep_append_only, keep_no_longer_append_only

TABLE = "indicators_value"


def protect(apps, schema_editor):
    keep_append_only(schema_editor.connection, TABLE)


def release(apps, schema_editor):
    keep_no_longer_append_only(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [migrations.RunPython(protect, release)]
