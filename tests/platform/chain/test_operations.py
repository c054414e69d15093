"""What is written: critical lists, scenarios, stocks; what is refused, what is traced."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from conftest import NOON, TODAY
from jilian.accounts.models import Person
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.chain import operations, queries
from jilian.chain.models import CriticalRun, FirmIndex, ScenarioResult, SingleSource, StockStatement
from jilian.chain.rules import Shock, ShockKind, StockUse
from jilian.network.operations import freeze_snapshot

from .conftest import FROZEN_ON


def firm_shock(*names, **more):
    return Shock(ShockKind.FIRM, tuple(f"made:{name}" for name in names), **more)


def save(by, world, **more):
    given = {"name": "硅料断供", "reason": "合同年底到期", "shock": firm_shock("硅料乙")} | more
    return operations.save_scenario(by=by, at=NOON, world=world, **given)


def test_a_list_holds_every_firm_with_a_link_and_the_clusters(critical, cluster, snapshot):
    assert (critical.state, critical.snapshot) == ("done", snapshot)
    of_world = FirmIndex.objects.filter(run=critical, cluster=None)
    assert of_world.count() == 6
    assert FirmIndex.objects.filter(run=critical, cluster=cluster).count() == 2
    assert critical.summary["inferred_links"] == 1
    assert critical.summary["amount_unknown"] == 1
    known = {row.firm.name: row.known_index for row in of_world.select_related("firm")}
    assert known["面粉"] is None  # only an inferred link: nothing is known, and that is not zero
    assert {"critical_list.asked", "critical_list.completed"} <= set(
        Trace.objects.values_list("action", flat=True)
    )


def test_single_sources_come_with_the_list(critical):
    found = {(one.buyer.name, one.what): one for one in SingleSource.objects.all()}
    assert set(found) == {
        ("晶圆", "硅片"), ("晶圆", "抛光液"), ("封测", "3973"), ("面包", "3562"),
    }  # fmt: skip
    assert found["面包", "3562"].is_inferred
    assert not found["晶圆", "硅片"].is_inferred


def test_only_who_keeps_scenarios_everywhere_has_the_list_computed(mei, shu, jia, world, snapshot):
    for somebody in (mei, shu, jia):
        with pytest.raises(NotAllowed):
            operations.ask_critical(by=somebody, at=NOON, world=world, as_of=FROZEN_ON)


def test_a_list_without_links_stops_with_its_reason(mei, jing, world, firms):
    run = operations.ask_critical(by=jing, at=NOON, world=world, as_of=FROZEN_ON)
    assert operations.ask_critical(by=jing, at=NOON, world=world, as_of=FROZEN_ON) == run
    worker = Person.objects.get(username="worker")
    failed = operations.complete_critical(run_id=run.pk, by=worker, at=NOON)
    assert (failed.state, failed.note) == ("failed", "no_links")
    again = operations.complete_critical(run_id=run.pk, by=worker, at=NOON)
    assert again.state == "failed"  # may run twice


def test_the_list_follows_a_later_network_by_night(critical, mei, world, links):
    worker = Person.objects.get(username="worker")
    assert operations.refresh_critical(by=worker, at=NOON) == 0
    links[0].delete()
    freeze_snapshot(by=mei, at=NOON, world=world, as_of=TODAY)
    assert operations.refresh_critical(by=worker, at=NOON) == 1


def test_a_scenario_keeps_its_first_result(jing, world, snapshot):
    kept = save(jing, world)
    result = kept.results.get()
    assert result.snapshot == snapshot
    assert kept.what == "硅料乙"
    assert {key for key, _step, _left in result.hits} >= {"made:硅料乙", "made:晶圆"}
    assert result.unknown["links"] == [3, 4]


def test_a_scenario_on_a_later_network_leaves_the_old_result(jing, mei, world, snapshot, links):
    kept = save(jing, world)
    before = ScenarioResult.objects.filter(scenario=kept).values().get()
    same = operations.run_scenario_again(by=jing, at=NOON, scenario=kept)
    assert same.pk == before["id"]  # no later network
    links[1].delete()  # 硅料乙 no longer supplies anybody
    freeze_snapshot(by=mei, at=NOON + timedelta(hours=1), world=world, as_of=TODAY)
    after = operations.run_scenario_again(by=jing, at=NOON, scenario=kept)
    assert ScenarioResult.objects.filter(pk=before["id"]).values().get() == before
    change = queries.difference(ScenarioResult.objects.get(pk=before["id"]), after)
    assert "made:晶圆" in {key for key, _left in change.gone}
    assert after.index < before["index"]


@pytest.mark.parametrize("words", [{"name": " "}, {"reason": ""}])
def test_a_scenario_has_a_name_and_a_reason(jing, world, snapshot, words):
    with pytest.raises(Refusal) as why:
        save(jing, world, **words)
    assert why.value.code == "words_missing"
    with pytest.raises(Refusal):
        save(jing, world, reason="电话13800138000")


def test_the_database_holds_a_result_once_a_network(jing, world, snapshot):
    result = save(jing, world).results.get()
    result.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        result.save()


def test_a_secretary_keeps_scenarios_of_the_own_cluster_alone(shu, world, cluster, snapshot):
    kept = save(shu, world, cluster=cluster, shock=firm_shock("晶圆"))
    assert kept.cluster == cluster
    assert {key for key, *_ in kept.results.get().hits} <= {"made:晶圆", "made:封测"}
    with pytest.raises(NotAllowed):
        save(shu, world)


def test_a_scenario_is_put_away_and_taken_back(jing, world, snapshot):
    kept = save(jing, world)
    operations.put_scenario_away(by=jing, at=NOON, scenario=kept)
    assert not queries.scenarios_seen(jing, world).exists()
    operations.take_scenario_back(by=jing, at=NOON, scenario=kept)
    assert queries.scenarios_seen(jing, world).get() == kept


def state(by, firm, **more):
    given = {"days": Decimal("1.5"), "stated_on": TODAY, "use": StockUse.WHAT_IF, "product": "硅片"}
    return operations.state_stock(by=by, at=NOON, firm=firm, **(given | more))


def test_a_stock_is_stated_by_the_firm_alone_and_kept_sealed(jia, mei, jing, firms, snapshot):
    stated = state(jia, firms["晶圆"])
    held = StockStatement.objects.get(pk=stated.pk)
    assert (held.product, held.days) == ("硅片", Decimal("1.5"))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT product, days FROM chain_stockstatement")
        assert "硅片" not in str(cursor.fetchall())
    trace = Trace.objects.get(action="stock.stated")
    assert "1.5" not in str(trace.after)
    for somebody in (mei, jing, Person.objects.get(username="worker")):
        with pytest.raises(NotAllowed):
            state(somebody, firms["晶圆"])
    with pytest.raises(NotAllowed):
        state(jia, firms["封测"])
    assert not StockStatement.objects.visible_to(jing, firms["晶圆"].world).exists()


def test_hours_reach_what_ifs_only_where_they_were_given_for_it(jia, firms, world):
    own = state(jia, firms["晶圆"], use=StockUse.OWN)
    assert queries.stocks_for_offices(world, TODAY) == {}
    given = state(jia, firms["晶圆"], product="抛光液")
    assert queries.stocks_for_offices(world, TODAY) == {"made:晶圆": {"抛光液": 36.0}}
    assert queries.stocks_for_offices(world, date(2026, 3, 1)) == {}  # stated later
    operations.withdraw_stock(by=jia, at=NOON, statement=given)
    assert queries.stocks_for_offices(world, TODAY) == {}
    assert queries.stocks_of_firm(jia, world, firms["晶圆"]) == [own]


def test_a_later_statement_for_oneself_takes_the_earlier_one_back(jia, firms, world):
    state(jia, firms["晶圆"])
    state(jia, firms["晶圆"], use=StockUse.OWN)
    assert queries.stocks_for_offices(world, TODAY) == {}


def test_a_run_that_is_done_has_its_network(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        CriticalRun.objects.create(
            world=world, as_of=TODAY, epsilon=1e-6, state="done", asked_at=NOON, asked_by="mei"
        )
