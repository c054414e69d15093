"""The state of the installation, and whether each part of it is in order."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError
from django.utils.translation import gettext as _

from jilian.base.database import DatabaseState, database_state
from jilian.base.release import RELEASE
from jilian.home.rules import size_text
from jilian.jobs.queries import Migrations, Queue, migrations, pending_migrations, queue
from jilian.ui.values import duration_text
from jilian.upkeep.queries import upkeep_checks

WORKER_SILENT = timedelta(minutes=2)
LEAST_FREE_BYTES = 2**30
FONTS = "ui/vendor/noto-sans-sc/jilian-han.css"
SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Check:
    """One thing looked at: what it is, whether it is in order, and a sentence about it."""

    name: str
    ok: bool
    sentence: str


@dataclass(frozen=True)
class Installation:
    """Versions, database, later work, disk and the checks, at a moment."""

    release: str
    python: str
    django: str
    database: DatabaseState
    migrations: Migrations
    queue: Queue
    free: int
    checks: list[Check]


def installation(at: datetime) -> Installation:
    """Return the state of the installation; for a page, so the database must be there."""
    return Installation(
        release=RELEASE,
        python=platform.python_version(),
        django=django.get_version(),
        database=database_state(),
        migrations=migrations(),
        queue=queue(),
        free=shutil.disk_usage(settings.HOME).free,
        checks=checks(at),
    )


def checks(at: datetime) -> list[Check]:
    """Look at everything that must be in order; a part that cannot be asked is not in order."""
    found = [*_database_checks(), *_file_checks(), *_setting_checks(), _worker_check(at)]
    return [*found, *(Check(*one) for one in upkeep_checks(at))]


def _check(name: str, ok: bool, good: str, bad: str) -> Check:
    return Check(name, ok, good if ok else bad)


def _database_checks() -> Iterator[Check]:
    try:
        state = database_state()
        pending = pending_migrations()
    except DatabaseError as error:
        yield Check(_("database"), False, _("It cannot be reached: %s") % str(error).strip())
        return
    size = size_text(state.size)
    words = {"kind": state.kind, "version": state.version, "size": size}
    yield Check(_("database"), True, _("%(kind)s %(version)s, %(size)s.") % words)
    yield _check(
        _("tables"),
        not pending,
        _("They are those of this version."),
        _("The database lacks %(count)d changes of this version. Run: jilian migrate")
        % {"count": pending},
    )


def _file_checks() -> Iterator[Check]:
    home = settings.HOME
    writable = home.is_dir() and os.access(home, os.W_OK | os.X_OK)
    yield _check(
        _("home folder"),
        writable,
        _("%s can be written.") % home,
        _("%s is missing or cannot be written. Set JILIAN_HOME.") % home,
    )
    free = shutil.disk_usage(home).free if home.is_dir() else None
    yield _check(
        _("disk"),
        free is not None and free >= LEAST_FREE_BYTES,
        _("%s free.") % size_text(free),
        _("%s free; one GB is the least.") % size_text(free),
    )
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    yield _check(
        _("static files"),
        manifest.is_file(),
        _("They are gathered in %s.") % settings.STATIC_ROOT,
        _("They have not been gathered. Run: jilian migrate"),
    )
    yield _check(
        _("fonts"),
        finders.find(FONTS) is not None,
        _("The Chinese font is part of the package; nothing is fetched."),
        _("The Chinese font is missing from the package. Install it again."),
    )


def _setting_checks() -> Iterator[Check]:
    yield _check(
        _("secret key"),
        len(settings.SECRET_KEY) >= SHORTEST_SECRET,
        _("It is long enough."),
        _("It is too short. Set JILIAN_SECRET_KEY to at least 32 characters."),
    )
    yield _check(
        _("host names"),
        bool(settings.ALLOWED_HOSTS) and "*" not in settings.ALLOWED_HOSTS,
        _("Pages answer under %s.") % ", ".join(settings.ALLOWED_HOSTS),
        _("JILIAN_HOSTS must name the hosts under which the pages are reached, not “*”."),
    )
    yield _check(
        _("time zone"),
        _succeeds(lambda: ZoneInfo(settings.TIME_ZONE)),
        _("Days begin and end as in %s.") % settings.TIME_ZONE,
        _("There is no time zone data for %s. Install the package tzdata.") % settings.TIME_ZONE,
    )
    yield _check(
        _("error details"),
        not settings.DEBUG,
        _("Error pages show no details."),
        _("JILIAN_DEBUG shows details on error pages. Take it away where others reach the pages."),
    )


def _succeeds(act: Callable[[], object]) -> bool:
    try:
        act()
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _worker_check(at: datetime) -> Check:
    name = _("worker")
    try:
        state = queue()
    except DatabaseError:
        return Check(name, False, _("The queue of later work cannot be read."))
    if state.lived_at is None:
        return Check(name, False, _("It has never run. Start: jilian serve, or jilian worker"))
    silent = at - state.lived_at
    words = {"length": duration_text(silent), "waiting": state.waiting}
    return _check(
        name,
        silent < WORKER_SILENT,
        _("It runs; %(waiting)d pieces of later work wait.") % words,
        _("It has been silent for %(length)s. Start: jilian serve, or jilian worker") % words,
    )
