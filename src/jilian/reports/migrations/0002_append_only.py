"""The database itself refuses to change or delete what a report froze."""

from django.db import migrations

from jilian.base.database import keep_append_only, keep_no_longer_append_only

TABLES = (
    "reports_template", "reports_wordtemplate", "reports_report", "reports_reportfigure",
    "reports_signature", "reports_note", "reports_printedfile",
)  # fmt: skip


def protect(apps, schema_editor):
    for table in TABLES:
        keep_append_only(schema_editor.connection, table)


def release(apps, schema_editor):
    for table in TABLES:
        keep_no_longer_append_only(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(protect, release)]
