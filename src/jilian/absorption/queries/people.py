"""Whose word is awaited: the people who may answer for a side."""

from __future__ import annotations

from jilian.absorption.models import Absorption
from jilian.absorption.rules import Side
from jilian.accounts.models import Person
from jilian.accounts.permissions import (
    Permission,
    people_who_may,
    people_within,
    reach,
)
from jilian.accounts.rules import Scope, ScopeKind
from jilian.firms.queries.groups import group_ids

P = Permission


def scopes_of_side(absorption: Absorption, side: str) -> tuple[Scope, ...]:
    """The scopes within which a side is answered for: any record of the firm, or its town."""
    if side in (Side.FIRM, Side.BODY):
        return tuple((ScopeKind.FIRM.value, str(pk)) for pk in group_ids(absorption.firm))
    return absorption.scopes_of(side)


def may_answer(person: Person, absorption: Absorption, side: str) -> bool:
    """Whether the person may answer for the side."""
    held = reach(person, absorption.world.code)
    return held.may(P.ANSWER_ABSORPTION, scopes_of_side(absorption, side))


def speaks_for(person: Person, absorption: Absorption, side: str) -> bool:
    """Whether the side is the person's own; else an answer is recorded from a paper."""
    if side == Side.OFFICE:
        return may_answer(person, absorption, side)
    own = reach(person, absorption.world.code).within.get(P.ANSWER_ABSORPTION, frozenset())
    return not own.isdisjoint(scopes_of_side(absorption, side))


def people_of_side(absorption: Absorption, side: str) -> list[Person]:
    """The people who are told that the side's word is awaited; the office where there is none."""
    found = people_within(
        P.ANSWER_ABSORPTION, absorption.world.code, scopes_of_side(absorption, side)
    )
    return found or people_who_may(P.ANSWER_ABSORPTION, absorption.world.code)


def people_of_cluster(absorption: Absorption) -> list[Person]:
    """The people who propose for the cluster."""
    return people_within(P.PROPOSE_ABSORPTION, absorption.world.code, absorption.scopes)
