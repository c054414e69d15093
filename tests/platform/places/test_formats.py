"""The packaged reference tables as they are read."""

from __future__ import annotations

from jilian.places import formats


def test_songjiang_has_six_streets_eleven_towns_and_three_statistical_units():
    kinds = [row["kind"] for row in formats.songjiang_towns()]
    assert (kinds.count("street"), kinds.count("town"), len(kinds)) == (6, 11, 20)


def test_the_kind_of_a_town_stands_with_its_division():
    kinds = {row["code"]: row["kind"] for row in formats.division_rows()}
    assert (kinds["310117107"], kinds["310117501"]) == ("town", "statistical_pseudo_town")


def test_the_corridor_has_nine_places_and_each_has_an_outline():
    codes = formats.corridor_place_codes()
    assert (len(codes), codes[0]) == (9, "310117")
    assert set(codes) <= set(formats.outlines())


def test_line_breaks_of_official_notes_are_real_ones():
    notes = {row["code"]: row["description"] for row in formats.industry_rows()}
    assert "\n" in "".join(notes.values())
    assert "\\n" not in "".join(notes.values())
