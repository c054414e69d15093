"""The same people everywhere: Lin keeps a firm, Mei works for the district, Wu is an outsider."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime

os.environ.setdefault("JILIAN_HOME", tempfile.mkdtemp(prefix="jilian-tests-"))
os.environ.setdefault("JILIAN_SECRET_KEY", "for-tests-only-abcdefghijklmnopqrstuvwxyz-0123456789")

import numba  # noqa: F401  looks for a library called coverage: before tests/platform is searched
import pytest
from django.test import Client

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # noon in Shanghai
TODAY = date(2026, 3, 2)
SAID = {"purpose": "年报", "recipient": "统计局"}  # whoever takes a file along says so


def examples(most: int) -> int:
    """How often a property of stored records is tried: a third as often the second time.

    Faults of rules are looked for on SQLite; what PostgreSQL may do otherwise, it does each time.
    """
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    return max(4, most // 3) if on_postgres else most


def pytest_configure(config: pytest.Config) -> None:
    """Serve static files unhashed, run later work at once, hash passwords quickly."""
    from django.conf import settings
    from django.test.signals import setting_changed

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    setting_changed.send(sender=None, setting="TASKS", value=settings.TASKS, enter=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.WHITENOISE_AUTOREFRESH = True
    settings.REQUIRE_SECOND_FACTOR = False  # the tests about it turn it on
    gc.set_threshold(200_000, 50, 1000)  # the usual pace costs a tenth of the time
    _let_tests_empty_the_chain()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what asks a database; everything else has been run on SQLite.

    The READMEs' commands and the pages too: what differs between the databases is tested where it
    is asked, and a walk through the pages in a browser runs on both.
    """
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    asks = {"db", "transactional_db", "django_db_setup"}
    rest = [
        item
        for item in items
        if item.name.startswith("test_the_readmes_commands_run")
        or item.path.name.startswith(("test_views", "test_pages"))
        or (
            "platform" in item.path.parts
            and not asks.intersection(getattr(item, "fixturenames", ()))
            and item.get_closest_marker("django_db") is None
        )
    ]
    if rest:
        config.hook.pytest_deselected(items=rest)
        items[:] = [item for item in items if item not in set(rest)]


def _let_tests_empty_the_chain() -> None:
    """Tests that commit empty all tables afterwards, which the database refuses for traces.

    The named system people, who came with a migration, are there for the next test again.
    """
    from importlib import import_module

    from django.apps import apps
    from django.db import connection
    from django.test import TransactionTestCase

    from jilian.base.database import keep_append_only, keep_no_longer_append_only

    append_only = (
        "audit_trace", "audit_dailydigest", "cases_caseevent", "disclosure_releasedcell",
        "indicators_value", "returns_returnstep",
        *import_module("jilian.reports.migrations.0002_append_only").TABLES,
    )  # fmt: skip
    empty = TransactionTestCase._fixture_teardown
    frozen = import_module("jilian.coverage.migrations.0002_frozen_lists")

    def emptied(self: TransactionTestCase) -> None:
        for table in append_only:
            keep_no_longer_append_only(connection, table)
        with connection.schema_editor() as editor:
            frozen.release(apps, editor)
        empty(self)
        for table in append_only:
            keep_append_only(connection, table)
        with connection.schema_editor() as editor:
            frozen.protect(apps, editor)
        import_module("jilian.accounts.migrations.0002_system_people").add(apps, None)

    TransactionTestCase._fixture_teardown = emptied


@pytest.fixture(autouse=True)
def english():
    """Words outside of a page are English, whatever the test before asked a page for."""
    from django.utils import translation

    translation.activate("en")


def make_songjiang():
    from jilian.places.models import Division

    district = Division.objects.create(code="310117", name="松江区", name_en="Songjiang", level=3)
    for code, name in (("310117105", "新桥镇"), ("310117107", "九亭镇")):
        Division.objects.create(code=code, name=name, level=4, parent=district)
    return district


def make_industries():
    from jilian.places.models import Industry

    section = Industry.objects.create(code="C", name="制造业", level=1, section="C")
    return {
        code: Industry.objects.create(code=code, name=name, level=4, section="C", parent=section)
        for code, name in (
            ("3973", "集成电路制造"),
            ("3985", "电子专用材料制造"),
            ("3562", "半导体器件专用设备制造"),
        )
    }


def make_world():
    from jilian.places.models import Division, World, WorldArea

    made = World.objects.create(code="songjiang", name="松江", name_en="Songjiang", order=1)
    WorldArea.objects.create(world=made, division=Division.objects.get(code="310117"))
    return made


def make_source():
    from jilian.sources.models import Source

    return Source.objects.create(
        key="LIST", kind="published", title="公开名单", recorded_at=NOON, recorded_by="mei"
    )


def make_person(username: str, role: str | None = None, world=None, key: str = ""):
    """Make a person who holds a role (or none) in a world."""
    from jilian.accounts.models import Appointment, Person
    from jilian.accounts.rules import SCOPE_OF_ROLE, Role

    found, _ = Person.objects.get_or_create(
        username=username, defaults={"name": username.title(), "joined_at": NOON}
    )
    if role:
        Appointment.objects.create(
            person=found,
            role=role,
            world_code=world.code if world else "",
            scope_kind=SCOPE_OF_ROLE[Role(role)],
            scope_key=key,
            given_at=NOON,
            given_by="tests",
        )
    return Person.objects.get(pk=found.pk)


def make_mei(world):
    make_person("mei", "organisation_office", world)
    return make_person("mei", "data_steward", world)


@pytest.fixture
def songjiang(db):
    """Songjiang with two of its towns."""
    return make_songjiang()


@pytest.fixture
def industries(db):
    """Three classes of manufacturing."""
    return make_industries()


@pytest.fixture
def world(songjiang):
    """A world of real records."""
    return make_world()


@pytest.fixture
def source(world):
    """A published list."""
    return make_source()


@pytest.fixture
def person(db) -> Callable[..., object]:
    """Make a person who holds a role (or none) in a world."""
    return make_person


@pytest.fixture
def mei(world):
    """Mei: data steward and organisation office of the district; may nearly everything."""
    return make_mei(world)


@pytest.fixture
def wu(person):
    """Wu: signed in, no role."""
    return person("wu")


@pytest.fixture
def as_person() -> Callable[..., Client]:
    """Return a browser in which this person is signed in, with pages in English."""

    def sign_in(who) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.cookies["django_language"] = "en"
        return client

    return sign_in


@pytest.fixture
def firm(world, source) -> Callable[..., object]:
    """Make a firm by its name, found by a made-up number."""
    from jilian.base.text import sort_key
    from jilian.firms.models import Firm, FirmName

    def make(name: str, in_world=None):
        kept = in_world or world
        found = Firm.objects.create(
            world=kept, scheme="made", identifier=name, name=name, sort_key=sort_key(name)
        )
        FirmName.objects.create(
            firm=found,
            kind="registered",
            text=name,
            normal_form=name,
            known_by=date(2020, 1, 1),
            valid_from=date(2020, 1, 1),
            source=source,
        )
        return found

    return make


@pytest.fixture
def lin(person, world, firm):
    """Lin keeps the firm 林氏晶圆."""
    kept = firm("林氏晶圆")
    return person("lin", "member_firm", world, key=str(kept.pk))
