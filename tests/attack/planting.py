"""How the private values of firm B are planted, and how an attack changes them.

``plant_…`` puts words or digits there that stand nowhere else. ``alter_…`` changes every value of
the kind and adds one more, so that counts, sums, orders and the mere being-there would show it.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from conftest import NOON

SINCE, WORDS = date(2020, 1, 1), "密语"


def _days(source: Any) -> dict[str, Any]:
    return {"valid_from": SINCE, "known_by": SINCE, "source": source}


def _model(label: str) -> Any:
    from django.apps import apps

    return apps.get_model(label)


def _again(row: models.Model, **values: Any) -> None:
    """Save a copy of a row with other values."""
    row.pk = None
    row._state.adding = True
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def plant_facts(*, source: Any, b: Any, **_rest: Any) -> None:
    for year, measure, value in ((2025, "employees", 918273), (2025, "revenue", 736455)):
        _model("firms.YearlyFact").objects.create(
            firm=b, year=year, measure=measure, value=value, source=source
        )


def alter_facts(*, b: Any, source: Any, **_rest: Any) -> None:
    rows = _model("firms.YearlyFact").objects.filter(firm=b)
    rows.update(value=Decimal(1))
    rows.model.objects.create(firm=b, year=2024, measure="patents", value=5, source=source)


def plant_links(*, world: Any, source: Any, b: Any, c: Any, **_rest: Any) -> None:
    link = _model("network.SupplyLink").objects.create
    kept = {"world": world, "evidence": "declared", **_days(source)}
    link(supplier=b, buyer=c, product=f"{WORDS}光刻", amount_yuan=Decimal("8172635.44"), **kept)
    link(supplier=c, buyer=b, product=f"{WORDS}清洗", band="200-1000", **kept)


def alter_links(*, world: Any, source: Any, b: Any, c: Any, **_rest: Any) -> None:
    rows = _model("network.SupplyLink").objects.filter(supplier__in=(b, c))
    rows.update(product="别的", evidence="order")
    _again(rows[0], product="又一个", evidence="published")


def alter_amounts(*, b: Any, c: Any, **_rest: Any) -> None:
    links = _model("network.SupplyLink").objects
    for row in links.filter(supplier=b):
        row.amount_yuan = Decimal("3.00")
        row.save()
    links.filter(supplier=c).update(band="5000-")


def plant_nothing(**_rest: Any) -> None:
    """What another secret has planted already."""


def plant_counts(*, source: Any, b: Any, **_rest: Any) -> None:
    for one in _model("organisations.MemberCount").objects.filter(organisation__covers__firm=b):
        one.probationary, one.newly_developed = 1, 2
        one.save()


def alter_counts(*, b: Any, source: Any, **_rest: Any) -> None:
    rows = _model("organisations.MemberCount").objects.filter(organisation__covers__firm=b)
    rows.update(formal=2, probationary=0, newly_developed=1)


def plant_claims(*, world: Any, bei: Any, b: Any, **_rest: Any) -> None:
    _model("claims.Claim").objects.create(
        world=world, person=bei, scheme="made", identifier="对手乙厂", firm=b, paper="other",
        paper_number=f"{WORDS}号", words=f"{WORDS}执照", question=f"{WORDS}何时",
        state="asked_back", filed_at=NOON, waiting_since=NOON,
    )  # fmt: skip


def alter_claims(*, bei: Any, **_rest: Any) -> None:
    rows = _model("claims.Claim").objects.filter(person=bei)
    rows.update(paper_number="别", words="别", question="别", state="filed")
    _again(rows[0], identifier="别的", firm=None)


def plant_corrections(*, world: Any, b: Any, **_rest: Any) -> None:
    _model("claims.Correction").objects.create(
        world=world, firm=b, field="buys", manner="add", value={"name": f"{WORDS}靶材"},
        words=f"{WORDS}合同", question=f"{WORDS}哪年", state="filed", filed_at=NOON,
        filed_by="bei", waiting_since=NOON,
    )  # fmt: skip


def alter_corrections(*, b: Any, **_rest: Any) -> None:
    rows = _model("claims.Correction").objects.filter(firm=b)
    rows.update(words="别", question="", value={"name": "别"})
    _again(rows[0], state="withdrawn")


def plant_uploads(*, world: Any, mei: Any, **_rest: Any) -> None:
    from jilian.intake.operations import check_upload, receive_upload

    content = f"企业名称,统一社会信用代码\n{WORDS}企业,12345\n".encode()
    upload = receive_upload(
        by=mei, at=NOON, world=world, kind="firms", file_name=f"{WORDS}名单.csv", content=content
    )
    check_upload(upload_id=upload.pk, by=mei, at=NOON)
    _model("intake.HeadingMeaning").objects.create(
        world=world, kind="firms", sender="mei", base=f"{WORDS}列", heading=f"{WORDS}列",
        field="name", kept_at=NOON, kept_by="mei",
    )  # fmt: skip


def alter_uploads(**_rest: Any) -> None:
    rows = _model("intake.Upload").objects.filter(file_name__startswith=WORDS)
    row = rows.get()
    rows.update(file_name="别的.csv", note="别")
    _model("intake.HeadingMeaning").objects.filter(base__startswith=WORDS).update(heading="别")
    _again(row, fingerprint="0" * 64, file_name="又一个.csv")


def plant_looks(*, world: Any, b: Any, bei: Any, **_rest: Any) -> None:
    _model("audit.Look").objects.create(
        day=NOON.date(), person="mei", world=world.code, about_kind="firms.firm",
        about_key=str(b.pk), first_at=NOON,
    )  # fmt: skip


def alter_looks(*, b: Any, **_rest: Any) -> None:
    row = _model("audit.Look").objects.filter(about_key=str(b.pk)).first()
    _again(row, day=NOON.date() - timedelta(days=3))


def plant_history(*, world: Any, b: Any, mei: Any, **_rest: Any) -> None:
    from jilian.audit.operations import record

    record(
        "firm.corrected", by=mei, at=NOON, about=b, world=world,
        before={"words": f"{WORDS}从前"}, after={"words": f"{WORDS}如今"},
    )  # fmt: skip


def alter_history(*, world: Any, b: Any, mei: Any, **_rest: Any) -> None:
    from jilian.audit.operations import record

    record("firm.corrected", by=mei, at=NOON, about=b, world=world, after={"words": "又"})


def plant_keeper(*, bei: Any, **_rest: Any) -> None:
    """The person who keeps firm B, with a notice and an invitation beside it."""
    bei.name, bei.office, bei.email = f"{WORDS}人", f"{WORDS}处", "miyu@example.org"
    bei.save()


def alter_keeper(*, bei: Any, **_rest: Any) -> None:
    type(bei).objects.filter(pk=bei.pk).update(
        name="别人", office="别处", email="", is_active=False
    )


def plant_notices(*, bei: Any, world: Any, **_rest: Any) -> None:
    _model("notices.Notice").objects.create(
        to=bei, world=world, key="m", kind="upload_applied", details={"file": f"{WORDS}通知"},
        url="/", sent_at=NOON,
    )  # fmt: skip


def alter_notices(*, bei: Any, **_rest: Any) -> None:
    rows = _model("notices.Notice").objects.filter(to=bei)
    rows.update(details={"file": "别"})
    _again(rows[0], key="n")


def plant_channels(**_rest: Any) -> None:
    channel = _model("notices.Channel").objects.create(
        kind="wecom", title=f"{WORDS}群", hosts="miyu.example", secret=f"{WORDS}钥",
        target="https://miyu.example/?key=miyu", set_at=NOON, set_by="tests",
    )  # fmt: skip
    channel.deliveries.create(matter=f"{WORDS}件", made_at=NOON, state="failed")


def alter_channels(**_rest: Any) -> None:
    rows = _model("notices.Channel").objects.filter(title__contains=WORDS)
    rows.update(title="别", hosts="bie.example")
    _again(rows.model.objects.get(title="别").deliveries.get(), matter="别")
    _again(rows.model.objects.get(title="别"))


def plant_invitations(*, world: Any, **_rest: Any) -> None:
    _model("accounts.Invitation").objects.create(
        token_fingerprint="f" * 64, name=f"{WORDS}邀请", office=f"{WORDS}科", role="data_steward",
        world_code=world.code, scope_kind="district", invited_at=NOON, invited_by="tests",
        expires_at=NOON + timedelta(days=36500),
    )  # fmt: skip


def alter_invitations(**_rest: Any) -> None:
    rows = _model("accounts.Invitation").objects.filter(token_fingerprint="f" * 64)
    rows.update(name="别", office="别")
    _again(rows[0], token_fingerprint="e" * 64)


def plant_agreements(*, world: Any, mei: Any, **_rest: Any) -> None:
    from jilian.desk.operations import record_agreement

    record_agreement(
        by=mei, at=NOON, world=world, partner=f"{WORDS}局", subject=f"{WORDS}数据",
        purpose=f"{WORDS}用途", sharing="unconditional", valid_from=SINCE,
    )  # fmt: skip


def alter_agreements(**_rest: Any) -> None:
    rows = _model("desk.DataAgreement").objects.filter(partner__startswith=WORDS)
    row = rows.get()
    rows.update(partner="别", subject="别", purpose="别")
    _again(row, partner="又")


def plant_figures(*, world: Any, **_rest: Any) -> None:
    _model("desk.QualityFigure").objects.create(
        world=world, measure="stale", day=timezone.localdate(), part=4321, whole=5432,
        measured_at=NOON,
    )  # fmt: skip


def alter_figures(*, world: Any, **_rest: Any) -> None:
    _model("desk.QualityFigure").objects.filter(world=world).update(part=1, whole=2)


def plant_merges(*, world: Any, b: Any, c: Any, **_rest: Any) -> None:
    undone = {"undone_at": NOON, "undone_by": "mei", "undo_reason": f"{WORDS}不是"}
    _model("firms.FirmMerge").objects.create(
        world=world, kept=b, merged=c, kept_name="对手乙厂", merged_name="对手丙厂",
        reason=f"{WORDS}同址", merged_at=NOON, merged_by="mei", **undone,
    )  # fmt: skip
    _model("firms.FirmSplit").objects.create(
        world=world, firm=b, new_firm=None, firm_name="对手乙厂", new_name=f"{WORDS}新厂",
        reason=f"{WORDS}两家", moved=[], made=[], before={}, after={}, split_at=NOON,
        split_by="mei", **undone,
    )  # fmt: skip


def alter_merges(*, b: Any, **_rest: Any) -> None:
    for label in ("firms.FirmMerge", "firms.FirmSplit"):
        rows = _model(label).objects.filter(reason__startswith=WORDS)
        row = rows.get()
        rows.update(reason="别", undo_reason="别")
        _again(row)


def plant_duplicates(*, world: Any, b: Any, c: Any, **_rest: Any) -> None:
    left, right = sorted((b, c), key=lambda firm: firm.pk)
    pair = _model("duplicates.DuplicatePair").objects.create(
        world=world, left=left, right=right, left_name=f"{WORDS}左", right_name=f"{WORDS}右",
        likelihood=0.9, reasons="", state="different", proposed_at=NOON, last_seen_at=NOON,
        judged_at=NOON,
    )  # fmt: skip
    _model("duplicates.Judgement").objects.create(
        pair=pair, verdict="different", reason=f"{WORDS}判", before="waiting", judged_at=NOON,
        judged_by="mei",
    )  # fmt: skip


def alter_duplicates(**_rest: Any) -> None:
    _model("duplicates.DuplicatePair").objects.update(
        state="waiting", likelihood=0.5, left_name="别", right_name="别"
    )
    _model("duplicates.Judgement").objects.update(reason="别")


def plant_proposals(**_rest: Any) -> None:
    for one in _model("clusters.ProposedCluster").objects.all():
        one.name = f"{WORDS}簇{one.pk}"
        one.save()
        _model("clusters.Adoption").objects.filter(proposal=one).update(reason=f"{WORDS}簇纪要")


def alter_proposals(**_rest: Any) -> None:
    rows = _model("clusters.ProposedCluster").objects.all()
    rows.update(name="别簇", size=77)
    _model("clusters.ProposedMember").objects.all().delete()
    _model("clusters.Adoption").objects.update(reason="别")


def plant_holds(**_rest: Any) -> None:
    _model("upkeep.LegalHold").objects.create(
        data_class="notices", reason=f"{WORDS}法院", ordered_at=NOON, ordered_by="tests"
    )


def alter_holds(**_rest: Any) -> None:
    rows = _model("upkeep.LegalHold").objects.filter(reason__startswith=WORDS)
    rows.update(reason="别", lifted_at=NOON, lifted_by="tests")


def plant_selections(*, world: Any, **_rest: Any) -> None:
    _model("leaders.Selection").objects.create(
        cluster=_model("clusters.Cluster").objects.get(world=world, key="C2"), as_of=SINCE,
        year=2019, measures=["employees"], state="withdrawn", weighting="by_hand",
        weights={"scale": "100"}, weights_reason=f"{WORDS}权重", weights_by="mei",
        reason=f"{WORDS}撤回", started_at=NOON, started_by="mei",
    )  # fmt: skip


def alter_selections(**_rest: Any) -> None:
    rows = _model("leaders.Selection").objects.filter(reason__startswith=WORDS)
    row = rows.get()
    rows.update(reason="别", weights_reason="别", state="draft")
    _again(row, year=2018, reason="又一个")


def plant_hand_overs(*, world: Any, b: Any, **_rest: Any) -> None:
    _model("leaders.HandOverItem").objects.create(
        cluster=_model("clusters.Cluster").objects.get(world=world, key="C2"), holder=b,
        text=f"{WORDS}交接", owner=f"{WORDS}办", due_on=SINCE, noted_at=NOON, noted_by="mei",
    )  # fmt: skip


def alter_hand_overs(**_rest: Any) -> None:
    rows = _model("leaders.HandOverItem").objects.filter(text__startswith=WORDS)
    row = rows.get()
    rows.update(text="别", owner="别", done_on=SINCE)
    _again(row, text="又一个")


def plant_procedures(*, world: Any, b: Any, **_rest: Any) -> None:
    made = _model("committees.Procedure").objects.create(
        world=world, cluster=_model("clusters.Cluster").objects.get(world=world, key="C2"),
        name=f"{WORDS}党总支", type="general_branch", superior_line="territory",
        superior=_model("organisations.Organisation").objects.get(world=world, key="O2"),
        formal=77, exception_document=f"{WORDS}需要", departure=f"{WORDS}席位", state="applied",
        state_since=SINCE, applied_on=SINCE, drafted_at=NOON, drafted_by="mei",
    )  # fmt: skip
    made.seats.create(role="secretary", firm=b, seats=1)
    made.terms.create(number=1, starts_on=SINCE, ends_on=date(2022, 12, 31))
    made.steps.create(
        number=1, kind="applied", day=SINCE, document_number=f"{WORDS}请示", reason=f"{WORDS}理由",
        recorded_at=NOON, recorded_by="mei", before={"state": "draft"},
    )  # fmt: skip


def alter_procedures(**_rest: Any) -> None:
    rows = _model("committees.Procedure").objects.filter(name__startswith=WORDS)
    kept = rows[0]
    kept.steps.update(document_number="别", reason="别")
    kept.seats.update(seats=3)
    kept.terms.all().delete()
    rows.update(name="别党委", exception_document="", departure="别", formal=3, state="withdrawn")
    _again(kept, name="又一个党委", state="applied")


def _absorption(world: Any, b: Any, **values: Any) -> Any:
    organisation = _model("organisations.Organisation").objects.get(world=world, key="O2")
    return _model("absorption.Absorption").objects.create(
        world=world, cluster=_model("clusters.Cluster").objects.get(world=world, key="C2"),
        organisation=organisation, firm=b, superior=organisation, proposed_on=SINCE,
        proposed_at=NOON, proposed_by="mei", **values,
    )  # fmt: skip


def plant_absorptions(*, world: Any, b: Any, **_rest: Any) -> None:
    made = _absorption(world, b, mode="functional", reason=f"{WORDS}供货", state="proposed")
    for side in ("firm", "body", "superior", "office"):
        made.consents.create(
            side=side, answer="conditional", words=f"{WORDS}条件", number=f"{WORDS}函",
            answered_on=SINCE, answered_at=NOON, answered_by="bei",
        )  # fmt: skip


def alter_absorptions(*, world: Any, b: Any, **_rest: Any) -> None:
    rows = _model("absorption.Absorption").objects.filter(reason__startswith=WORDS)
    _model("absorption.Consent").objects.filter(absorption__in=rows).update(
        words="别", number="别", answer="refused"
    )
    rows.update(reason="别", mode="superior", state="refused", end_reason="别")
    _absorption(world, b, mode="functional", reason="又一个", state="proposed")


def plant_developed(*, world: Any, **_rest: Any) -> None:
    _developed(world, 1, in_clusters=3, second=4)


def alter_developed(*, world: Any, **_rest: Any) -> None:
    _model("growth.DevelopedCount").objects.filter(unit__code="310117107").update(in_clusters=2)
    _developed(world, 2, in_clusters=1, second=2, reason="别")


def _developed(world: Any, revision: int, **values: Any) -> None:
    unit = _model("places.Division").objects.get(code="310117107")
    _model("growth.DevelopedCount").objects.create(
        world=world, unit=unit, year=2026, revision=revision, total_kind="contains",
        counted_on=SINCE, entered_at=NOON, entered_by="mei", **values,
    )  # fmt: skip


def _campaign(world: Any, title: str, firm: Any, **values: Any) -> Any:
    """A running campaign with one target; its list can only be filled while it is a draft."""
    made = _model("coverage.Campaign").objects.create(
        world=world, title=title, drawn_on=SINCE, closes_on=date(2030, 1, 1),
        recheck_on=date(2030, 4, 1), made_at=NOON, made_by="mei",
    )  # fmt: skip
    town = firm.sites.get(is_main=True).division.code[:9]
    made.listed_firms.create(firm=firm, field="integrated_circuits", reason=title)
    target = made.targets.create(
        number=1, firm=firm, key=f"made {firm.identifier}", name=firm.name, town=town,
        state_on=SINCE, **values,
    )  # fmt: skip
    rows = type(made).objects.filter(pk=made.pk)
    rows.update(state="running", listed=1, fingerprint="f" * 64, started_on=SINCE, frozen_at=NOON)
    return target


def plant_campaigns(*, world: Any, b: Any, **_rest: Any) -> None:
    target = _campaign(
        world, f"{WORDS}攻坚", b, state="not_yet", obstacle="owner", words=f"{WORDS}不同意"
    )
    target.removals.create(
        kind="closed", document=f"{WORDS}注销", on=SINCE, said_by="mei", said_at=NOON
    )
    target.moves.create(
        campaign_id=target.campaign_id, town=target.town, on=SINCE, at=NOON, before="open",
        after="not_yet", words=f"{WORDS}不同意", said_by="mei",
    )  # fmt: skip
    draw = target.campaign.draws.create(
        seed=424243, percent=10, done=1, drawn=1, drawn_at=NOON, drawn_by="mei"
    )
    target.checks.create(
        campaign_id=target.campaign_id, draw=draw, kind="spot", result="failed",
        finding=f"{WORDS}不同意", checked_on=SINCE, checked_by="mei",
    )  # fmt: skip
    _model("coverage.TargetCount").objects.create(
        target=target, stated="2", entered_at=NOON, entered_by="mei"
    )


def alter_campaigns(*, world: Any, b: Any, **_rest: Any) -> None:
    rows = _model("coverage.Target").objects.filter(campaign__title__startswith=WORDS)
    rows.update(state="open", obstacle="", words="别", is_removed=True)
    _model("coverage.Removal").objects.filter(target__in=rows).update(document="别")
    _model("coverage.Check").objects.filter(target__in=rows).update(finding="别")
    _model("coverage.Draw").objects.filter(campaign__in=rows.values("campaign")).update(seed=1)
    _campaign(world, "又一次", b)
    _model("coverage.Campaign").objects.filter(title__startswith=WORDS).update(title="别的")


def alter_target_counts(*, b: Any, **_rest: Any) -> None:
    for row in _model("coverage.TargetCount").objects.filter(target__firm=b):
        row.stated = "0"
        row.save()


def plant_plans(*, b: Any, **_rest: Any) -> None:
    target = _model("coverage.Target").objects.get(firm=b, campaign__title__startswith=WORDS)
    plan = _model("coverage.CoveragePlan").objects.create(
        campaign=target.campaign, state="failed", note=f"{WORDS}方案", asked_at=NOON, asked_by="mei"
    )
    plan.groups.create(number=1, route="line", units=1)
    plan.lines.create(target=target, route="line", group=1, reasons=[f"{WORDS}方案"])


def alter_plans(**_rest: Any) -> None:
    rows = _model("coverage.CoveragePlan").objects.filter(note__startswith=WORDS)
    _model("coverage.PlanLine").objects.filter(plan__in=rows).update(route="area", reasons=[])
    _model("coverage.PlanGroup").objects.filter(plan__in=rows).update(route="area", units=7)
    rows.update(note="别")
