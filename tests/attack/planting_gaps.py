"""What a cluster lacks, whom it brings in, and for how much: planted, and altered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from attack.planting import WORDS, _again, _model
from conftest import NOON

SINCE = date(2020, 1, 1)


def plant_gaps(*, world: Any, b: Any, **_rest: Any) -> None:
    cluster = _model("clusters.Cluster").objects.get(world=world, key="C2")
    run = _model("gaps.GapRun").objects.create(
        world=world, as_of=SINCE, cause="person", state="done", started_at=NOON, started_by="mei"
    )
    evidence = {"declared": [b.pk], "linked": [], "inferred": [], "inferred_firms": 0,
                "met_inside": 0, "makers": [], "parts": {}}  # fmt: skip
    link = _model("gaps.MissingLink").objects.create(
        world=world, cluster=cluster, run=run, grain="product", normal_form=f"{WORDS}缺",
        product=f"{WORDS}缺", supply="none", status="rejected", reason=f"{WORDS}否因", rank=1,
        score=1, firms=1, makers=0, evidence=evidence, declared_yuan=Decimal("5647382910"),
        found_on=SINCE, last_on=SINCE,
    )  # fmt: skip
    _model("gaps.ChainItem").objects.create(
        world=world, cluster=cluster, kind="lack", words=f"{WORDS}清单",
        owner_office=f"{WORDS}归口", opened_on=SINCE, entered_at=NOON, entered_by="mei",
        missing_link=link,
    )  # fmt: skip
    recruit = _model("gaps.Recruit").objects.create(
        world=world, cluster=cluster, name=f"{WORDS}引", direction="upstream", of_firm=b,
        missing_link=link, added_at=NOON, added_by="mei",
    )  # fmt: skip
    recruit.stages.create(
        stage="dropped", on=SINCE, reason=f"{WORDS}退", document=f"{WORDS}引进函", recorded_at=NOON,
        recorded_by="mei",
    )  # fmt: skip


def alter_gaps(**_rest: Any) -> None:
    recruits = _model("gaps.Recruit").objects.filter(name=f"{WORDS}引")
    _model("gaps.RecruitStage").objects.filter(recruit__in=recruits).update(
        reason="别", document=""
    )
    recruits.update(name="别")
    _again(_model("gaps.Recruit").objects.get(name="别"), name="又一家")
    items = _model("gaps.ChainItem").objects.filter(words=f"{WORDS}清单")
    items.update(words="别", owner_office="别办", missing_link=None)
    _again(_model("gaps.ChainItem").objects.get(words="别"))
    links = _model("gaps.MissingLink").objects.filter(product=f"{WORDS}缺")
    links.update(product="别缺", reason="别因", firms=7)
    kept = _model("gaps.MissingLink").objects.get(product="别缺")
    _again(kept, normal_form="又", product="又缺")


def alter_demands(**_rest: Any) -> None:
    for link in _model("gaps.MissingLink").objects.filter(product=f"{WORDS}缺"):
        link.declared_yuan = Decimal("1111111111")
        link.save()
