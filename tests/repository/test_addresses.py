"""Every address, tried by every role, by Wu who holds none, and by a stranger.

What each may open is read from the page of permissions itself, so that the page is the contract:
who may gets 200, 302 or 405, who may not gets 404, a stranger is sent to the sign-in page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from zlib import crc32

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

import small_world as small
from conftest import NOON
from jilian.accounts.gate import Open, addresses
from jilian.accounts.permissions import Permission
from jilian.accounts.rules import SCOPE_OF_ROLE, Role, ScopeKind
from jilian.jobs.queries import SIGN_OF_LIFE
from laid_once import everybody, laid_once, own_copy

OPENED = {200, 302, 405}
# An operation of the API that is sent nothing says what is wrong with that, once it is reached.
ANSWERED = {200, 201, 202, 409, 422}
SLOT = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Row:
    """An address as the page of permissions states it."""

    name: str
    route: str
    gate: str
    methods: tuple[str, ...] = ()


@dataclass
class Page(HTMLParser):
    """Reads the page of permissions: its table and its addresses."""

    rows: list[Row] = field(default_factory=list)
    held: dict[str, set[str]] = field(default_factory=dict)
    permission: str = ""

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "data-route" in found:
            methods = tuple((found.get("data-methods") or "").split())
            self.rows.append(
                Row(found["data-name"], found["data-route"], found["data-gate"], methods)
            )
        if "data-permission" in found:
            self.permission = found["data-permission"]
        if found.get("data-extent"):
            self.held.setdefault(found["data-role"], set()).add(self.permission)

    def may(self, role: str | None, row: Row) -> bool:
        """Say whether a role (None: signed in without one) opens the address."""
        if row.gate in ("open", "signed_in"):
            no_world = "<world>" not in row.route
            return row.gate == "open" or no_world or self._in_world(role)
        if role is None or ("<world" in row.route and not self._in_world(role)):
            return False
        return row.gate == "with_role" or row.gate in self.held.get(role, set())

    @staticmethod
    def _in_world(role: str | None) -> bool:
        return role is not None and SCOPE_OF_ROLE[Role(role)] is not ScopeKind.SYSTEM


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    cache.set(SIGN_OF_LIFE, timezone.now(), None)  # without a worker nothing is ready
    with laid_once(django_db_blocker, lambda: small.build(**everybody())) as made:
        yield made


@pytest.fixture
def small_world(laid, db):
    cache.set(SIGN_OF_LIFE, timezone.now(), None)
    yield own_copy(laid)
    cache.delete(SIGN_OF_LIFE)


@pytest.fixture
def page(person, as_person) -> Page:
    read = Page()
    read.feed(as_person(person("reader", "audit_administrator")).get("/permissions/").text)
    return read


def filled(row: Row, made, who) -> str:
    kwargs = made.kwargs(row.name, row.route, who)
    missing = [slot for slot in SLOT.findall(row.route) if slot not in kwargs]
    assert not missing, f"say in tests/small_world.py what {missing} is in {row.route} ({row.name})"
    return SLOT.sub(lambda slot: str(kwargs[slot.group(1)]), row.route)


def prepared(who):
    """A second factor and a notice of one's own, so that what depends on them is there."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from jilian.notices.models import Notice

    TOTP.activate(who, generate_totp_secret())
    RecoveryCodes.activate(who)
    Notice.objects.create(
        to=who, key="k", kind="upload_applied", details={"file": "a"}, url="/", sent_at=NOON
    )
    return who


# An open page is opened by the first role that may, and by others in turn.
OPEN_TO_ONE_IN = 3


def tried(client, row: Row, address: str, may: bool) -> list[str]:
    """Return what is wrong with the answers of one address.

    A page is closed before its method is looked at: half are tried with one, half with the other.
    """
    wrong = []
    closed = ("POST",) if crc32(row.name.encode()) % 2 else ("GET",)
    for method in row.methods or (("GET",) if may else closed):
        answer = client.generic(method, address, content_type="application/json")
        wanted = {404}
        if may:
            wanted = OPENED if not row.methods else {200, 422} if method == "GET" else ANSWERED
        if answer.status_code not in wanted:
            wrong.append(f"{method} {address} ({row.name}): {answer.status_code}, not {wanted}")
    return wrong


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: str(role and role.value))
def test_every_address_answers_a_role_as_the_page_of_permissions_says(
    role, page, small_world, person, as_person
):
    scope = small_world.scopes[SCOPE_OF_ROLE[role]] if role else ""
    in_world = role and SCOPE_OF_ROLE[role] is not ScopeKind.SYSTEM
    who = prepared(
        person("she", role and role.value, small_world.world if in_world else None, scope)
    )
    wrong, turn = [], [*Role, None].index(role)
    for at, row in enumerate(page.rows):
        may = page.may(role and role.value, row)
        first = next((one for one in Role if page.may(one.value, row)), None)
        if may and role is not first and (at + turn) % OPEN_TO_ONE_IN:
            continue
        client = as_person(who)
        client.raise_request_exception = False
        wrong += tried(client, row, filled(row, small_world, who), may)
    assert wrong == []


def test_a_stranger_is_sent_to_the_sign_in_page_and_programs_are_told_401(page, small_world):
    wrong = []
    for row in page.rows:
        address = filled(row, small_world, None)
        for method in row.methods or ("GET",):
            answer = Client().generic(method, address, content_type="application/json")
            if row.methods:
                right = answer.status_code == 401
            elif row.gate == "open":
                right = answer.status_code in OPENED
            else:
                right = answer.status_code == 302 and answer.url.startswith("/accounts/login/")
            if not right:
                wrong.append(f"{method} {address}: {answer.status_code}")
    assert wrong == []


def patterns(resolver=None):
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        elif isinstance(one, URLPattern):
            yield one


def test_every_address_of_the_resolver_is_on_the_page_or_closed(page, db):
    found = addresses(directory=False)
    api = {one.route for one in found if one.gate is Open.API}
    assert len(found) == len({*patterns()}) - _stated_twice()
    closed = {one.route for one in found if not one.is_open}
    assert {row.route for row in page.rows} == {one.route for one in found} - closed
    assert api <= {row.route for row in page.rows}


def _stated_twice() -> int:
    """The API states an address once for each method; the page says it once with all of them."""
    routes = [
        str(one.pattern) for one in patterns() if one.callback.__module__ == "ninja.operation"
    ]
    stated = [one.route for one in addresses(directory=False) if one.gate is Open.API]
    return len(routes) - len(stated)


def test_no_view_of_ours_lacks_a_gate():
    bare = [
        one.name or one.route
        for one in addresses(directory=True)
        if one.gate is None and one.area not in ("", "api")
    ]
    assert bare == []


def test_no_operation_of_the_api_is_entered_without_a_permission():
    bare = [
        f"{operation.methods} {one.route}"
        for one in addresses(directory=True)
        for operation in one.operations
        if operation.permission is None
    ]
    assert bare == []


def test_every_open_address_says_what_stands_there():
    silent = [
        one.name
        for one in addresses(directory=True)
        if one.is_open and not one.operations and not one.words
    ]
    assert silent == [], "say it in jilian/accounts/gate/catalogue.py"


def test_the_catalogue_names_no_address_that_is_gone():
    from jilian.accounts.gate.catalogue import WORDS

    assert set(WORDS) - {one.name for one in addresses(directory=True)} == set()


def test_every_permission_opens_or_guards_something(page):
    """A permission that no role holds would be a promise about nothing."""
    assert set().union(*page.held.values()) == set(Permission)
