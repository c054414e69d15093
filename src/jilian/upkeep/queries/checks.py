"""What ``jilian doctor`` looks at in this area: backup, chain, secrets, demo people, HTTPS."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.audit.models import Verification
from jilian.base.encryption import field_keys
from jilian.ui.values import duration_text
from jilian.upkeep.queries.watching import last_backup_at

VERIFIED_WITHIN = timedelta(days=8)
AT_HOME = {"localhost", "127.0.0.1", "[::1]", "testserver"}
Found = tuple[str, bool, str]


def upkeep_checks(at: datetime) -> Iterator[Found]:
    """Yield what was looked at, whether it is in order, and a sentence about it."""
    yield _private_files()
    yield _https()
    yield _database_password()
    try:
        yield from (_backup(at), _chain(at), _demo_people(), _sealed())
    except DatabaseError:
        yield _("upkeep"), False, _("The database cannot be asked about backups.")


def _backup(at: datetime) -> Found:
    name, made_at = _("backup"), last_backup_at()
    allowed = timedelta(hours=settings.BACKUP_HOURS)
    if made_at is None:
        first = MigrationRecorder(connection).migration_qs.aggregate(at=Min("applied"))["at"]
        new = settings.DEMO or (first is not None and at - first <= allowed)
        return name, new, _("There is none yet. Run: jilian backup FILE")
    age = at - made_at
    words = {"length": duration_text(age), "hours": settings.BACKUP_HOURS}
    if age <= allowed:
        return name, True, _("The last one is %(length)s old.") % words
    return (
        name,
        False,
        _("The last one is %(length)s old; at most %(hours)d hours are allowed.") % words,
    )


def _chain(at: datetime) -> Found:
    name = _("chain of traces")
    last = Verification.objects.filter(ended_at__isnull=False).order_by("-ended_at").first()
    if last is None or last.ended_at is None:
        return name, True, _("It has not been verified yet; the timetable does it every night.")
    words = {"length": duration_text(at - last.ended_at)}
    if last.state == Verification.State.BROKEN:
        return name, False, _("It was found changed. Run: jilian audit verify")
    if at - last.ended_at > VERIFIED_WITHIN:
        return name, False, _("It was last verified %(length)s ago. Is the worker running?") % words
    return name, True, _("It was verified %(length)s ago; nothing was changed.") % words


def _demo_people() -> Found:
    count = Person.objects.filter(is_demo=True, is_active=True).count()
    if settings.DEMO:
        return _("people"), True, _("The people of the demo are offered; never for real records.")
    if not count:
        return _("people"), True, _("Nobody of the demo may sign in.")
    if set(settings.ALLOWED_HOSTS) <= AT_HOME:
        return _("people"), True, _("%d people of the demo may sign in, on this machine.") % count
    return (
        _("people"),
        False,
        _("%d people of the demo may sign in. Close their accounts.") % count,
    )


def _sealed() -> Found:
    names = ", ".join(key.name for key in field_keys())
    return (
        _("keys of sealed fields"),
        True,
        _("They are there: %s. Keep them apart from backups.") % names,
    )


def _private_files() -> Found:
    files = [Path(settings.HOME) / name for name in ("secret_key", "field_keys")]
    open_ones = [str(file) for file in files if file.exists() and _others_read(file)]
    return (
        _("secret files"),
        not open_ones,
        _("Others may read %s. Run: chmod 600 on it.") % ", ".join(open_ones)
        if open_ones
        else _("Only their owner reads them."),
    )


def _others_read(file: Path) -> bool:
    return bool(file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _https() -> Found:
    name = _("encrypted way")
    if settings.HTTPS:
        return name, True, _("Cookies go over HTTPS only.")
    if set(settings.ALLOWED_HOSTS) <= AT_HOME:
        return name, True, _("Without HTTPS, on this machine only.")
    return name, False, _("Others reach the pages without HTTPS. Set JILIAN_HTTPS behind a proxy.")


def _database_password() -> Found:
    name, stated = _("database password"), settings.DATABASES["default"]
    if not str(stated["ENGINE"]).endswith("postgresql"):
        return name, True, _("SQLite has none; the file belongs to its owner.")
    password = str(stated.get("PASSWORD") or "")
    if not password:
        return name, True, _("None in the settings: the server decides who may connect.")
    strong = len(password) >= 12 and password.lower() != str(stated.get("USER", "")).lower()
    if strong:
        return name, True, _("It is long enough.")
    if stated.get("HOST") in {"", "localhost", "127.0.0.1", "::1"}:
        return name, True, _("It is too short or a name; the server is this machine's own.")
    return name, False, _("It is too short or a name.")
