"""Random merges, splits and undoings, in any order that is allowed, bring every row back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core import serializers
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from conftest import examples
from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster, Membership
from jilian.firms.models import (
    MOVABLE,
    Firm,
    FirmMerge,
    FirmName,
    FirmSplit,
    NamesChange,
    NamesState,
    Title,
)
from jilian.firms.operations import merge_firms, split_firm, undo_merge, undo_split
from jilian.firms.queries import firm_page
from jilian.firms.queries.groups import faults_of_merges
from jilian.firms.queries.plain import firm_parts
from jilian.firms.queries.splits import movable_rows, obstacles_of
from jilian.network.models import SupplyLink
from jilian.network.queries import links_of_firm
from jilian.organisations.models import Cover, Organisation

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
SINCE = date(2020, 1, 1)
AREAS = ("firms", "network", "clusters", "organisations")
JOURNALS = (FirmMerge, FirmSplit, NamesChange, NamesState)


def rows_of_the_register() -> dict[str, list[dict]]:
    """Every row of every register table, but for the journals of merges and splits."""
    return {
        model._meta.label: json.loads(serializers.serialize("json", model.objects.order_by("pk")))
        for area in AREAS
        for model in apps.get_app_config(area).get_models()
        if model not in JOURNALS
    }


def answers(world, person) -> dict[str, object]:
    """What pages answer of each firm that is listed: its parts, its links, its memberships."""
    said = {}
    for firm in Firm.objects.visible_to(person, world):
        links = links_of_firm(person, world, firm, DAY)
        said[firm.identifier] = {
            "parts": firm_parts(firm_page(person, world, firm, DAY)),
            "links": [
                (side.side, group.evidence.value, group.links, group.firms)
                for side in links.sides
                for group in side.groups
            ],
        }
    return said


@pytest.fixture
def register(save, row, world, source, mei):
    """Five firms with names, sites, links, titles, memberships and an organisation."""
    save(*(
        row(identifier=f"W{n}", name=f"第{n}晶圆有限公司", short_name=f"第{n}晶圆", row=n,
            english_name=f"Wafer {n}", other_identities=(("register_number", f"R{n}"),))
        for n in range(1, 6)
    ))  # fmt: skip
    firms = list(Firm.objects.order_by("pk"))
    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    for at, supplier in enumerate(firms):
        for buyer in firms[at + 1 :]:
            SupplyLink.objects.create(
                world=world, supplier=supplier, buyer=buyer, product="硅片", evidence="order",
                **days,
            )  # fmt: skip
    cluster = Cluster.objects.create(world=world, key="c", name="晶圆", sort_key="jing", **days)
    body = Organisation.objects.create(world=world, key="o", name="第一支部", sort_key="di", **days)
    for firm in firms[:3]:
        Membership.objects.create(cluster=cluster, firm=firm, reason="公开名单", **days)
        Cover.objects.create(organisation=body, firm=firm, mode="own", **days)
        Title.objects.create(world=world, firm=firm, kind="高新技术企业", level=1, **days)
    return firms


class Register(RuleBasedStateMachine):
    """A data steward who cannot make up her mind."""

    world = mei = start = None

    def __init__(self) -> None:
        super().__init__()
        self.splits = 0

    @rule(one=st.integers(0, 9), other=st.integers(0, 9))
    def merge(self, one: int, other: int) -> None:
        firms = list(Firm.objects.order_by("pk"))
        kept, merged = firms[one % len(firms)], firms[other % len(firms)]
        try:
            merge_firms(by=self.mei, at=NOON, kept=kept, merged=merged, reason="same")
        except Refusal as refusal:
            assert refusal.code == "one_firm_already"
            assert kept.root_id == merged.root_id

    @rule(which=st.integers(0, 9))
    def undo_a_merge(self, which: int) -> None:
        if merges := list(FirmMerge.objects.in_force().order_by("pk")):
            merge = merges[which % len(merges)]
            undo_merge(by=self.mei, at=NOON, merge=merge, reason="not the same")

    @rule(which=st.integers(0, 9), picks=st.sets(st.integers(0, 12), min_size=1))
    def split(self, which: int, picks: set[int]) -> None:
        firms = list(Firm.objects.standing().order_by("pk"))
        firm = firms[which % len(firms)]
        rows = [
            (key, row.pk)
            for key, movable in MOVABLE.items()
            for row in movable_rows(movable, firm.pk).order_by("pk")
        ]
        chosen: dict[str, list[int]] = {}
        for key, pk in (rows[pick % len(rows)] for pick in picks if rows):
            if pk not in chosen.setdefault(key, []):
                chosen[key].append(pk)
        self.splits += 1
        going = FirmName.objects.filter(
            pk__in=chosen.get("names", ()), kind="registered", valid_to__isnull=True
        )
        try:
            split_firm(
                by=self.mei, at=NOON, firm=firm, scheme="made", identifier=f"N{self.splits}",
                name="" if going else f"新{self.splits}号厂", reason="two firms", chosen=chosen,
            )  # fmt: skip
        except Refusal as refusal:
            assert refusal.code in {"no_name_left", "nothing_chosen"}

    @rule(which=st.integers(0, 9))
    def undo_a_split(self, which: int) -> None:
        if splits := list(FirmSplit.objects.in_force().order_by("pk")):
            split = splits[which % len(splits)]
            in_the_way = obstacles_of(split)
            try:
                undo_split(by=self.mei, at=NOON, split=split, reason="one firm after all")
                assert not in_the_way
            except Refusal as refusal:
                assert refusal.code == "split_overtaken" and in_the_way

    @invariant()
    def merged_into_is_what_the_merges_make_it(self) -> None:
        assert faults_of_merges(self.world) == []
        assert not Firm.objects.filter(merged_into__merged_into__isnull=False).exists()

    @invariant()
    def every_page_answers(self) -> None:
        assert answers(self.world, self.mei)

    def teardown(self) -> None:
        """Undo whatever stands, in an order that is allowed: all is as it was."""
        for merge in FirmMerge.objects.in_force():
            undo_merge(by=self.mei, at=NOON, merge=merge, reason="undone")
        for split in FirmSplit.objects.in_force().order_by("-pk"):
            undo_split(by=self.mei, at=NOON, split=split, reason="undone")
        assert rows_of_the_register() == self.start[0]
        assert answers(self.world, self.mei) == self.start[1]


@pytest.mark.django_db(transaction=False)
def test_random_merges_splits_and_undoings_bring_every_row_back(register, world, mei):
    from django.db import transaction

    class Anew(Register):
        def __init__(self) -> None:
            super().__init__()
            self.savepoint = transaction.savepoint()

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                transaction.savepoint_rollback(self.savepoint)

    Anew.world, Anew.mei = world, mei
    Anew.start = (rows_of_the_register(), answers(world, mei))
    run_state_machine_as_test(
        Anew,
        settings=settings(
            max_examples=examples(15),
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
