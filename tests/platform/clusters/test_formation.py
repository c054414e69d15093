"""Scope, start and reproduction of formation runs; two runs beside each other."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from conftest import NOON, TODAY
from jilian.base.errors import Refusal
from jilian.clusters import operations
from jilian.clusters.analysis import runs_beside
from jilian.clusters.models import FormationRun, ProposedMember
from jilian.clusters.rules import Parameters, Scope, check_scope, scope_of
from jilian.clusters.rules.scope import division_prefix, industry_prefixes

from .conftest import FROZEN_ON


def run_of(by, world, **changed):
    asked = {"as_of": FROZEN_ON, "resolution": 0.2, "seed": 7, "least_size": 3, **changed}
    run = operations.start_run(by=by, at=NOON, world=world, **asked)
    operations.complete_run(run_id=run.pk, by=by, at=NOON)
    return FormationRun.objects.get(pk=run.pk)


def firms_in(run):
    rows = ProposedMember.objects.filter(proposal__run=run)
    return set(rows.values_list("firm__name", flat=True))


CHIPS = {"硅料1厂", "硅料2厂", "晶圆1厂", "晶圆2厂", "封测1厂", "封测2厂"}
FOOD = {"面粉1厂", "面粉2厂", "面团1厂", "面团2厂", "速食1厂", "速食2厂"}


@pytest.mark.parametrize(
    "scope, found, looked_at",
    [
        (scope_of(divisions=["310117105"]), CHIPS, 6),
        (scope_of(divisions=["310117"]), CHIPS | FOOD, 12),
        (scope_of(industries=["39"]), CHIPS, 6),
        (scope_of(industries=["C"], divisions=["310117107"]), {"面粉1厂", "面粉2厂"}, 4),
    ],
)
def test_a_scope_narrows_what_is_looked_at_and_not_what_is_frozen(
    mei, world, chains, scope, found, looked_at
):
    from jilian.places.models import Industry

    chains()
    Industry.objects.create(code="39", name="计算机、通信和其他电子设备", level=2, section="C")
    run = run_of(mei, world, scope=scope, least_size=2)
    assert firms_in(run) <= CHIPS | FOOD
    assert run.summary["firms"] == looked_at if run.summary else run.note == "no_links"
    assert run.snapshot.manifest["counts"]["firms"] == 12
    assert run.parameters["scope"] == scope.as_dict()
    if found in (CHIPS, CHIPS | FOOD):
        assert firms_in(run) == found


def test_a_product_chain_is_who_makes_it_and_who_is_linked(mei, world, chains, source):
    from jilian.firms.models import Firm, FirmProduct

    chains()
    FirmProduct.objects.create(
        firm=Firm.objects.get(name="硅料1厂"), name="多晶硅料", normal_form="多晶硅料",
        trading="makes", known_by=FROZEN_ON, valid_from=FROZEN_ON, source=source,
    )  # fmt: skip
    seen = [
        run_of(mei, world, scope=scope_of(products=["硅"], steps=steps), least_size=2)
        for steps in (1, 2, 3)
    ]
    assert [run.summary["firms"] for run in seen] == [3, 6, 7]  # wafers; all chips; 速食1厂
    none = run_of(mei, world, scope=scope_of(products=["飞机"]))
    assert (none.state, none.note) == ("failed", "scope_empty")


def test_a_village_is_frozen_with_the_run(mei, world, chains):
    from jilian.firms.models import Site
    from jilian.places.models import Division

    firms = chains()
    town = Division.objects.get(code="310117105")
    village = Division.objects.create(code="310117105201", name="春申村", level=5, parent=town)
    Site.objects.filter(firm__in=[firms["硅料1厂"], firms["晶圆1厂"], firms["晶圆2厂"]]).update(
        division=village
    )
    run = run_of(mei, world, scope=scope_of(divisions=[village.code]))
    assert firms_in(run) == {"硅料1厂", "晶圆1厂", "晶圆2厂"}
    assert set(run.given["places"][village.code]) == {
        "made:硅料1厂",
        "made:晶圆1厂",
        "made:晶圆2厂",
    }


@pytest.mark.parametrize(
    "scope, code",
    [
        (scope_of(divisions=["999999"]), "division_unknown"),
        (scope_of(industries=["9999"]), "industry_unknown"),
        (scope_of(products=["硅"], steps=9), "scope_steps_wrong"),
        (scope_of(products=["硅" * 61]), "product_too_long"),
        (Scope(products=("硅料",), side="eats"), "scope_side_wrong"),
        (Scope(divisions=tuple(str(one) for one in range(50))), "scope_too_long"),
    ],
)
def test_a_scope_that_cannot_be_is_refused(mei, world, scope, code):
    with pytest.raises(Refusal) as refusal:
        operations.start_run(
            by=mei, at=NOON, world=world, as_of=FROZEN_ON, resolution=None, seed=7, scope=scope
        )
    assert refusal.value.code == code
    assert not FormationRun.objects.exists()


def test_codes_say_what_lies_within_them():
    assert division_prefix("330000") == "33"
    assert division_prefix("310117100") == "310117100"
    assert division_prefix("310117105000") == "310117105"
    assert industry_prefixes("B")[0] == "06"
    assert industry_prefixes("397") == ("397",)
    check_scope(Scope())
    assert Scope.from_dict(scope_of(products=["b", "a"]).as_dict()).products == ("a", "b")
    asked = Parameters(scope=scope_of(industries=["c"]), from_existing=True)
    assert Parameters.from_dict(json.loads(json.dumps(asked.as_dict()))) == asked


def test_a_run_begins_at_what_stands_and_freezes_it(adopted, mei, world):
    run = run_of(mei, world, as_of=TODAY, from_existing=True)
    assert list(run.given["start"]) == [adopted.key]
    assert len(run.given["start"][adopted.key]) == 6
    plain = run_of(mei, world, as_of=TODAY)
    assert run.snapshot == plain.snapshot
    assert run.fingerprint != plain.fingerprint
    assert firms_in(run) == CHIPS | FOOD


def test_a_run_computed_again_is_the_same_to_the_last_byte(done_run, mei):
    operations.ask_reproduction(by=mei, at=NOON, run=done_run)
    run = operations.reproduce_run(run_id=done_run.pk, by=mei, at=NOON)
    assert run.reproduction["same"] is True
    assert (run.reproduction["versions"], run.reproduction["moved"]) == ({}, [])
    assert len(run.outcome) == len(run.fingerprint) == 64


def test_a_run_that_differs_says_which_firms_and_which_versions(done_run, mei):
    chips, food = sorted(
        done_run.proposals.all(), key=lambda one: not one.members.filter(firm__name="晶圆1厂")
    )
    chips.members.filter(firm__name="硅料1厂").update(proposal=food)
    done_run.summary["versions"]["numpy"] = "1.0"
    done_run.outcome = "0" * 64
    done_run.save()
    run = operations.reproduce_run(run_id=done_run.pk, by=mei, at=NOON)
    assert run.reproduction["same"] is False
    assert run.reproduction["versions"]["numpy"][0] == "1.0"
    assert run.reproduction["moved_count"] == 1
    assert run.reproduction["moved"][0][0] == "made:硅料1厂"


def test_a_run_whose_parameters_were_altered_is_not_the_same(done_run, mei):
    done_run.parameters["seed"] = 8
    done_run.save()
    run = operations.reproduce_run(run_id=done_run.pk, by=mei, at=NOON)
    assert (run.reproduction["same"], run.reproduction["input_same"]) == (False, False)


def test_two_runs_stand_beside_each_other(done_run, mei, world):
    fine = run_of(mei, world, resolution=0.2, scope=scope_of(divisions=["310117105"]))
    found = runs_beside(done_run, fine)
    fates = {change.fate for change in found.clusters}
    assert fates == {"unchanged", "dissolved"}
    assert found.counts["leaves"] == 6
    assert {row.firm.name for row in found.firms} == FOOD
    back = runs_beside(fine, done_run)
    assert (back.counts["founds"], back.stays) == (6, 6)
    assert replace(back, firms=[]).counts == back.counts
