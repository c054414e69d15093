"""Judging and taking back, in any order, bring every row of the register back."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.core import serializers
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from conftest import NOON, examples
from jilian.base.errors import Refusal
from jilian.duplicates.models import DuplicatePair, Judgement
from jilian.duplicates.operations import judge_pair, judge_pairs, undo_judgement, undo_judgements
from jilian.firms.models import Firm, FirmMerge, FirmSplit, NamesChange, NamesState
from jilian.firms.operations import merge_firms, undo_merge
from jilian.firms.queries.groups import faults_of_merges

from .conftest import LATER, ONE, THREE, TWO

JOURNALS = (FirmMerge, FirmSplit, NamesChange, NamesState)
NAMES = (ONE, TWO, THREE, "上海林氏晶圆科技股份有限公司", "林氏晶圆科技有限责任公司")


def rows_of_the_register():
    """Every row of the register's tables, but for the journals of merges."""
    return {
        model._meta.label: json.loads(serializers.serialize("json", model.objects.order_by("pk")))
        for model in apps.get_app_config("firms").get_models()
        if model not in JOURNALS
    }


def groups_by_judgements(pairs):
    """The groups that judgements in force make, the slow and obvious way."""
    groups = {firm.pk: {firm.pk} for firm in Firm.objects.all()}
    for pair in pairs:
        both = groups[pair.left_id] | groups[pair.right_id]
        for pk in both:
            groups[pk] = both
    return {frozenset(group) for group in groups.values()}


def groups_by_merges():
    found = {}
    for firm in Firm.objects.all():
        found.setdefault(firm.root_id, set()).add(firm.pk)
    return {frozenset(group) for group in found.values()}


class Reviewer(RuleBasedStateMachine):
    """A data steward who cannot make up her mind."""

    world = mei = start = None

    def pair(self, which):
        pairs = list(DuplicatePair.objects.select_related("world").order_by("pk"))
        return pairs[which % len(pairs)]

    @rule(which=st.integers(0, 9), verdict=st.sampled_from(["same", "same", "different", "later"]),
          keep=st.sampled_from(["left", "right", None]))  # fmt: skip
    def judge(self, which, verdict, keep):
        pair = self.pair(which)
        kept = getattr(pair, f"{keep}_id") if keep else None
        try:
            judge_pair(by=self.mei, at=NOON, pair=pair, verdict=verdict, kept=kept)
        except Refusal as refusal:
            assert refusal.code in {"pair_judged_already", "judged_different_before"}

    @rule(which=st.integers(0, 9))
    def undo(self, which):
        try:
            undo_judgement(by=self.mei, at=LATER, pair=self.pair(which))
        except Refusal as refusal:
            assert refusal.code in {"nothing_to_undo", "judgement_followed"}

    @rule(picks=st.sets(st.integers(0, 9), min_size=2, max_size=4))
    def judge_many(self, picks):
        pks = {self.pair(which).pk for which in picks}
        judge_pairs(by=self.mei, at=NOON, world=self.world, pks=pks, verdict="same")

    @invariant()
    def merges_are_what_was_judged(self):
        assert faults_of_merges(self.world) == []
        same = DuplicatePair.objects.filter(state="same")
        assert groups_by_merges() == groups_by_judgements(same)
        explicit = same.filter(judgements__in=Judgement.objects.in_force().filter(
            verdict="same", implied=False))  # fmt: skip
        assert groups_by_merges() == groups_by_judgements(explicit)

    @invariant()
    def no_two_that_were_told_apart_are_one(self):
        for pair in DuplicatePair.objects.select_related("left", "right").filter(state="different"):
            assert pair.left.root_id != pair.right.root_id

    def teardown(self):
        """Take everything back: all is as it was."""
        pks = list(DuplicatePair.objects.values_list("pk", flat=True))
        for _time in range(20):
            undo_judgements(by=self.mei, at=LATER, world=self.world, pks=pks)
        assert set(DuplicatePair.objects.values_list("state", flat=True)) == {"waiting"}
        assert not FirmMerge.objects.in_force().exists()
        assert rows_of_the_register() == self.start


class Elsewhere(Reviewer):
    """The same, while merges are made and undone on the pages of firms too."""

    @rule(one=st.integers(0, 4), other=st.integers(0, 4))
    def merge_elsewhere(self, one, other):
        firms = list(Firm.objects.order_by("pk"))
        kept, merged = firms[one], firms[other]
        if kept.root_id != merged.root_id:
            merge_firms(by=self.mei, at=NOON, kept=kept, merged=merged, reason="elsewhere")

    @rule(which=st.integers(0, 9))
    def undo_a_merge_elsewhere(self, which):
        if merges := list(FirmMerge.objects.in_force().order_by("pk")):
            merge = merges[which % len(merges)]
            undo_merge(by=self.mei, at=LATER, merge=merge, reason="undone elsewhere")

    @invariant()
    def merges_are_what_was_judged(self):
        """A pair is one firm exactly if its records are."""
        assert faults_of_merges(self.world) == []
        for pair in DuplicatePair.objects.select_related("left", "right"):
            assert (pair.state == "same") == (pair.left.root_id == pair.right.root_id)

    def teardown(self):
        for merge in FirmMerge.objects.in_force():
            undo_merge(by=self.mei, at=LATER, merge=merge, reason="undone")
        assert rows_of_the_register() == self.start


@pytest.mark.parametrize("machine", [Reviewer, Elsewhere])
@pytest.mark.django_db
def test_random_judgements_and_undoings_bring_every_row_back(machine, firm, search, world, mei):
    from django.db import transaction

    for name in NAMES:
        firm(name)
    search()

    class Anew(machine):
        def __init__(self):
            super().__init__()
            self.savepoint = transaction.savepoint()

        def teardown(self):
            try:
                super().teardown()
            finally:
                transaction.savepoint_rollback(self.savepoint)

    Anew.world, Anew.mei, Anew.start = world, mei, rows_of_the_register()
    assert DuplicatePair.objects.count() == 10
    run_state_machine_as_test(
        Anew,
        settings=settings(
            max_examples=examples(25), stateful_step_count=12, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
