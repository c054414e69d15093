"""The database itself refuses to change or delete what happened to a return."""

from django.db import migrations

from jilian.base.database import keep_append_only, keep_no_longer_append_only

TABLE = "returns_returnstep"


def protect(apps, schema_editor):
    keep_append_only(schema_editor.connection, TABLE)


def release(apps, schema_editor):
    keep_no_longer_append_only(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_initial")]
    operations = [migrations.RunPython(protect, release)]
