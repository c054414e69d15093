"""Loading the reference tables and setting up worlds."""

from __future__ import annotations

import pytest

from conftest import NOON
from jilian.audit.models import Trace
from jilian.places import operations
from jilian.places.formats import OutlineShape
from jilian.places.models import Division, Industry, Outline, World

ROWS = [
    {"code": "310117107", "name": "九亭镇", "name_en": "", "level": "4", "parent_code": "310117",
     "kind": "town"},
    {"code": "310117", "name": "松江区", "name_en": "Songjiang", "level": "3",
     "parent_code": "310000", "kind": ""},
    {"code": "310000", "name": "上海市", "name_en": "Shanghai", "level": "1", "parent_code": "",
     "kind": ""},
]  # fmt: skip
SQUARE = {"type": "Polygon", "coordinates": [[[121, 31], [122, 31], [122, 32], [121, 31]]]}


@pytest.fixture
def by(person):
    return person("mei")


def test_parts_find_their_wholes_in_whatever_order_they_stand(by):
    assert operations.load_divisions(by=by, at=NOON, rows=ROWS) == 3
    town = Division.objects.get(code="310117107")
    assert (town.parent.name, town.parent.parent.name, town.kind) == ("松江区", "上海市", "town")
    assert Trace.objects.get().action == "places.divisions_loaded"


def test_loading_divisions_again_changes_nothing_and_leaves_no_trace(by):
    operations.load_divisions(by=by, at=NOON, rows=ROWS)
    assert operations.load_divisions(by=by, at=NOON, rows=ROWS) == 0
    assert Trace.objects.count() == 1


def test_industries_keep_their_official_note(by):
    rows = [
        {"code": "C", "name": "制造业", "level": "1", "parent_code": "", "section": "C",
         "description": "◇ 本门类包括13～43大类。"},
        {"code": "39", "name": "计算机、通信和其他电子设备制造业", "level": "2",
         "parent_code": "C", "section": "C", "description": ""},
    ]  # fmt: skip
    assert operations.load_industries(by=by, at=NOON, rows=rows) == 2
    assert Industry.objects.get(code="39").parent.description.startswith("◇")


def test_an_outline_brings_the_centre_of_its_division(by, songjiang):
    shapes = {"310117": OutlineShape(SQUARE, (121.2, 31.0)), "999999": OutlineShape(SQUARE, (0, 0))}
    assert operations.load_outlines(by=by, at=NOON, outlines=shapes) == 1
    songjiang.refresh_from_db()
    assert (songjiang.lon, songjiang.lat) == (121.2, 31.0)
    assert Outline.objects.get().geometry["type"] == "Polygon"
    assert operations.load_outlines(by=by, at=NOON, outlines=shapes) == 0


def test_a_world_is_set_up_once_with_its_places_in_order(by, songjiang):
    Division.objects.create(code="330400", name="嘉兴市", level=2)
    asked = {
        "code": "corridor", "name": "走廊", "name_en": "Corridor", "order": 1, "invented": False,
        "area_codes": ["330400", "310117"],
    }  # fmt: skip
    world = operations.set_up_world(by=by, at=NOON, **asked)
    assert [place.division.name for place in world.places.all()] == ["嘉兴市", "松江区"]
    assert operations.set_up_world(by=by, at=NOON, **asked) == world
    assert World.objects.count() == 1
    assert Trace.objects.filter(action="world.set_up").count() == 1
