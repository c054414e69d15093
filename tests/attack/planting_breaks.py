"""What breaks if firm B stops, and how long its own stock lasts: planted, and altered."""

from __future__ import annotations

from typing import Any

from attack.planting import WORDS, _again, _model
from small_world import NOON, SINCE


def _list(world: Any, b: Any, **values: Any) -> Any:
    snapshot = _model("network.Snapshot").objects.filter(world=world).first()
    made = _model("chain.CriticalRun").objects.create(
        world=world, snapshot=snapshot, as_of=snapshot.as_of, epsilon=1e-6, state="done",
        asked_at=NOON, asked_by="mei",
        summary={"firms": 3, "links": 3, "inferred_links": 0, "industry_unknown": 0,
                 "amount_unknown": 0, "unlinked": 0},
    )  # fmt: skip
    cluster = _model("clusters.Cluster").objects.get(world=world, key="C2")
    for within in (None, cluster):
        made.rows.create(
            cluster=within, firm=b, rank=1, down=0.1, up=0.1, known_links=7, inferred_links=0,
            **values,
        )  # fmt: skip
    return made


def plant_breaks(*, world: Any, b: Any, c: Any, **_rest: Any) -> None:
    made = _list(world, b, index=0.918273)
    made.single_sources.create(
        buyer=b, supplier=c, kind="product", what=f"{WORDS}单源", is_inferred=False,
        is_essential=True,
    )  # fmt: skip
    key = f"{b.scheme}:{b.identifier}"
    scenario = _model("chain.Scenario").objects.create(
        world=world, name=f"{WORDS}情景", reason=f"{WORDS}演习", what=f"{WORDS}停",
        shock={"kind": "firm", "keys": [key]}, made_at=NOON, made_by="mei",
    )  # fmt: skip
    scenario.results.create(
        snapshot=made.snapshot, epsilon=1e-6, index=0.5, down=0.5, up=0.25, stopped=1, hit=1,
        firms=3, unknown={}, hits=[[key, 0, 0.0]], computed_at=NOON, computed_by="mei",
    )  # fmt: skip


def alter_breaks(*, world: Any, b: Any, **_rest: Any) -> None:
    rows = _model("chain.FirmIndex").objects.filter(firm=b)
    rows.update(index=0.2, down=0.2, up=0.2, known_links=1)
    _model("chain.SingleSource").objects.filter(what__startswith=WORDS).update(what="别")
    kept = _model("chain.Scenario").objects.filter(name__startswith=WORDS)
    row = kept.get()
    row.results.update(index=0.1, hits=[])
    kept.update(name="别", reason="别", what="别")
    _again(row, name="又一个", reason="又", what="又")


def plant_stocks(*, b: Any, **_rest: Any) -> None:
    _model("chain.StockStatement").objects.create(
        firm=b, product=f"{WORDS}库存", days="617.8", use="own", stated_on=SINCE, entered_at=NOON,
        entered_by="bei",
    )  # fmt: skip


def alter_stocks(*, b: Any, **_rest: Any) -> None:
    row = _model("chain.StockStatement").objects.get(firm=b)
    row.product, row.days = "别", "1.0"
    row.save()
    _again(row)
