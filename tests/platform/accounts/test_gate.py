"""What stands before every page."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import Http404, HttpResponse
from django.urls import path

from conftest import TODAY
from jilian.accounts.gate import (
    GateMiddleware,
    Open,
    addresses,
    day_asked_for,
    enter,
    frame,
    gate_of,
    needs,
    open_to_all,
)
from jilian.accounts.gate.addresses import _plain
from jilian.accounts.gate.stated import permission_entered
from jilian.accounts.permissions import Permission
from jilian.base.errors import NotAllowed


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-03-08", date(2022, 3, 8)),
        ("", TODAY),
        ("yesterday", TODAY),
        ("2022-02-31", TODAY),
        ("1949-09-30", TODAY),
        ("2026-03-03", TODAY),
    ],
)
def test_the_day_asked_for_is_a_day_that_has_been(text, day):
    assert day_asked_for(text, TODAY) == day


def test_a_view_that_states_nothing_has_no_gate():
    def silent(request):
        return HttpResponse()

    assert gate_of(silent) is None
    assert gate_of(open_to_all(lambda request: HttpResponse())) is Open.TO_ALL
    assert gate_of(silent, "account_signup") is None
    assert gate_of(silent, "account_login") is Open.TO_ALL


def test_what_belongs_to_the_directory_is_closed_without_one():
    def callback(request):
        return HttpResponse()

    assert gate_of(callback, "openid_connect_callback") is None
    assert gate_of(callback, "openid_connect_callback", directory=True) is Open.TO_ALL


@needs(Permission.SEE_REGISTER)
def register(request):
    return HttpResponse("register")


def silent(request):
    return HttpResponse("silent")


def forgetful(request):
    raise NotAllowed(Permission.EXPORT)


forgetful.gate = Open.TO_SIGNED_IN
urlpatterns = [
    path("silent/", silent),
    path("forgetful/", forgetful),
    path("<slug:world>/register/", register),
]


def test_a_silent_view_is_not_there_for_anybody(mei, as_person, client, settings):
    settings.ROOT_URLCONF = __name__
    assert gate_of(silent) is None
    request = as_person(mei).get("/silent/")
    assert request.status_code == 404
    assert client.get("/silent/").status_code == 404


def test_a_world_opens_only_to_those_with_a_role_in_it(mei, wu, lin, rf):
    from jilian.accounts.gate.middleware import enter_world

    def asked(who, code):
        request = rf.get("/")
        request.person = who
        enter_world(request, code)
        return request

    assert asked(mei, "songjiang").world.code == "songjiang"
    assert asked(lin, "songjiang").reach.may_somewhere(Permission.SEE_LINKS)
    for who, code in ((wu, "songjiang"), (mei, "moon")):
        with pytest.raises(Http404):
            asked(who, code)


def test_an_operation_of_the_api_is_entered_by_those_who_may(mei, lin, rf):
    def asked(who):
        request = rf.get("/")
        request.person = who
        return request

    assert enter(asked(mei), "songjiang", Permission.UPLOAD).world.code == "songjiang"
    with pytest.raises(Http404):
        enter(asked(lin), "songjiang", Permission.UPLOAD)


def test_a_refused_permission_looks_as_if_nothing_were_there(rf):
    with pytest.raises(Http404):
        GateMiddleware.process_exception(rf.get("/"), NotAllowed(Permission.EXPORT))
    assert GateMiddleware.process_exception(rf.get("/"), ValueError()) is None


def api_operation(request, world_code: str):
    asking = enter(request, world_code, Permission.SEE_FACTS)
    return asking.world


def api_without_entry(request, world_code: str):
    return world_code


def test_the_permission_of_an_operation_is_read_from_its_first_line():
    assert permission_entered(api_operation) is Permission.SEE_FACTS
    assert permission_entered(api_without_entry) is None


@pytest.mark.parametrize(
    ("pattern", "plain"),
    [
        ("<slug:world>/firms/<int:pk>/", "<world>/firms/<pk>/"),
        ("firms.<slug:kind>", "firms.<kind>"),
        (r"^confirm-email/(?P<key>[-:\w]+)/$", "confirm-email/<key>/"),
        (r"^(?P<provider_id>[^/]+)/", "<provider_id>/"),
    ],
)
def test_addresses_are_written_as_a_reader_does(pattern, plain):
    assert _plain(pattern) == plain


def test_addresses_are_named_with_their_gate():
    found = {one.name: one for one in addresses(directory=False)}
    assert found["accounts:people"].gate is Permission.SEE_PEOPLE
    assert found["accounts:people"].route == "/people/"
    assert not found["account_signup"].is_open


def test_the_frame_is_made_once_for_a_page(mei, rf, django_assert_num_queries):
    request = rf.get("/")
    request.person = mei
    first = frame(request)
    assert [world.code for world in first["worlds"]] == ["songjiang"]
    with django_assert_num_queries(0):
        assert frame(request) is first
