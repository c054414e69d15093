"""The tree of organisations from plain values, against its plainest definition."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given, strategies as st

from jilian.organisations.rules import OrganisationType
from jilian.organisations.rules.spells import Span
from jilian.organisations.rules.tree import Answer, Node, Unit, all_under, build_tree

MOST = 12


@st.composite
def lines(draw: st.DrawFn) -> dict[int, list[int]]:
    """Superiors of each, always of a smaller number: no circles; two superiors happen."""
    count = draw(st.integers(1, MOST))
    return {
        pk: draw(st.lists(st.integers(0, pk - 1), max_size=2, unique=True)) if pk else []
        for pk in range(count)
    }


def walk(nodes: tuple[Node, ...]) -> list[Node]:
    return [one for node in nodes for one in (node, *walk(node.children))]


@given(lines(), st.sets(st.integers(0, MOST)))
def test_each_size_counts_what_is_kept_below_once(superiors, kept):
    units = [Unit(pk, str(pk), str(pk), Span(date(2020, 1, 1))) for pk in superiors]
    roots = build_tree(units, superiors, lambda unit: unit.pk in kept)
    below = {pk: all_under(pk, superiors) - {pk} for pk in superiors}
    shown = {node.pk: node for node in walk(roots)}
    assert set(shown) == {pk for pk in superiors if pk in kept or below[pk] & kept}
    for pk, node in shown.items():
        assert node.size == len(below[pk] & kept)
        assert node.kept == (pk in kept)


@given(lines(), st.integers(0, MOST - 1))
def test_a_branch_alone_is_as_it_is_in_the_whole_tree(superiors, top):
    top %= len(superiors)
    units = [Unit(pk, str(pk), str(pk), Span(date(2020, 1, 1))) for pk in superiors]
    whole = next(node for node in walk(build_tree(units, superiors)) if node.pk == top)
    inside = all_under(top, superiors)
    (alone,) = build_tree([unit for unit in units if unit.pk in inside], superiors)
    assert alone == whole


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["1 committee", "7,288 joint branches"]),
        ("zh-hans", ["党委 1 个", "联合党支部 7,288 个"]),
    ],
)
def test_counts_are_said_as_numbers_are_written(language, words):
    types = ((OrganisationType.PRIMARY_COMMITTEE, 1), (OrganisationType.JOINT_BRANCH, 7288))
    with override(language):
        assert Answer(date(2026, 3, 2), None, 7289, types, 0).words_by_type == words
