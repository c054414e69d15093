"""Firms merged and parted, bodies absorbed, renamed, closed: what a report printed stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, example, given, settings, strategies as st

from jilian.absorption import operations as absorption
from jilian.base.errors import Refusal
from jilian.duplicates import operations as duplicates
from jilian.duplicates.models import DuplicatePair
from jilian.firms.models import FirmMerge
from jilian.firms.operations import merge_firms, undo_merge
from jilian.indicators import operations as indicators
from jilian.indicators.analysis.parts import parts_of
from jilian.indicators.models import Value
from jilian.organisations import operations as organisations
from jilian.organisations.models import Organisation, Reorganisation
from jilian.organisations.rules import OrganisationRow
from jilian.organisations.rules.moves import Founded
from jilian.reports import operations as reports
from jilian.reports.models import Report, ReportFigure
from jilian.reports.rules.content import fingerprint

TOWN, SINCE = "310117105", date(2020, 1, 1)
APRIL = datetime(2026, 4, 2, 4, 0, tzinfo=UTC)
JULY = datetime(2026, 7, 5, 4, 0, tzinfo=UTC)
MARCH, LATER, EARLIER = date(2026, 3, 1), date(2026, 7, 1), date(2026, 2, 10)
KINDS = ("pdf", "docx", "xlsx")
PAPER = re.compile(r'<article class="paper".*?</article>', re.S)
NAMES = ("松江龙头厂", "松江晶圆材料有限公司", "松江晶圆材料有限责任公司", "封测厂", "设备厂")
BODY = """企业【registered_firms】，其中集群成员【cluster_members】。
党组织【organisations】，其中支部【branches】、集群党组织【cluster_organisations】。
覆盖企业【covered_firms】，覆盖率【coverage_share】。"""


@pytest.fixture
def signed(db, world, source, firm, person, mei, industries) -> SimpleNamespace:
    """Five firms, a cluster, four bodies; March measured, its report signed by two and printed."""
    from jilian.clusters.models import Cluster, ClusterBody, ClusterName, Membership
    from jilian.firms.models import FirmIndustry, Site
    from jilian.places.models import Division

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    firms = [firm(name) for name in NAMES]
    for one in firms:
        Site.objects.create(
            firm=one, division=Division.objects.get(code=TOWN), is_main=True, **days
        )
        FirmIndustry.objects.create(firm=one, industry=industries["3973"], **days)
    cluster = Cluster.objects.create(world=world, key="C1", name="芯片集群", sort_key="xin", **days)
    ClusterName.objects.create(cluster=cluster, text=cluster.name, **days)
    for place, one in enumerate(firms[:3]):
        role = "member" if place else "leader"
        Membership.objects.create(cluster=cluster, firm=one, role=role, reason="名单", **days)
    organisations.save_organisations(
        by=mei, at=APRIL, world=world, source=source,
        rows=(
            row("CB", "芯片产业集群党委", type="primary_committee", is_cluster_body=True),
            row("TOWN", "新桥镇党委", type="primary_committee", division_code=TOWN),
            *(
                row(
                    f"B{place}", f"{name}党支部", type="branch", superior_key="TOWN",
                    division_code=TOWN, firm=("made", name), formal_members=9,
                )
                for place, name in enumerate(NAMES[1:3], start=1)
            ),
        ),
    )  # fmt: skip
    ClusterBody.objects.create(cluster=cluster, organisation=body("CB"), **days)
    duplicates.search_world(by=mei, at=APRIL, world_id=world.pk)
    indicators.measure_months(by=mei, at=APRIL, world=world, first="2026-03", last="2026-03")
    eco, leader = (
        person("eco", "economy_commission", world),
        person("wei", "district_leader", world),
    )
    template = reports.save_template(by=eco, at=APRIL, world=world, key="m", name="月报", body=BODY)
    report = reports.compile_report(
        by=eco, at=APRIL, world=world, month=MARCH, template=template
    ).report
    for who in (eco, leader):
        reports.sign_report(by=who, at=APRIL, report=report)
    people = {
        "secretary": person("sec", "cluster_secretary", world, str(cluster.pk)),
        "town": person("town", "town_office", world, TOWN),
        "keeper": person("lin", "member_firm", world, str(firms[1].pk)),
    }
    return SimpleNamespace(
        world=world, firms=firms, cluster=cluster, report=report, eco=eco, leader=leader, mei=mei,
        people=people,
    )  # fmt: skip


def row(key: str, name: str, **more: Any) -> OrganisationRow:
    return OrganisationRow(key=key, name=name, valid_from=SINCE, **more)


def body(key: str) -> Organisation:
    return Organisation.objects.select_related("world", "division").get(key=key)


def merge(on: SimpleNamespace, one: int, other: int) -> None:
    merge_firms(by=on.mei, at=JULY, kept=on.firms[one], merged=on.firms[other], reason="同一家")


def part(on: SimpleNamespace, one: int, _other: int) -> None:
    merges = list(FirmMerge.objects.filter(undone_at=None).order_by("pk"))
    if merges:
        undo_merge(by=on.mei, at=JULY, merge=merges[one % len(merges)], reason="不是一家")


def judge(on: SimpleNamespace, one: int, other: int) -> None:
    pairs = list(DuplicatePair.objects.order_by("pk"))
    if pairs:
        verdict = ("same", "different")[other % 2]
        duplicates.judge_pair(
            by=on.mei, at=JULY, pair=pairs[one % len(pairs)], verdict=verdict, reason="核对过"
        )


def absorb(on: SimpleNamespace, one: int, other: int) -> None:
    """Propose, let all four sides agree, decide; sometimes take it back."""
    made = absorption.propose_absorption(
        by=on.people["secretary"], at=APRIL, cluster=on.cluster, organisation=body("B1"), link=None,
        mode=("superior", "joint")[one % 2], reason="上下游", proposed_on=date(2026, 4, 1),
    )  # fmt: skip
    sides = {"firm": "keeper", "body": "keeper", "superior": "town"}
    for side, who in sides.items():
        absorption.answer_absorption(
            by=on.people[who], at=APRIL, absorption=made, side=side, answer="agreed"
        )
    made = absorption.answer_absorption(
        by=on.mei, at=APRIL, absorption=made, side="office", answer="agreed"
    )
    made = absorption.decide_absorption(
        by=on.mei, at=JULY, absorption=made, number="9号", decided_on=date(2026, 6, 20),
        effect_on=LATER,
    )  # fmt: skip
    if other % 2:
        absorption.undo_absorption(by=on.mei, at=JULY, absorption=made, reason="写错")


def rename(on: SimpleNamespace, one: int, other: int) -> None:
    organisations.rename(
        by=on.mei, at=JULY, organisation=body(f"B{1 + one % 2}"), name=f"新名{other}党支部",
        from_day=LATER,
    )  # fmt: skip


def close(on: SimpleNamespace, one: int, _other: int) -> None:
    organisations.end_organisation(
        by=on.mei, at=JULY, organisation=body(f"B{1 + one % 2}"), last_day=LATER
    )


def close_earlier(on: SimpleNamespace, one: int, _other: int) -> None:
    """Close a body on a day before the report's: its figures are no longer what they were."""
    organisations.end_organisation(
        by=on.mei, at=JULY, organisation=body(f"B{1 + one % 2}"), last_day=EARLIER
    )


def join_bodies(on: SimpleNamespace, one: int, _other: int) -> None:
    organisations.merge_organisations(
        by=on.mei, at=JULY, organisations=[body("B1"), body("B2")],
        into=Founded(key=f"J{one}", name="联合党支部", type="joint_branch"), from_day=LATER,
    )  # fmt: skip


def part_bodies(on: SimpleNamespace, _one: int, _other: int) -> None:
    for kept in Reorganisation.objects.filter(undone_at=None):
        organisations.undo_reorganisation(by=on.mei, at=JULY, reorganisation=kept, reason="错了")


def measure_anew(on: SimpleNamespace, _one: int, _other: int) -> None:
    indicators.measure_months(
        by=on.mei, at=JULY, world=on.world, first="2026-03", last="2026-03", revise_reason="更正"
    )


STEPS: tuple[Callable[[SimpleNamespace, int, int], None], ...] = (
    merge, part, judge, absorb, rename, close, close_earlier, join_bodies, part_bodies,
    measure_anew,
)  # fmt: skip


def printed(on: SimpleNamespace) -> dict[str, bytes]:
    return {
        kind: bytes(
            reports.print_report(by=on.eco, at=APRIL, report=on.report, kind=kind).content
        )
        for kind in KINDS
    }  # fmt: skip


def frozen_values(on: SimpleNamespace) -> list[Value]:
    """The very rows that the report read, in its order."""
    found = []
    for figure in ReportFigure.objects.filter(report=on.report).order_by("number"):
        said = on.report.values["figures"][figure.number - 1]
        found.append(
            Value.objects.get(
                world=on.world, indicator=said["indicator"], unit_kind="world",
                period_first=MARCH, revision=figure.value_revision,
            )
        )  # fmt: skip
    return found


def behind(on: SimpleNamespace, value: Value) -> set[tuple[int | None, Any]]:
    """The records of a value and what each counts; under which name they go today is no matter."""
    return {(row.pk, row.amount) for row in parts_of(on.leader, value).numerator.rows}


@settings(
    max_examples=3, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@example(steps=[(merge, 1, 2), (absorb, 0, 0), (measure_anew, 0, 0)])
@example(steps=[(close_earlier, 0, 0), (merge, 0, 3), (measure_anew, 0, 0), (part, 0, 0)])
@example(steps=[(judge, 0, 0), (join_bodies, 0, 0), (part_bodies, 0, 0), (rename, 0, 0)])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(STEPS), st.integers(0, 4), st.integers(0, 4)),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_merging_absorbing_and_closing_never_change_what_was_printed(signed, as_person, steps):
    on, reader = signed, as_person(signed.leader)
    before, page = printed(on), paper(reader, on)
    values = frozen_values(on)
    opened = [behind(on, value) for value in values]
    with transaction.atomic():
        done = {step for step, one, other in steps if happens(step, on, one, other)}
        assert printed(on) == before
        again = Report.objects.get(pk=on.report.pk)
        for kind in KINDS:
            assert reports.rendered(again, kind, 0) == before[kind], kind
        assert fingerprint(again.content) == on.report.fingerprint
        assert paper(reader, on) == page
        for number, (value, records) in enumerate(zip(values, opened, strict=True), start=1):
            if close_earlier not in done:
                assert parts_of(on.leader, value).agrees
                assert behind(on, value) == records
            says_what_changed(reader, on, number, value)
        transaction.set_rollback(True)


def happens(step: Callable[..., None], on: SimpleNamespace, one: int, other: int) -> bool:
    """Do a step as somebody would; what is refused leaves everything as it was."""
    try:
        with transaction.atomic():
            step(on, one, other)
    except Refusal as refusal:
        event(f"{step.__name__} refused: {refusal.code}")
        return False
    event(f"{step.__name__} done")
    return True


def paper(reader: Any, on: SimpleNamespace) -> str:
    """The report as its page prints it."""
    answer = reader.get(f"/{on.world.code}/reports/{on.report.pk}/")
    found = PAPER.search(answer.content.decode())
    assert found is not None
    return found.group()


def says_what_changed(reader: Any, on: SimpleNamespace, number: int, value: Value) -> None:
    """A figure opened gives what was printed, and says where today's value is another."""
    stands = Value.objects.filter(
        world=on.world, indicator=value.indicator, unit_kind="world", period_first=MARCH
    ).latest("revision")  # fmt: skip
    url = f"/{on.world.code}/reports/{on.report.pk}/figures/{number}/"
    said = reader.get(url).content.decode()
    assert f'data-printed="{on.report.values["figures"][number - 1]["words"]}"' in said
    is_same = stands.value == value.value
    assert f'data-same="{"yes" if is_same else "no"}"' in said, said
    assert is_same or "differs from what was printed" in said
    parts = re.search(r'data-parts="([^"]+)"', said)
    assert parts is not None
    shown = reader.get(parts.group(1).replace("&amp;", "&")).content.decode()
    agrees = parts_of(on.leader, stands).agrees
    assert ('data-agrees="yes"' in shown) == agrees
    assert agrees or "do not add up to the stored figure" in shown


def test_every_step_can_happen(signed):
    """A step that is always refused would prove nothing."""
    first = {part: [(merge, 1, 2)], part_bodies: [(join_bodies, 0, 0)]}
    for step in STEPS:
        with transaction.atomic():
            for earlier in first.get(step, []):
                assert happens_plainly(earlier, signed)
            assert happens_plainly((step, 0, 1), signed), step.__name__
            transaction.set_rollback(True)


def happens_plainly(step: tuple[Callable[..., None], int, int], on: SimpleNamespace) -> bool:
    step[0](on, step[1], step[2])
    return True
