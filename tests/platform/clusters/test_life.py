"""The life of a cluster: every dated change once, with its reason, for who may see it."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import NOON, TODAY
from jilian.clusters import queries
from jilian.clusters.models import ClusterBody, Membership
from jilian.clusters.operations import end_membership
from jilian.clusters.rules.life import Begin, ChangeKind, MemberSpell, leading, stays

MAY, JUNE, JULY = date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)
SINCE = date(2020, 1, 1)


def spell(firm: int, begin: date, ended: date | None = None, *, leads: bool = False):
    return MemberSpell(firm, f"{firm}厂", Begin(begin, begin), ended, leads, "申报", 1)


def test_a_change_of_role_is_neither_leaving_nor_joining():
    held = [spell(1, MAY, JUNE), spell(1, JUNE, leads=True)]
    assert [(one.first.begin.day, one.ended) for one in stays(held)] == [(MAY, None)]
    assert [(one.first.begin.day, one.ended) for one in leading(held)] == [(JUNE, None)]


def test_who_comes_back_has_joined_twice():
    held = [spell(1, MAY, JUNE), spell(1, JULY)]
    assert [(one.first.begin.day, one.ended) for one in stays(held)] == [(MAY, JUNE), (JULY, None)]


def test_two_records_of_one_firm_are_one_stay():
    held = [spell(1, MAY), spell(1, JUNE, JULY)]
    assert [(one.first.begin.day, one.ended) for one in stays(held)] == [(MAY, None)]


def words(life) -> list[tuple[str, str]]:
    return [(change.kind.value, change.words) for change in life.changes]


@pytest.fixture
def lived(adopted, mei, world, source):
    """The chip cluster: six firms, of which one leaves and one leads; its body of 2020."""
    from jilian.organisations.models import Organisation, Superior, TypeSpell

    leaver = adopted.memberships.get(firm__name="封测2厂")
    end_membership(
        by=mei, at=NOON, membership=leaver, valid_to=date(2026, 5, 1), reason="迁出新桥镇"
    )
    Membership.objects.filter(firm__name="晶圆1厂").update(role="leader")
    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    body, branch = (
        Organisation.objects.create(world=world, key=key, name=name, sort_key=key, **days)
        for key, name in (("b", "新桥芯片集群党委"), ("z", "晶圆1厂党支部"))
    )
    TypeSpell.objects.create(
        organisation=body, type="primary_committee", document="组批〔2020〕1号", **days
    )
    TypeSpell.objects.create(organisation=branch, type="branch", **days)
    ClusterBody.objects.create(
        cluster=adopted, organisation=body, valid_from=TODAY, known_by=TODAY, source=source
    )
    Superior.objects.create(
        organisation=branch, superior=body, line="cluster", document="组发〔2026〕7号",
        valid_from=TODAY, known_by=TODAY, source=source,
    )  # fmt: skip
    return adopted


def test_everything_dated_stands_on_the_line_once(lived, mei):
    life = queries.life_of(mei, lived)
    first, *rest = words(life)
    assert first[0] == "type"
    assert rest == [
        ("founded", "founded"),
        ("named", "called “新桥芯片集群”"),
        ("joined", "6 firms join"),
        ("led", "晶圆1厂 leads"),
        ("body", "body: 新桥芯片集群党委"),
        ("under", "晶圆1厂党支部 comes into its line"),
        ("left", "封测2厂 leaves"),
    ]
    reasons = {change.kind: change.reasons for change in life.changes}
    assert reasons[ChangeKind.JOINED] == ("联席会议纪要〔2026〕3号",)
    assert reasons[ChangeKind.LEFT] == ("迁出新桥镇",)
    assert reasons[ChangeKind.TYPE] == ("组批〔2020〕1号",)
    assert reasons[ChangeKind.UNDER] == ("组发〔2026〕7号",)
    assert all(change.sources for change in life.changes)
    assert len(life.events) == len(life.changes)


def test_changes_are_narrowed_by_kind_and_counted_all(lived, mei):
    life = queries.life_of(mei, lived, ChangeKind.LEFT)
    assert words(life) == [("left", "封测2厂 leaves")]
    assert life.counts[ChangeKind.JOINED] == 1


def test_who_may_not_see_organisations_sees_none_on_the_line(lived, person, world):
    who = person("shen", "department_officer", world, key="经委")
    kinds = {change.kind for change in queries.life_of(who, lived).changes}
    assert not any(kind.is_of_organisations for kind in kinds)
    assert ChangeKind.JOINED in kinds


def test_the_latest_changes_by_a_day_leave_out_what_is_to_come(lived, mei):
    life = queries.life_of(mei, lived)
    assert life.until(TODAY)[0].kind is not ChangeKind.LEFT
    assert life.latest_first[0].kind is ChangeKind.LEFT


def test_the_sheet_says_what_a_visitor_asks(lived, mei, world):
    brief = queries.brief_of(mei, world, lived, TODAY)
    assert [str(one.firm.root) for one in brief.leaders] == ["晶圆1厂"]
    assert brief.page.body.name == "新桥芯片集群党委"
    assert [(one.value, count) for one, count in brief.organisations] == [("branch", 1)]
    assert brief.organisation_count == 1
    assert len(brief.changes) == 3
    assert brief.coverage.covered.value == 0


def test_the_sheets_fingerprint_is_of_what_it_says(lived, mei, world):
    from django.utils import translation

    first = queries.brief_of(mei, world, lived, TODAY).fingerprint
    with translation.override("zh-hans"):
        assert queries.brief_of(mei, world, lived, TODAY).fingerprint == first
    Membership.objects.filter(firm__name="硅料1厂").update(role="leader")
    assert queries.brief_of(mei, world, lived, TODAY).fingerprint != first


def test_small_counts_of_covered_firms_are_withheld_from_others(lived, mei, person, world, source):
    from jilian.organisations.models import Cover, Organisation

    Cover.objects.create(
        organisation=Organisation.objects.get(key="z"), firm=lived.memberships.first().firm,
        mode="own", valid_from=SINCE, known_by=SINCE, source=source,
    )  # fmt: skip
    secretary = person("sun", "cluster_secretary", world, key=str(lived.pk))
    firm = person("qian", "member_firm", world, key=str(lived.memberships.first().firm_id))
    for who, hidden in ((mei, False), (secretary, False), (firm, True)):
        coverage = queries.brief_of(who, world, lived, TODAY).coverage
        assert coverage.is_withheld is hidden
        assert coverage.covered.withheld is hidden
