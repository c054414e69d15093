"""The database itself refuses to touch a frozen list: no target is added, changed or deleted."""

from django.db import migrations

from jilian.base.database import (
    keep_append_only,
    keep_no_longer_append_only,
    keep_rows,
    keep_rows_no_longer,
)
from jilian.coverage.rules.guards import APPEND_ONLY, GUARDS


def protect(apps, schema_editor):
    for table in APPEND_ONLY:
        keep_append_only(schema_editor.connection, table)
    for table, guards in GUARDS.items():
        keep_rows(schema_editor.connection, table, guards)


def release(apps, schema_editor):
    for table in APPEND_ONLY:
        keep_no_longer_append_only(schema_editor.connection, table)
    for table, guards in GUARDS.items():
        keep_rows_no_longer(schema_editor.connection, table, guards)


class Migration(migrations.Migration):
    dependencies = [("coverage", "0001_initial")]
    operations = [migrations.RunPython(protect, release)]
