"""Frozen snapshots, and inferred links that give way to others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jilian.accounts.models import Person
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.network.models import Snapshot, SnapshotTable, SupplyLink
from jilian.network.operations import (
    ask_for_inference,
    freeze_snapshot,
    infer_for,
    infer_supply_links,
)
from jilian.network.queries import snapshot_tables
from jilian.notices.models import Notice
from jilian.sources.models import Source
from jilian_engine.errors import EngineError

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
DAY, LATER_DAY = date(2026, 3, 2), date(2026, 6, 1)


@pytest.fixture
def freeze(mei, world):
    def call(as_of=DAY, at=NOON):
        return freeze_snapshot(by=mei, at=at, world=world, as_of=as_of)

    return call


@pytest.fixture
def infer(mei, world):
    def call(as_of=DAY, at=NOON, expected=3, least=0.05):
        return infer_supply_links(
            by=mei, at=at, world=world, as_of=as_of, expected_links=expected,
            least_probability=least,
        )  # fmt: skip

    return call


def test_a_snapshot_is_read_as_it_was_frozen(freeze, made_chain):
    kept = snapshot_tables(freeze())
    assert kept["firms"]["firm"].to_list() == ["made:传感器厂", "made:晶体厂", "made:晶圆厂"]
    assert kept["firms"]["industry"].to_list() == ["3973", "3985", "3973"]
    assert kept["links"].select("supplier", "amount", "evidence", "probability").rows() == [
        ("made:晶体厂", 5_000_000.0, "declared", None),
        ("made:晶圆厂", None, "inferred", 0.4),
    ]
    assert kept["products"].height == 3


def test_the_same_content_is_kept_once_and_each_freezing_traced(freeze, chain):
    first, second = freeze(), freeze(at=LATER)
    assert first.pk == second.pk
    assert Snapshot.objects.count() == 1
    assert SnapshotTable.objects.count() == 3
    traces = Trace.objects.filter(action="snapshot.frozen").order_by("pk")
    assert [trace.after["new"] for trace in traces] == [True, False]


def test_a_later_link_and_a_later_firm_leave_an_earlier_day_as_it_was(
    freeze, chain, make_link, three, world, source
):
    from jilian.firms.models import Firm, FirmName

    before = freeze()
    make_link(three["晶体厂"], three["传感器厂"], valid_from=None, known_by=date(2026, 4, 1))
    late = Firm.objects.create(world=world, scheme="made", identifier="新厂", name="新厂")
    FirmName.objects.create(
        firm=late, kind="registered", text="新厂", normal_form="新厂", known_by=date(2026, 4, 1),
        source=source,
    )  # fmt: skip
    assert freeze().fingerprint == before.fingerprint
    after = freeze(as_of=LATER_DAY, at=LATER)
    assert after.manifest["counts"] == {"firms": 4, "links": 3, "products": 0}


def test_a_band_stands_for_its_middle_and_an_unknown_value_for_nothing(freeze, three, make_link):
    make_link(three["晶体厂"], three["晶圆厂"], band="50-200")
    make_link(three["晶圆厂"], three["传感器厂"])
    links = snapshot_tables(freeze())["links"]
    assert dict(links.select("supplier", "amount").rows()) == {
        "made:晶体厂": 1_000_000.0, "made:晶圆厂": None,
    }  # fmt: skip


def test_the_size_is_the_latest_revenue_that_was_recorded_last(freeze, chain, three, source):
    from jilian.firms.models import YearlyFact

    other = Source.objects.create(
        key="OTHER", kind="upload", title="另一张表", recorded_at=NOON, recorded_by="mei"
    )
    for year, value, said_by in ((2024, 100, source), (2025, 120, source), (2025, 130, other),
                                 (2026, 999, source)):  # fmt: skip
        YearlyFact.objects.create(
            firm=three["晶体厂"], year=year, measure="revenue", value=Decimal(value), source=said_by
        )
    YearlyFact.objects.create(
        firm=three["晶圆厂"], year=2025, measure="revenue", value=Decimal(-5), source=source
    )
    sizes = dict(snapshot_tables(freeze())["firms"].select("firm", "size").rows())
    assert sizes == {"made:晶体厂": 130.0, "made:晶圆厂": None, "made:传感器厂": None}


def test_a_snapshot_that_was_tampered_with_is_not_read(freeze, chain):
    snapshot = freeze()
    table = snapshot.tables.get(name="links")
    other = snapshot.tables.get(name="firms")
    SnapshotTable.objects.filter(pk=table.pk).update(content=bytes(other.content))
    with pytest.raises(EngineError):
        snapshot_tables(snapshot)


def test_lin_freezes_nothing_and_leaves_no_trace(lin, world, chain):
    with pytest.raises(NotAllowed):
        freeze_snapshot(by=lin, at=NOON, world=world, as_of=DAY)
    assert not Trace.objects.filter(action="snapshot.frozen").exists()


def test_inferred_links_carry_probability_parts_and_their_source(infer, made_chain):
    difference = infer()
    links = SupplyLink.objects.filter(evidence="inferred", known_by=DAY)
    assert difference.new == links.count() > 0
    pairs = {(link.supplier.name, link.buyer.name) for link in links}
    assert ("晶体厂", "晶圆厂") not in pairs  # declared already
    silicon = links.get(supplier__name="晶体厂", buyer__name="传感器厂")
    assert silicon.reasons["product"] == 1.0
    assert 0 < silicon.probability <= 1
    assert silicon.source.kind == "inferred"
    assert silicon.source.key.startswith("INFERRED-2026-03-02-3-0.05-10-")
    assert len(silicon.source.fingerprint) == 64


def test_an_inference_ends_the_one_before_and_deletes_nothing(infer, chain, made_chain):
    infer()
    before = set(SupplyLink.objects.on(DAY).filter(evidence="inferred").values_list("pk"))
    count = SupplyLink.objects.count()
    made = infer(as_of=LATER_DAY, at=LATER)
    assert SupplyLink.objects.count() == count + made.new
    assert set(SupplyLink.objects.on(DAY).filter(evidence="inferred").values_list("pk")) == before
    after = SupplyLink.objects.on(LATER_DAY).filter(evidence="inferred")
    assert not before & set(after.values_list("pk"))
    assert after.count() == made.new
    assert SupplyLink.objects.get(pk=chain["硅锭"].pk).valid_to is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"as_of": date(2026, 3, 3)}, "day_ahead"),
        ({"expected": 900}, "too_many_links"),
        ({"expected": 1}, "too_few_links"),
        ({"least": 0.0}, "least_probability_odd"),
    ],
)
def test_a_refused_inference_changes_nothing_and_leaves_no_trace(infer, made_chain, changed, code):
    before = list(SupplyLink.objects.order_by("pk").values())
    sources, traces = Source.objects.count(), Trace.objects.count()
    with pytest.raises(Refusal) as refused:
        infer(**changed)
    assert refused.value.code == code
    assert list(SupplyLink.objects.order_by("pk").values()) == before
    assert (Source.objects.count(), Trace.objects.count()) == (sources, traces)


def test_a_second_inference_of_the_same_or_an_earlier_day_is_refused(infer, made_chain):
    infer()
    for day in (DAY, date(2026, 2, 1)):
        with pytest.raises(Refusal) as refused:
            infer(as_of=day, at=LATER)
        assert refused.value.code == "inference_stands"


def test_lin_infers_nothing(lin, world, made_chain):
    with pytest.raises(NotAllowed):
        infer_supply_links(
            by=lin, at=NOON, world=world, as_of=DAY, expected_links=3, least_probability=0.1
        )


def test_in_a_large_world_an_inference_comes_later_and_is_told(
    mei, world, made_chain, monkeypatch, django_capture_on_commit_callbacks
):
    Person.objects.get_or_create(username="worker", defaults={"is_system": True})
    monkeypatch.setattr("jilian.network.operations.FEW_FIRMS", 2)
    asked = {"by": mei, "at": NOON, "world": world, "as_of": DAY, "expected_links": 3,
             "least_probability": 0.05}  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        assert ask_for_inference(**asked) is None
    assert SupplyLink.objects.filter(evidence="inferred", known_by=DAY).exists()
    assert Trace.objects.get(action="links.inferred").by == "mei"
    assert Notice.objects.get(to=mei).kind == "links_inferred"


def test_what_is_refused_later_is_told_too(mei, world, made_chain):
    worker, _ = Person.objects.get_or_create(username="worker", defaults={"is_system": True})
    infer_for(
        by=worker, at=NOON, person_id=mei.pk, world_id=world.pk, as_of="2026-03-02",
        expected_links=900, least_probability=0.05, half_km=10.0,
    )  # fmt: skip
    notice = Notice.objects.get(to=mei)
    assert notice.kind == "inference_refused"
    assert not Trace.objects.filter(action="links.inferred").exists()
