"""An installation with a database of its own, which commands and other processes reach too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext  # noqa: F401 - loads what the blocker needs


class Elsewhere:
    """Points the connection of this process at other databases, and back at the end."""

    def __init__(self) -> None:
        self.kept = (connection.settings_dict["NAME"], connection.connection)
        self.made: list[str] = []

    def go(self, name: str) -> None:
        """Look at another database from now on."""
        self.leave()
        connection.settings_dict["NAME"] = name

    def leave(self) -> None:
        """Close what is open, but not the database in memory that other tests use."""
        if connection.connection is self.kept[1]:
            connection.connection = None
        else:
            connection.close()

    def back(self) -> None:
        """Look at the database of the other tests again."""
        self.leave()
        connection.settings_dict["NAME"], connection.connection = self.kept

    def admin(self, sql: str) -> None:
        """Run a statement on the server, outside all transactions."""
        here = connection.settings_dict["NAME"]
        self.go("postgres")
        with connection.cursor() as cursor:
            cursor.execute(sql)
        self.go(here)

    def copy(self, template: str, folder: Path) -> str:
        """Make a database like the template and return its name."""
        if connection.vendor == "sqlite":
            name = str(folder / f"{uuid4().hex}.sqlite3")
            shutil.copy(template, name)
            return name
        name = f"upkeep_{uuid4().hex[:12]}"
        self.admin(f"CREATE DATABASE {name} TEMPLATE {template}")
        self.made.append(name)
        return name

    def empty(self, folder: Path) -> str:
        """Make a database without tables and return its name."""
        if connection.vendor == "sqlite":
            return str(folder / f"{uuid4().hex}.sqlite3")
        name = f"upkeep_{uuid4().hex[:12]}"
        self.admin(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        self.made.append(name)
        return name

    def drop(self) -> None:
        """Take away the databases that were made."""
        for name in self.made:
            self.admin(f"DROP DATABASE {name}")  # forced, it is refused while the server vacuums it


@pytest.fixture(scope="session")
def template(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """A database with the tables of this version and the named system people."""
    with django_db_blocker.unblock():
        elsewhere = Elsewhere()
        elsewhere.leave()
        name = elsewhere.empty(tmp_path_factory.mktemp("template"))
        elsewhere.go(name)
        call_command("migrate", verbosity=0)
        elsewhere.back()
    yield name
    with django_db_blocker.unblock():
        elsewhere.drop()
        elsewhere.back()


@pytest.fixture
def elsewhere(template, django_db_blocker, tmp_path, settings) -> Iterator[Elsewhere]:
    """An installation of its own: a home folder and a database with tables and no records."""
    settings.HOME = tmp_path
    with django_db_blocker.unblock():
        made = Elsewhere()
        made.leave()
        made.go(made.copy(template, tmp_path))
        yield made
        made.leave()
        made.drop()
        made.back()


@pytest.fixture
def environment(elsewhere, tmp_path) -> dict[str, str]:
    """The environment in which another process works on the same installation."""
    from django.conf import settings

    stated = connection.settings_dict
    url = f"sqlite:///{stated['NAME']}"
    if connection.vendor == "postgresql":
        url = (
            f"postgresql://{stated['USER']}:{stated['PASSWORD']}@{stated['HOST']}:"
            f"{stated['PORT'] or 5432}/{stated['NAME']}"
        )
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "jilian.settings",
        "JILIAN_HOME": str(tmp_path),
        "JILIAN_SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": url,
    }
