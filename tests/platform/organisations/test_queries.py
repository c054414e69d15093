from __future__ import annotations

from datetime import date

import pytest

from jilian.base.errors import Refusal
from jilian.organisations import queries
from jilian.organisations.rules import Line, OrganisationType

C, G = OrganisationType.PRIMARY_COMMITTEE, OrganisationType.GENERAL_BRANCH


def test_the_article_alone_names_seven_committees_and_two_general_branches(register, mei, world):
    answer = queries.count_organisations(mei, world, date(2022, 3, 8), "ART")
    assert (answer.known, answer.by_type) == (9, ((C, 7), (G, 2)))
    assert answer.type_unknown == 0
    assert answer.founding_unknown == ()


def test_the_whole_register_has_eleven_bodies_of_which_ten_are_of_known_type(register, mei, world):
    answer = queries.count_organisations(mei, world, date(2022, 3, 8))
    assert (answer.known, answer.of_known_type, answer.type_unknown) == (11, 10, 1)
    assert answer.by_type == ((C, 8), (G, 2))


def test_on_an_earlier_day_one_is_known_and_eight_foundings_are_unknown(register, mei, world):
    answer = queries.count_organisations(mei, world, date(2020, 1, 1), "ART")
    assert (answer.known, len(answer.founding_unknown)) == (1, 8)
    assert answer.by_type == ((C, 1),)
    whole = queries.count_organisations(mei, world, date(2020, 1, 1))
    assert (whole.known, len(whole.founding_unknown)) == (2, 8)  # CL10 was surely not founded yet


def test_between_the_bounds_of_its_founding_the_first_one_is_unknown(register, mei, world):
    answer = queries.count_organisations(mei, world, date(2018, 3, 15), "ART")
    assert answer.known == 0
    assert "CL04" in {unit.key for unit in answer.founding_unknown}
    before = queries.count_organisations(mei, world, date(2017, 12, 31), "ART")
    assert "CL04" not in {unit.key for unit in before.founding_unknown}


def test_a_source_that_names_nobody_is_refused_with_those_that_do(register, mei, world):
    with pytest.raises(Refusal) as refused:
        queries.count_organisations(mei, world, date(2022, 3, 8), "NOBODY")
    assert refused.value.code == "source_unknown"
    assert "ART" in str(refused.value)


def test_the_tree_has_its_answer_and_lists_unknown_foundings_apart(register, mei, world):
    tree = queries.organisation_tree(mei, world, date(2020, 1, 1), source_key="ART")
    assert [node.unit.key for node in tree.roots] == ["CL04"]
    assert len(tree.answer.founding_unknown) == 8


def test_one_body_under_two_superiors_is_counted_once(body, mei, world):
    for key in ("district", "energy", "chips"):
        body(key, C)
    body("firm", "branch", under="district", cluster_superior_key="energy")
    body("firm", under="district", cluster_superior_key="chips", valid_from=date(2021, 1, 1))
    tree = queries.organisation_tree(mei, world, date(2022, 1, 1), line=Line.CLUSTER)
    under = {node.unit.key: [child.unit.key for child in node.children] for node in tree.roots}
    assert under == {"energy": ["firm"], "chips": ["firm"]}
    assert tree.answer.known == 4
    assert tree.shown == 3  # the district stands in the territory line only


def test_a_type_filter_keeps_what_stands_above(body, mei, world):
    body("district", C)
    body("town", C, under="district")
    body("firm", "branch", under="town")
    body("other", "joint_branch", under="district")
    tree = queries.organisation_tree(mei, world, date(2022, 1, 1), type="branch")
    (district,) = tree.roots
    assert (district.kept, district.size) == (False, 1)
    assert [node.unit.key for node in district.children] == ["town"]
    assert tree.shown == 1
    assert tree.answer.known == 4


def test_organisations_are_kept_by_whether_their_type_is_known(body, mei, world):
    body("district", C)
    body("firm", "branch", under="district")
    body("other", None, under="district")
    day = date(2022, 1, 1)
    shown = {
        asked: queries.organisation_tree(mei, world, day, type=asked).shown
        for asked in (None, "known", "unknown")
    }
    assert shown == {None: 3, "known": 2, "unknown": 1}


def test_the_tree_takes_the_same_queries_at_two_sizes(
    body, save, mei, world, django_assert_num_queries
):
    body("district", C)
    body("town", C, under="district")
    with django_assert_num_queries(5):
        queries.organisation_tree(mei, world, date(2022, 1, 1))
    for number in range(60):
        body(f"firm{number}", "branch", under="town", cluster_superior_key="district")
    with django_assert_num_queries(5):
        tree = queries.organisation_tree(mei, world, date(2022, 1, 1))
    assert tree.roots[0].size == 61
