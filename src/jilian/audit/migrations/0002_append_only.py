"""The database itself refuses to change or delete a trace or a sealed digest."""

from django.db import migrations

from jilian.base.database import keep_append_only, keep_no_longer_append_only

TABLES = ("audit_trace", "audit_dailydigest")


def protect(apps, schema_editor):
    for table in TABLES:
        keep_append_only(schema_editor.connection, table)


def release(apps, schema_editor):
    for table in TABLES:
        keep_no_longer_append_only(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(protect, release)]
