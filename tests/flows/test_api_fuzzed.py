"""Every operation of the API, called as its own description allows and forbids.

Nothing may end in a server error, and every answer is one that the description tells of. The same
requests of somebody without a role are answered as if nothing were there.
"""

from __future__ import annotations

from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import small_world as small
from jilian.accounts.gate import Open, addresses
from laid_once import everybody, laid_once, own_copy

EXAMPLES = 8 if connection.vendor == "sqlite" else 5  # the second time for the database alone
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def described():
    """Every path with its method."""
    found = [
        (one.route, method)
        for one in addresses(directory=False)
        if one.gate is Open.API
        for operation in one.operations
        for method in operation.methods
    ]
    return sorted(found)


@cache
def description():
    """The description, read as a stranger's program reads it."""
    from jilian.api import api

    plain = api.get_openapi_schema(path_prefix="/api/")
    return schemathesis.openapi.from_dict({**plain})


def cases(route, method):
    """Requests that fit the description, and such as do not."""
    operation = description()[route.replace("<", "{").replace(">", "}")][method]
    return st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    with laid_once(django_db_blocker, lambda: small.build(**everybody())) as made:
        yield made


@pytest.fixture
def made(laid, db):
    return own_copy(laid)


@pytest.fixture
def mei(made, person):
    return person("mei")


@pytest.fixture
def program():
    """A program that is signed in and sends the token against forged requests."""
    for signal in (request_started, request_finished):  # they would close the test's transaction
        signal.disconnect(close_old_connections)
    app = get_wsgi_application()

    def signed_in(who):
        client = Client()
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        kept = {"csrftoken": "a" * 32, **{name: one.value for name, one in client.cookies.items()}}

        def send(case):
            with transaction.atomic():
                answer = case.call(
                    app=app, cookies=kept,
                    headers={"X-CSRFToken": "a" * 32, "Accept-Language": "en"},
                )  # fmt: skip
                transaction.set_rollback(True)
            return answer

        return send

    yield signed_in
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _plain(value):
    return value if isinstance(value, int) else str(value)


@pytest.mark.parametrize(("route", "method"), described())
def test_an_operation_answers_as_it_is_described(route, method, made, program, mei, wu):
    kwargs = made.kwargs("", route, mei)
    insider, outsider = program(mei), program(wu)

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases(route, method), is_there=st.booleans())
    def try_one(case, is_there):
        given_path = dict(case.path_parameters or {})
        given_path["world_code"] = kwargs["world_code"]
        if is_there:
            given_path |= {name: _plain(kwargs[name]) for name in given_path if name in kwargs}
        case.path_parameters = given_path
        case.validate_response(insider(case), checks=CHECKS)
        if case.method.upper() == method:
            closed = outsider(case)
            assert closed.status_code in (404, 400), closed.status_code

    try_one()
