"""Whatever changes from a day on, no answer about an earlier day changes."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from conftest import NOON, examples
from jilian.base.errors import Refusal
from jilian.organisations import operations, queries
from jilian.organisations.models import Organisation
from jilian.organisations.rules import Line, OrganisationRow

KEYS = ("district", "town", "chips", "lin", "mei")
FIRST = date(2022, 1, 1)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("type", "territory", "cluster", "name", "end")),
        st.sampled_from(KEYS),
        st.sampled_from(KEYS),
        st.integers(0, 900),
    ),
    min_size=1,
    max_size=6,
)
TYPES = ("branch", "general_branch", "primary_committee", "joint_branch", "area_branch")


def change(by, kind, organisation, other, day):
    at = {"by": by, "at": NOON, "organisation": organisation}
    match kind:
        case "type":
            operations.set_type(**at, type=TYPES[KEYS.index(other.key)], from_day=day)
        case "name":
            operations.rename(**at, name=f"{organisation.key} {other.key}", from_day=day)
        case "end":
            operations.end_organisation(**at, last_day=day)
        case _:
            operations.change_superior(**at, line=kind, superior=other, from_day=day)


def shown(nodes):
    """What a reader sees of a tree: who stands where, by which name and type."""
    return [
        (node.unit.key, node.unit.name, node.unit.type, node.size, shown(node.children))
        for node in nodes
    ]


def seen(person, world, day):
    trees = [queries.organisation_tree(person, world, day, line=line) for line in Line]
    return [(tree.answer.plain(), shown(tree.roots)) for tree in trees]


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes=CHANGES, back=st.integers(1, 400))
def test_changes_from_a_day_on_never_change_an_answer_about_an_earlier_day(
    changes, back, save, mei, world
):
    with transaction.atomic():
        save(
            *(
                OrganisationRow(
                    key, key, type=TYPES[at], superior_key=KEYS[0] if at else None,
                    valid_from=date(2020, 1, 1),
                )
                for at, key in enumerate(KEYS)
            )
        )  # fmt: skip
        for kind, key, other, offset in changes:
            day = FIRST + timedelta(days=offset)
            days = [day - timedelta(days=n) for n in {1, back}]
            before = [seen(mei, world, earlier) for earlier in days]
            one, above = (Organisation.objects.get(key=each, world=world) for each in (key, other))
            try:
                change(mei, kind, one, above, day)
            except Refusal:
                continue
            assert [seen(mei, world, earlier) for earlier in days] == before
        transaction.set_rollback(True)
