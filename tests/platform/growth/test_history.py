"""Random histories of founding, absorbing, merging, splitting and undoing: the past stands still.

First on plain values, many of them; then a few on the database, through the operations.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from absorption.conftest import every_row
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from jilian.absorption.rules.moving import absorbed, released
from jilian.base.dated import Held
from jilian.base.errors import Refusal
from jilian.growth.rules.growing import split_growth
from jilian.growth.rules.history import WORLD, Boundary, History, Org, Under
from jilian.organisations.rules import Line
from jilian.organisations.rules.bodies import Body
from jilian.organisations.rules.circles import find_circle
from jilian.organisations.rules.moves import Founded, merge_bodies, split_body
from jilian.organisations.rules.spells import Span, Spell

START = date(2020, 1, 1)
KINDS = ("found", "superior", "functional", "merge", "split", "release", "undo")
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 40),  # which organisation
        st.integers(0, 40),  # which other one
        st.integers(1, 60),  # days since the event before
        st.integers(0, 40),  # days until it takes effect
    ),
    max_size=14,
)
ASKED = st.lists(st.integers(0, 900), min_size=1, max_size=6)
LINE = Boundary("cluster", "1")


def body(key: str, day: date, under: str | None = None, **more) -> Body:
    span = Span(day, day)
    territory = (Spell(under, span),) if under else ()
    return Body(key, span, names=(Spell(key, span),), territory=territory, **more)


def first_bodies() -> dict[str, Body]:
    """A town's committee with two branches, and the bodies of two clusters."""
    made = [body(key, START) for key in ("TOWN", "CB", "CB2")]
    made += [body(key, START, "TOWN") for key in ("A", "B")]
    return {one.key: one for one in made}


def as_history(bodies: dict[str, Body]) -> History:
    number = {key: at for at, key in enumerate(sorted(bodies), 1)}
    superiors = tuple(
        Under(number[key], number[str(spell.value)], line, spell.span)
        for key, one in bodies.items()
        for line, spells in (
            (Line.TERRITORY, one.territory),
            *((Line.CLUSTER, spells) for spells in one.cluster.values()),
        )
        for spell in spells
    )
    return History(
        {at: Org(at, key, bodies[key].span) for key, at in number.items()},
        superiors=superiors,
        bodies={"1": ((number["CB"], Span(START, START)),)},
    )


def answers(bodies: dict[str, Body], day: date):
    """Everything one may ask about a day: who stands, under whom, in the cluster's line."""
    history = as_history(bodies)
    key = {at: one.key for at, one in history.organisations.items()}
    return (
        {key[at] for at in history.standing(day)},
        {key[at] for at in history.inside(LINE, day)},
        {
            (key[at], line, tuple(sorted(key[one] for one in above)))
            for line in Line
            for at, above in history.above_on(day, line).items()
        },
    )


class Register:
    """The register on plain values, with what each absorption can be taken back to."""

    def __init__(self) -> None:
        self.bodies = first_bodies()
        self.absorptions: list[tuple[str, str, Body, Body]] = []  # key, mode, before, after
        self.made = 0

    def fresh(self) -> str:
        self.made += 1
        return f"N{self.made}"

    def lasting(self) -> list[str]:
        return sorted(
            key for key, one in self.bodies.items()
            if one.span.valid_to is None and key not in ("CB", "CB2", "TOWN")
        )  # fmt: skip

    def act(self, kind: str, one: int, other: int, day: date) -> None:
        """Do one event from a day on; a Refusal leaves everything as it was."""
        keys = self.lasting()
        if kind == "found":
            key = self.fresh()
            self.bodies[key] = body(key, day, "TOWN")
        elif kind == "undo" or kind == "release":
            if self.absorptions:
                self._back(kind, one % len(self.absorptions), day)
        elif keys:
            self._move(kind, keys, one, other, day)

    def _back(self, kind: str, at: int, day: date) -> None:
        key, mode, before, after = self.absorptions[at]
        if kind == "undo":
            if self.bodies[key] != after:
                raise Refusal("rests_on_later", "")
            self.bodies[key] = before
            del self.absorptions[at]
        else:
            self._put({key: released(self.bodies[key], "CB", mode, day, "TOWN")})

    def _move(self, kind: str, keys: list[str], one: int, other: int, day: date) -> None:
        key = keys[one % len(keys)]
        if kind in ("superior", "functional"):
            before = self.bodies[key]
            if before.span.held_on(day) is not Held.YES:
                raise Refusal("not_standing", "")
            after = absorbed(before, "CB", kind, day, "9号")
            self._put({key: after})
            self.absorptions.append((key, kind, before, after))
        elif kind == "merge":
            pair = list(dict.fromkeys((key, keys[other % len(keys)])))
            name = self.fresh()
            self._put(merge_bodies(self.bodies, pair, Founded(name, name), day))
        else:
            names = (self.fresh(), self.fresh())
            parts = [Founded(name, name) for name in names]
            self._put(split_body(self.bodies, key, parts, day))

    def _put(self, moved: dict[str, Body]) -> None:
        bodies = {**self.bodies, **moved}
        if find_circle(bodies, moved):
            raise Refusal("superior_circle", "")
        self.bodies = bodies


@settings(max_examples=200, deadline=None)
@given(events=EVENTS, asked=ASKED)
def test_no_event_changes_an_answer_about_a_day_before_its_effect(events, asked):
    register, day, takes_effect = Register(), START, {}
    for kind, one, other, later, until in events:
        day += timedelta(days=later)
        effect = day + timedelta(days=until)
        before = dict(register.bodies)
        held = list(register.absorptions)
        try:
            register.act(kind, one, other, effect)
        except Refusal:
            assert register.bodies == before
            continue
        if kind == "undo" and held != register.absorptions:
            gone = next(item for item in held if item not in register.absorptions)
            assert register.bodies[gone[0]] == gone[2]
            effect = takes_effect[id(gone[3])]
        if kind in ("superior", "functional") and len(held) < len(register.absorptions):
            takes_effect[id(register.absorptions[-1][3])] = effect
        for far in asked:
            on = min(START + timedelta(days=far), effect - timedelta(days=1))
            assert answers(before, on) == answers(register.bodies, on), (kind, on)
        if kind in ("superior", "functional", "release", "undo"):
            for on in (effect, effect + timedelta(days=50)):
                assert answers(before, on)[0] == answers(register.bodies, on)[0]


@settings(max_examples=120, deadline=None)
@given(events=EVENTS, first=st.integers(0, 400), more=st.integers(1, 400))
def test_the_parts_of_growth_add_up_and_the_absorbed_are_none_of_the_districts(events, first, more):
    register, day = Register(), START
    for kind, one, other, later, until in events:
        day += timedelta(days=later)
        try:
            register.act(kind, one, other, day + timedelta(days=until))
        except Refusal:
            continue
    history = as_history(register.bodies)
    begins = START + timedelta(days=first)
    for boundary in (WORLD, LINE):
        grown = split_growth(history, boundary, begins, begins + timedelta(days=more))
        assert grown.own_difference + grown.boundary_change == grown.difference
        assert boundary is LINE or grown.boundary_change == 0


def test_a_merger_takes_over_places_firms_and_those_below():
    bodies = first_bodies()
    span = Span(START, START)
    bodies["A"] = replace(
        bodies["A"], covers={("made", "甲"): (Spell("own", span),)},
        cluster={"CB": (Spell("CB", span),)},
    )  # fmt: skip
    bodies["UNDER"] = body("UNDER", START, "B")
    moved = merge_bodies(bodies, ["A", "B"], Founded("AB", "甲乙"), date(2026, 1, 1))
    assert set(moved) == {"A", "B", "AB", "UNDER"}
    heir = moved["AB"]
    assert [spell.value for spell in heir.territory] == ["TOWN"]
    assert set(heir.cluster) == {"CB"} and set(heir.covers) == {("made", "甲")}
    assert [spell.value for spell in moved["UNDER"].territory] == ["B", "AB"]
    assert moved["A"].span.valid_to == date(2026, 1, 1)
    for keys in (["A"], ["A", "A"]):
        with pytest.raises(Refusal):
            merge_bodies(bodies, keys, Founded("X", "X"), date(2026, 1, 1))
    with pytest.raises(Refusal):
        split_body(bodies, "A", [Founded("B", "B"), Founded("C", "C")], date(2026, 1, 1))


# --- the same through the operations ---------------------------------------------------------

AT = datetime(2026, 7, 5, 4, 0, tzinfo=UTC)


class OnDatabase:
    """The same events on the database; `undo` is checked to restore every row."""

    def __init__(self, mei, world, cluster, source, firm) -> None:
        self.mei, self.world, self.cluster = mei, world, cluster
        self.source, self.firm = source, firm
        self.absorptions: list = []
        self.made = 0

    def fresh(self) -> str:
        self.made += 1
        return f"N{self.made}"

    def answers(self, day: date):
        from jilian.growth.queries import history_of

        history = history_of(self.world)
        above = {
            (at, line, tuple(sorted(above)))
            for line in Line
            for at, above in history.above_on(day, line).items()
        }
        inside = history.inside(Boundary("cluster", str(self.cluster.pk)), day)
        return history.standing(day), inside, above

    def act(self, kind: str, one: int, other: int, day: date) -> date:
        """Do one event; returns the day from which answers may differ."""
        from jilian.absorption.operations import undo_absorption
        from jilian.organisations.models import Organisation
        from jilian.organisations.operations import (
            merge_organisations,
            save_organisations,
            split_organisation,
        )
        from jilian.organisations.rules import OrganisationRow

        by = {"by": self.mei, "at": AT}
        rows = Organisation.objects.filter(valid_to__isnull=True, is_cluster_body=False)
        lasting = list(rows.exclude(key="TOWN").select_related("world", "division").order_by("pk"))
        if kind == "found":
            row = OrganisationRow(key=self.fresh(), name="新支部", type="branch",
                                  superior_key="TOWN", valid_from=day)  # fmt: skip
            save_organisations(**by, world=self.world, source=self.source, rows=[row])
        elif kind in ("superior", "functional"):
            self._absorb(kind, lasting[one % len(lasting)], day)
        elif kind == "merge":
            pair = list(dict.fromkeys((lasting[one % len(lasting)], lasting[other % len(lasting)])))
            merge_organisations(
                **by, organisations=pair, into=Founded(self.fresh(), "合并"), from_day=day
            )
        elif kind == "split":
            parts = [Founded(self.fresh(), "甲"), Founded(self.fresh(), "乙")]
            split_organisation(
                **by, organisation=lasting[one % len(lasting)], parts=parts, from_day=day
            )
        elif kind == "undo" and self.absorptions:
            kept, rows_before = self.absorptions[one % len(self.absorptions)]
            undo_absorption(**by, absorption=kept, reason="写错了")
            self.absorptions.remove((kept, rows_before))
            return kept.effect_on
        return day

    def _absorb(self, mode: str, organisation, day: date) -> None:
        from jilian.absorption.models import Absorption
        from jilian.absorption.operations import decide_absorption, undo_absorption

        made = Absorption.objects.create(
            world=self.world, cluster=self.cluster, organisation=organisation, firm=self.firm,
            mode=mode, reason="供货", state="agreed", proposed_on=START, proposed_at=AT,
            proposed_by="mei",
        )  # fmt: skip
        given = {"number": "9号", "decided_on": min(day, AT.date()), "effect_on": day}
        rows = every_row()
        kept = decide_absorption(by=self.mei, at=AT, absorption=made, **given)
        undo_absorption(by=self.mei, at=AT, absorption=kept, reason="试")
        assert every_row() == rows
        Absorption.objects.filter(pk=made.pk).update(
            state="agreed", number="", decided_on=None, effect_on=None, ended_on=None
        )
        kept = decide_absorption(by=self.mei, at=AT, absorption=made, **given)
        self.absorptions.append((kept, rows))


@settings(
    max_examples=8, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(events=EVENTS.filter(lambda events: len(events) > 2), asked=ASKED)
def test_the_database_keeps_the_past_and_takes_back_to_the_letter(
    mei, world, cluster, branch, source, firms, events, asked
):
    with transaction.atomic():
        register, day = OnDatabase(mei, world, cluster, source, firms["晶圆厂"]), date(2025, 1, 1)
        for kind, one, other, later, until in events[:6]:
            day += timedelta(days=later)
            before = {
                on: register.answers(on)
                for on in (START + timedelta(days=3 * far) for far in asked)
            }
            try:
                with transaction.atomic():
                    changes_from = register.act(kind, one, other, day + timedelta(days=until))
            except Refusal:
                continue
            for on, said in before.items():
                if on < changes_from:
                    assert register.answers(on) == said, (kind, on)
                elif kind in ("superior", "functional", "undo"):
                    assert register.answers(on)[0] == said[0]
        transaction.set_rollback(True)
