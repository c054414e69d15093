"""The named system people: the command line, the worker and the timetable."""

from django.db import migrations

SYSTEM_PEOPLE = (("command-line", "命令行"), ("worker", "后台任务"), ("timetable", "定时任务"))


def add(apps, schema_editor):
    person = apps.get_model("accounts", "Person")
    for username, name in SYSTEM_PEOPLE:
        person.objects.get_or_create(
            username=username,
            defaults={"name": name, "is_system": True, "is_active": False, "password": "!"},
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
