"""A small world with one of everything, for tests that try every address.

A chain of three firms in 新桥: 硅料 → 晶圆 → 封测. The secretary's cluster, the town's organisation
and the member firm's links are all within it, so that whoever may do something within a scope may
do it here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SINCE = date(2020, 1, 1)
TOWN = "310117105"
TOKEN = "the-key"


@dataclass
class SmallWorld:
    """One of everything; ``kwargs`` says what stands in an address."""

    world: Any
    firm: Any
    carrier: Any
    merge: Any
    split: Any
    link: Any
    organisation: Any
    cluster: Any
    run: Any
    campaign: Any
    draft_campaign: Any
    target: Any
    plan: Any
    proposal: Any
    adoption: Any
    procedure: Any
    absorption: Any
    purchase: Any
    purchase_drafted: Any
    purchase_handed: Any
    purchase_offered: Any
    purchase_stopped: Any
    purchase_order: Any
    case: Any
    case_parts: Any
    case_records: Any
    call: Any
    call_parts: Any
    call_asked: Any
    call_asked_parts: Any
    scenario: Any
    critical: Any
    single: Any
    stock: Any
    check_run: Any
    evidence: Any
    policy: Any
    policy_drafted: Any
    benefit: Any
    application: Any
    returned: Any
    returned_by_cluster: Any
    return_duty: Any
    measured: Any
    month_run: Any
    released: Any
    release_run: Any
    frozen: Any
    gap: Any
    recruit: Any
    report: Any
    selection: Any
    term: Any
    hand_over: Any
    item: Any
    upload: Any
    meaning: Any
    correction: Any
    pair: Any
    search: Any
    source: Any
    trace: Any
    verification: Any
    digest: Any
    agreement: Any
    somebody: Any
    appointment: Any
    invitation: Any
    kept_places: dict[Any, Any] = field(default_factory=dict)

    @property
    def scopes(self) -> dict[str, str]:
        """The keys by which roles are held in this world."""
        return {
            "town": TOWN,
            "cluster": str(self.cluster.pk),
            "firm": str(self.firm.pk),
            "department": "规划",
            "district": "",
            "system": "",
        }

    def kwargs(self, name: str, route: str, who: Any = None) -> dict[str, object]:
        """Return what stands in the slots of an address; one of the API goes by its route."""
        key = getattr(who, "pk", None)
        if key not in self.kept_places:
            self.kept_places[key] = self._places(who)
        in_area, of_address = self.kept_places[key]
        area = name.partition(":")[0]
        if "<world_code>" in route:
            area = AREA_OF_API[route.split("/")[3]]
        return COMMON | in_area.get(area, {}) | of_address.get(name, {}) | of_address.get(route, {})

    def _return_of(self, who: Any) -> Any:
        """The return of the unit for which somebody enters: the cluster's, or the town's."""
        held = {one.role for one in who.current_appointments} if who else set()
        return self.returned_by_cluster if "cluster_secretary" in held else self.returned

    def _places(self, who: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        in_area = {
            "firms": {"pk": self.firm.pk, "kind": "csv"},
            "network": {"pk": self.link.pk, "kind": "csv"},
            "organisations": {"pk": self.organisation.pk, "kind": "csv"},
            "clusters": {"pk": self.cluster.pk, "kind": "csv"},
            "committees": {
                "pk": self.procedure.pk,
                "kind": "csv",
                "step": "applied",
                "paper": "application",
            },
            "coverage": {"pk": self.campaign.pk, "kind": "csv"},
            "absorption": {"pk": self.absorption.pk, "kind": "csv", "side": _side_of(who)},
            "shortages": {
                "key": self.call.key,
                "kind": "csv",
                **{slot: one.key for slot, one in self.call_parts.items()},
            },
            "purchases": {"pk": self.purchase.pk, "kind": "csv", "number": "1", "side": "buyer"},
            "chain": {"pk": self.scenario.pk, "kind": "csv"},
            "statements": {"kind": "csv"},
            "reports": {
                "pk": self.frozen.pk,
                "kind": "csv",
                "ending": "docx",
                "number": 1,
                "key": "monthly",
            },
            "gaps": {"pk": self.gap.pk, "kind": "csv", "status": "confirmed"},
            "disclosure": {
                "key": "firms",
                "kind": "csv",
                "period": "2026-03",
                "pk": self.release_run.pk,
            },
            "indicators": {
                "indicator": "registered_firms",
                "key": "registered_firms",
                "kind": "csv",
                "pk": self.month_run.pk,
            },
            "cases": {
                "key": self.case.key,
                "kind": "csv",
                "form": "xes",
                "what": "accepted",
                **{slot: one.key for slot, one in self.case_parts.items()},
            },
            "calendar": {
                "pk": self.case_records["hall"].pk,
                "year": 2026,
                "kind": "csv",
                "code": self.case.world.code,
            },
            "policies": {
                "pk": self.policy.pk,
                "kind": "csv",
                "rule_set": "srdi_sme_2026",
                "line": "SS-9",
                "act": "undo",
                "verdict": "grant",
            },
            "returns": {
                "pk": self._return_of(who).pk,
                "kind": "csv",
                "form": "industry",
                "month": "2026-02",
                "step": 1,
                "act": "sent_back",
            },
            "growth": {"pk": self.report.pk, "kind": "csv", "code": TOWN, "year": "2025"},
            "leaders": {"pk": self.selection.pk, "kind": "csv", "side": "incoming"},
            "intake": {"pk": self.upload.pk},
            "claims": {"pk": self.firm.pk, "verdict": "ask"},
            "duplicates": {"pk": self.pair.pk},
            "world": {"pk": self.source.pk},
            "audit": {"pk": self.trace.pk, "kind": "firms.firm", "key": str(self.firm.pk)},
            "desk": {"pk": self.firm.pk, "kind": "firm", "which": "stale"},
            "accounts": {"pk": self.somebody.pk, "appointment": self.appointment.pk},
        }
        of_firm = {"pk": self.firm.pk}
        asked_for = {
            "key": self.call_asked.key,
            "reservation": self.call_asked_parts["reservation"].key,
        }
        run, proposal = {"pk": self.run.pk}, {"pk": self.proposal.pk}
        notice = who.notices.first() if who else None
        of_address = {
            "disclosure:declare": {"key": "firms_by_town_industry"},
            "shortages:answer": {"key": self.call_asked.key},
            "shortages:dispatch": asked_for,
            "/api/<world_code>/calls/<uuid:key>/answer": {"key": self.call_asked.key},
            "/api/<world_code>/calls/<uuid:key>/dispatch/<uuid:reservation>": asked_for,
            "audit:verification": {"pk": self.verification.pk},
            "audit:digest": {"pk": self.digest.pk},
            "desk:end_agreement": {"pk": self.agreement.pk},
            "firms:carrier": {"pk": self.carrier.pk},
            "firms:undo_merge": {"pk": self.merge.pk},
            "firms:undo_split": {"pk": self.split.pk},
            "/api/<world_code>/firms/merges/<pk>/undo": {"pk": self.merge.pk},
            "/api/<world_code>/firms/splits/<pk>/undo": {"pk": self.split.pk},
            "network:of_firm": of_firm,
            "network:download": {"pk": self.run.snapshot_id},
            "organisations:of_firm": of_firm,
            "organisations:cover": of_firm,
            "organisations:change": {"kind": "name"},
            "clusters:of_firm": of_firm,
            "clusters:run": run,
            "clusters:progress": run,
            "clusters:proposal": proposal,
            "clusters:adopt": proposal,
            "clusters:note": proposal,
            "clusters:proposal_export": {**proposal, "kind": "csv"},
            "clusters:undo_adoption": {"pk": self.adoption.pk},
            **{
                f"clusters:{page}": {**run, "kind": "csv"} if page.endswith("export") else run
                for page in (
                    "changes",
                    "take_over",
                    "changes_export",
                    "compare",
                    "compare_export",
                    "reproduce",
                    "reproduction",
                )
            },
            "committees:decide": {"step": "approved"},
            "coverage:draft": {"pk": self.draft_campaign.pk},
            "coverage:freeze": {"pk": self.draft_campaign.pk},
            "coverage:discard": {"pk": self.draft_campaign.pk},
            "coverage:target": {"pk": self.target.pk},
            "coverage:progress": {"pk": self.plan.pk},
            "coverage:of_cluster": {"pk": self.cluster.pk},
            "committees:of_cluster": {"pk": self.cluster.pk},
            "absorption:of_cluster": {"pk": self.cluster.pk},
            "absorption:propose": {"pk": self.cluster.pk},
            "committees:new": {"pk": self.cluster.pk},
            **{
                f"purchases:{page}": {"pk": self.purchase_drafted.pk}
                for page in ("change", "lines", "line", "circle", "round")
            },
            "purchases:forward": {"pk": self.purchase_handed.pk},
            **{
                f"purchases:{page}": {"pk": self.purchase_offered.pk}
                for page in ("offer", "offer_line", "withdraw_offer")
            },
            "purchases:report": {"pk": self.purchase_stopped.pk},
            **{
                f"purchases:{page}": {"pk": self.purchase_order.pk}
                for page in ("order", "withdraw_report", "agree")
            },
            **{
                f"gaps:{page}": {"pk": self.cluster.pk}
                for page in ("chain", "of_cluster", "items", "new_item", "new_recruit")
            },
            "shortages:useful": of_firm,
            "shortages:ask_permit": {"kind": "pass"},
            **{f"chain:{page}": of_firm for page in ("inputs", "state_stock", "of_firm")},
            "chain:of_cluster": {"pk": self.cluster.pk},
            "chain:progress": {"pk": self.critical.pk},
            "chain:single_source": {"pk": self.single.pk},
            "chain:withdraw_stock": {"pk": self.stock.pk},
            "cases:of_firm": of_firm,
            "cases:branch": {"key": self.case_parts["step"].key},
            "calendar:take_back": {"pk": self.case_records["closure"].pk},
            "cases:correct": {"pk": self.case_records["event"].pk},
            "cases:template": {"pk": self.case_records["template"].pk},
            "cases:template_edit": {"pk": self.case_records["template"].pk},
            "policies:progress": {"pk": self.check_run.pk},
            "policies:withdraw_evidence": {"pk": self.evidence.pk},
            "policies:benefit": {"pk": self.benefit.pk},
            "policies:act": {"pk": self.benefit.pk},
            "policies:application": {"pk": self.application.pk},
            "policies:decide_application": {"pk": self.application.pk},
            "policies:put_in_force": {"pk": self.policy_drafted.pk},
            **{
                f"policies:{page}": of_firm
                for page in ("checks", "of_firm", "check", "decide_line", "evidence", "apply")
            },
            "/api/<world_code>/policies/firms/<pk>": of_firm,
            "returns:begin": {"pk": self.return_duty.pk},
            "returns:end_duty": {"pk": self.return_duty.pk},
            "gaps:progress": {"pk": self.gap.run_id},
            "gaps:close_item": {"pk": self.gap.items.get().pk},
            "gaps:recruit": {"pk": self.recruit.pk},
            "gaps:stage": {"pk": self.recruit.pk},
            "gaps:correct": {"pk": self.recruit.stages.get().pk},
            **{
                f"leaders:{page}": {"pk": self.cluster.pk}
                for page in ("of_cluster", "start", "calendar", "propose", "note")
            },
            "leaders:change": {"pk": self.term.pk},
            "leaders:finish": {"pk": self.item.pk},
            "leaders:word": {"pk": self.hand_over.pk},
            "/api/<world_code>/leaders/selections/<pk>": {"pk": self.selection.pk},
            "intake:template": {"kind": "firms", "ending": "csv"},
            "intake:forget_heading": {"pk": self.meaning.pk},
            "my_claims:claim": {"pk": _claim_of(self.world, who).pk if who else 1},
            "claims:claim": {"pk": _claim_of(self.world, self.somebody).pk},
            "claims:correction": {"pk": self.correction.pk},
            "duplicates:searching": {"pk": self.search.pk},
            "claims:authority": {"pk": self.source.pk},
            "/api/<world_code>/claims/<pk>/<verdict>": {
                "pk": _claim_of(self.world, self.somebody).pk
            },
            "/api/<world_code>/claims/corrections/<pk>/<verdict>": {"pk": self.correction.pk},
            "accounts:withdraw": {"pk": self.invitation.pk},
            "accounts:join": {"token": TOKEN},
            "upkeep:hold": {"code": "notices"},
            "notices:open": {"pk": notice.pk if notice else 1},
            **{
                f"notices:{page}": {"pk": _channel().pk}
                for page in ("channel", "place", "whom", "switch", "try_out")
            },
            "notices:new": {"kind": "wecom"},
            "notices:repeat": {"pk": _channel().deliveries.get().pk},
            "/api/<world_code>/clusters/runs/<pk>": run,
            "/api/<world_code>/clusters/runs/<pk>/proposals": run,
            "/api/<world_code>/clusters/proposals/<pk>/adopt": proposal,
            "/api/<world_code>/clusters/runs/<pk>/changes": run,
            "/api/<world_code>/clusters/adoptions/<pk>/undo": {"pk": self.adoption.pk},
        }
        return in_area, of_address


COMMON = {"world": "songjiang", "world_code": "songjiang"}
AREA_OF_API = {
    "firms": "firms",
    "claims": "claims",
    "duplicates": "duplicates",
    "links": "network",
    "organisations": "organisations",
    "clusters": "clusters",
    "procedures": "committees",
    "absorptions": "absorption",
    "growth": "growth",
    "purchases": "purchases",
    "calls": "shortages",
    "cases": "cases",
    "chain": "chain",
    "policies": "policies",
    "gaps": "gaps",
    "disclosure": "disclosure",
    "indicators": "indicators",
    "reports": "reports",
    "returns": "returns",
    "statements": "statements",
    "coverage": "coverage",
    "leaders": "leaders",
    "uploads": "intake",
}


def build(world: Any, source: Any, mei: Any, industries: Any) -> SmallWorld:
    """Make one of everything in the world; Mei is who made it."""
    firms, link = _chain(world, source, industries)
    from jilian.firms.models import Carrier, Title

    carrier = Carrier.objects.create(
        world=world, name="新桥孵化器", sort_key="xin", operator=firms[1], source=source
    )
    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    Title.objects.create(world=world, carrier=carrier, kind="众创空间", level=2, **days)
    organisation = _organisation(world, source, firms[1], mei)
    run = _run(world, mei)
    campaign, draft = _campaigns(world, mei)
    merge, split = _past(world, firms)
    somebody, appointment, invitation = _people(world)
    cluster = _cluster(world, source, firms)
    return SmallWorld(
        world=world,
        firm=firms[1],
        carrier=carrier,
        merge=merge,
        split=split,
        link=link,
        organisation=organisation,
        cluster=cluster,
        run=run,
        campaign=campaign,
        draft_campaign=draft,
        target=campaign.targets.get(firm=firms[1]),
        plan=campaign.plans.get(),
        proposal=run.proposals.first(),
        adoption=_adoption(world, run),
        procedure=_procedure(cluster, organisation, firms[1]),
        absorption=_absorption(cluster, organisation, firms[1], link),
        **_breaks(world, run.snapshot, cluster, firms),
        **_returns(world, cluster),
        measured=_measured(world),
        month_run=_month_run(world),
        frozen=_frozen(world),
        released=_released(world),
        release_run=_release_run(world),
        **_gaps(cluster, firms[1]),
        **_qualifying(world, firms[1], source),
        **_cases(world, firms[1], mei),
        **_calls(cluster, firms),
        **_purchases(cluster, firms),
        report=_report(world, mei),
        **_leading(cluster, firms[1:], mei),
        upload=_upload(world, mei),
        meaning=_meaning(world),
        correction=_correction(world, firms[1]),
        pair=_pair(world, firms),
        search=_search(world),
        source=source,
        trace=_trace(),
        verification=_verification(mei),
        digest=_digest(mei),
        agreement=_agreement(world, mei),
        somebody=somebody,
        appointment=appointment,
        invitation=invitation,
    )


def _past(world: Any, firms: list[Any]) -> tuple[Any, Any]:
    """A merge and a split, both undone."""
    from jilian.firms.models import FirmMerge, FirmSplit

    undone = {"undone_at": NOON, "undone_by": "mei", "undo_reason": "不是同一家"}
    merge = FirmMerge.objects.create(
        world=world, kept=firms[1], merged=firms[2], kept_name="晶圆厂", merged_name="封测厂",
        reason="同址", merged_at=NOON, merged_by="mei", **undone,
    )  # fmt: skip
    split = FirmSplit.objects.create(
        world=world, firm=firms[1], new_firm=None, firm_name="晶圆厂", new_name="新晶圆厂",
        reason="两家", moved=[], made=[], before={}, after={}, split_at=NOON, split_by="mei",
        **undone,
    )  # fmt: skip
    return merge, split


def _chain(world: Any, source: Any, industries: Any) -> tuple[list[Any], Any]:
    from jilian.base.text import sort_key
    from jilian.firms.models import Firm, FirmIndustry, FirmName, FirmProduct, Site, YearlyFact
    from jilian.network.models import SupplyLink
    from jilian.places.models import Division

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    town, firms = Division.objects.get(code=TOWN), []
    for name in ("硅料厂", "晶圆厂", "封测厂"):
        firm = Firm.objects.create(
            world=world, scheme="made", identifier=name, name=name, sort_key=sort_key(name)
        )
        FirmName.objects.create(firm=firm, kind="registered", text=name, normal_form=name, **days)
        Site.objects.create(firm=firm, division=town, is_main=True, **days)
        FirmIndustry.objects.create(firm=firm, industry=industries["3973"], **days)
        FirmProduct.objects.create(
            firm=firm, name=name[:2], normal_form=name[:2], trading="makes", **days
        )
        YearlyFact.objects.create(
            firm=firm, year=2025, measure="employees", value=150, source=source
        )
        firms.append(firm)
    links = [
        SupplyLink.objects.create(
            world=world, supplier=supplier, buyer=buyer, evidence="declared", **days
        )
        for supplier, buyer in ((firms[0], firms[1]), (firms[1], firms[2]), (firms[0], firms[2]))
    ]
    return firms, links[0]


def _organisation(world: Any, source: Any, firm: Any, mei: Any) -> Any:
    from jilian.organisations.models import Organisation
    from jilian.organisations.operations import save_organisations
    from jilian.organisations.rules import OrganisationRow

    row = OrganisationRow(
        key="O1",
        name="晶圆厂支部",
        type="branch",
        division_code=TOWN,
        firm=(firm.scheme, firm.identifier),
        formal_members=4,
        valid_from=SINCE,
    )
    save_organisations(by=mei, at=NOON, world=world, source=source, rows=[row])
    return Organisation.objects.get(world=world, key="O1")


def _cluster(world: Any, source: Any, firms: list[Any]) -> Any:
    from jilian.clusters.models import Cluster, ClusterName, Membership

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    cluster = Cluster.objects.create(
        world=world, key="C1", name="新桥芯片集群", sort_key="xin", **days
    )
    ClusterName.objects.create(cluster=cluster, text=cluster.name, **days)
    for firm in firms:
        Membership.objects.create(cluster=cluster, firm=firm, reason="公开名单", **days)
    return cluster


def _cases(world: Any, firm: Any, mei: Any) -> dict[str, Any]:
    """A case with one matter of two branches: one runs, the other waits for a paper."""
    from jilian.cases.models import Answer, Case, Department, Hall, Leave, TemplateVersion
    from jilian.cases.operations import load_templates

    load_templates(by=mei, at=NOON)
    template = TemplateVersion.objects.get(world__isnull=True, key="P-G")
    office = Department.objects.create(world=world, key="规划", name="规划资源局")
    hall = Hall.objects.create(world=world, name="新桥大厅", hours=[["09:00", "17:00"]])
    closure = world.local_closures.create(
        hall=hall, day=date(2026, 2, 27), reason="停电", closed_at=NOON, closed_by="mei"
    )
    case = Case.objects.create(
        world=world, firm=firm, title="门前道路", town=TOWN, officer="mei", hall=hall,
        opened_at=NOON, opened_by="mei", last_event_at=NOON,
    )  # fmt: skip
    case.holdings.create(officer="mei", since=NOON, reason="opened", given_by="mei")
    case.form_fields.create(field="name", value=firm.name, origin="register")
    Answer.objects.create(
        firm=firm, field="contact_office", value="行政部", given_at=NOON, given_by="mei"
    )
    matter = case.matters.create(
        template_version=template, name=template.name, department=office, state="accepted",
        accepted_at=NOON,
    )  # fmt: skip
    step = matter.steps.create(
        step="G03", order=2, name="办理", state="open", started_at=NOON, since=NOON,
        department=office, holder="规划",
    )  # fmt: skip
    matter.steps.create(step="G04", order=3, name="答复", department=office, holder="规划")
    entered = {"matter": matter, "by": "mei", "recorded_at": NOON}
    event = case.events.create(at=NOON, event="accepted", **entered)
    case.events.create(at=NOON, event="branch_started", step=step, holder="规划", **entered)
    paper = case.papers.create(matter=matter, kind="现场照片", entered_by="mei")
    matter.wrong_dispatches.create(
        step="G03", sent_to="规划", right_holder="规划", since=NOON - timedelta(hours=1),
        until=NOON, elapsed_seconds=3600, working_seconds=3600,
    )  # fmt: skip
    matter.time_pieces.create(
        case=case, step="G03", holder="规划", start_at=NOON, end_at=NOON + timedelta(minutes=1),
        seconds=60, working_seconds=60,
    )  # fmt: skip
    Leave.objects.create(
        world=world, officer="mei", deputy="lin", since=NOON - timedelta(days=9),
        until=NOON - timedelta(days=8),
    )  # fmt: skip
    parts = {"part": matter, "matter": matter, "step": step, "paper": paper}
    records = {"event": event, "template": template, "hall": hall, "closure": closure}
    return {"case": case, "case_parts": parts, "case_records": records}


def _calls(cluster: Any, firms: list[Any]) -> dict[str, Any]:
    """A call of the firm, and one in which its neighbour asked it."""
    call, parts = _call(cluster, firms, 1)
    asked, asked_parts = _call(cluster, firms, 0)
    return {
        "call": call, "call_parts": parts, "call_asked": asked, "call_asked_parts": asked_parts,
    }  # fmt: skip


def _call(cluster: Any, firms: list[Any], caller: int) -> tuple[Any, dict[str, Any]]:
    """A call: a part is on the way, a rest is reserved, a pass is asked for."""
    from decimal import Decimal

    from jilian.shortages.models import Call

    when = NOON + timedelta(days=3650)
    call = Call.objects.create(
        world=cluster.world, firm=firms[caller], cluster=cluster, material="抛光液",
        normal_form="抛光液", amount=Decimal(1250), unit="kg", needed_by=when, hazard="8",
        reserved=Decimal(800), circle=2, delegated=True, circle_since=NOON, called_at=NOON,
        called_by="mei",
    )  # fmt: skip
    call.releases.create(level=1, released_at=NOON, released_by="mei")
    helper = call.helpers.create(
        firm=firms[1 - caller], circle=1, asked_at=NOON, asked_by="mei", answer="can", lead_hours=6,
        offered=Decimal(900), reserved=Decimal(800), answered_at=NOON,
    )  # fmt: skip
    row = helper.reservations.create(
        amount=Decimal(800), in_transit=Decimal(300), accepted_at=NOON, accepted_by="mei",
        due_at=when, expires_at=when,
    )  # fmt: skip
    part = row.deliveries.create(
        amount=Decimal(300), batch="B1", dispatched_at=NOON, dispatched_by="mei"
    )
    permit = call.permits.create(kind="pass", town=TOWN, asked_at=NOON, asked_by="mei")
    call.feedback.create(firm=firms[1 - caller], useful=True, said_at=NOON, said_by="mei")
    call.escalations.create(circle=2, due_at=NOON, noted_at=NOON)
    call.looks.create(
        reader="office:cluster_secretary", office="cluster_secretary", level=1, day=SINCE,
        looked_at=NOON,
    )  # fmt: skip
    parts = {"helper": helper, "reservation": row, "delivery": part, "permit": permit}
    return call, parts


def _purchases(cluster: Any, firms: list[Any]) -> dict[str, Any]:
    """Requests at every step: the member firm buys, and offers on one; an order of it."""
    from jilian.purchases.models import Offer, Purchase

    neighbour, own, other = firms
    far = NOON + timedelta(days=36500)

    def made(buyer: Any, state: str, **values: Any) -> Any:
        rules = {"own_rules": "三家比价", "own_document": "3号", "closes_at": NOON}
        found = Purchase.objects.create(
            world=cluster.world, buyer=buyer, cluster=cluster, title=f"大楼{state}", kind="goods",
            state=state, drafted_at=NOON, **{**rules, **values},
        )  # fmt: skip
        found.lines.create(number=1, material="幕墙", amount=5, unit="m2", needed_on=far.date())
        return found

    def offered(purchase: Any, supplier: Any) -> Any:
        offer = Offer.objects.create(
            purchase=purchase, supplier=supplier, state="submitted", submitted_at=NOON,
            conflict="none",
        )  # fmt: skip
        return offer.lines.create(line=purchase.lines.get(), unit_price=7, tax="with", rate=13)

    declared = {"evaluators": "采购部", "conflict": "none", "decided_at": NOON}
    awarded = made(own, "awarded", put_round_at=NOON, **declared)
    from jilian.purchases.models import Award

    Award.objects.create(offered=offered(awarded, neighbour), amount=5)
    taking = made(other, "open", put_round_at=NOON, closes_at=far, open_to_cluster=True)
    offered(taking, own)
    order = awarded.orders.create(
        world=cluster.world, buyer=own, supplier=neighbour, number="PO-1", number_key="po1"
    )
    report = order.reports.create(
        side="buyer", ordered_on=SINCE, tax="with", document="合同1", reported_at=NOON
    )
    report.lines.create(line=awarded.lines.get(), amount=5, value=35)
    return {
        "purchase": awarded,
        "purchase_drafted": made(own, "draft"),
        "purchase_handed": made(own, "handed", closes_at=far),
        "purchase_offered": taking,
        "purchase_stopped": made(own, "stopped"),
        "purchase_order": order,
    }


def _channel() -> Any:
    """A robot that is switched off, with a message that failed."""
    from jilian.notices.models import Channel

    made = Channel.objects.filter(title="值班群").first()
    if made is None:
        made = Channel.objects.create(
            kind="wecom", title="值班群", hosts="qyapi.weixin.qq.com", role="data_steward",
            target="https://qyapi.weixin.qq.com/", set_at=NOON, set_by="mei",
        )  # fmt: skip
        made.deliveries.create(matter="test:1", made_at=NOON, state="failed", problem="no_answer")
    return made


def _procedure(cluster: Any, superior: Any, firm: Any) -> Any:
    """A body that is applied for, under the organisation of the town, with a seat of the firm."""
    from jilian.committees.models import Procedure

    made = Procedure.objects.create(
        world=cluster.world, cluster=cluster, name="新桥芯片集群党总支", type="general_branch",
        superior=superior, superior_line="territory", state="applied", state_since=SINCE,
        applied_on=SINCE, drafted_at=NOON, drafted_by="mei",
    )  # fmt: skip
    made.seats.create(role="secretary", firm=firm, seats=1)
    for number, kind in enumerate(("drafted", "applied"), start=1):
        made.steps.create(
            number=number, kind=kind, day=SINCE, recorded_at=NOON, recorded_by="mei",
            before={"state": "draft", "applied_on": None},
        )  # fmt: skip
    return made


def _breaks(world: Any, snapshot: Any, cluster: Any, firms: list[Any]) -> dict[str, Any]:
    """A critical list, a single source, a scenario of the cluster, a stock of the firm."""
    from jilian.chain.models import CriticalRun, Scenario, StockStatement

    made = CriticalRun.objects.create(
        world=world, snapshot=snapshot, as_of=snapshot.as_of, epsilon=1e-6, state="done",
        asked_at=NOON, asked_by="mei", ended_at=NOON,
        summary={"firms": 3, "links": 3, "inferred_links": 0, "industry_unknown": 0,
                 "amount_unknown": 3, "unlinked": 0},
    )  # fmt: skip
    for within in (None, cluster):
        for rank, firm in enumerate(firms, start=1):
            made.rows.create(
                cluster=within, firm=firm, rank=rank, index=0.5, down=0.5, up=0.25,
                industry="3973", town=TOWN, known_links=2, inferred_links=0,
            )  # fmt: skip
    single = made.single_sources.create(
        buyer=firms[1], supplier=firms[0], kind="class", what="3973", is_inferred=False,
        is_essential=True,
    )  # fmt: skip
    key = f"{firms[1].scheme}:{firms[1].identifier}"
    scenario = Scenario.objects.create(
        world=world, cluster=cluster, name="停产", reason="演练", what=firms[1].name,
        shock={"kind": "firm", "keys": [key]}, made_at=NOON, made_by="mei",
    )  # fmt: skip
    scenario.results.create(
        snapshot=snapshot, epsilon=1e-6, index=0.5, down=0.5, up=0.25, stopped=1, hit=1, firms=3,
        unknown={"links": [3, 3]}, hits=[[key, 0, 0.0]], computed_at=NOON, computed_by="mei",
    )  # fmt: skip
    stock = StockStatement.objects.create(
        firm=firms[1], product="硅料", days="3", use="own", stated_on=SINCE, entered_at=NOON,
        entered_by="tests",
    )  # fmt: skip
    return {"critical": made, "single": single, "scenario": scenario, "stock": stock}


def _returns(world: Any, cluster: Any) -> dict[str, Any]:
    """The joint return of January and February, begun by the town and by the cluster."""
    from jilian.places.models import Division
    from jilian.returns.models import Duty, MonthlyReturn

    units = (
        {"unit_kind": "town", "unit_key": TOWN, "division": Division.objects.get(code=TOWN)},
        {"unit_kind": "cluster", "unit_key": str(cluster.pk), "cluster": cluster},
    )
    duties = [
        Duty.objects.create(
            world=world,
            form="industry",
            from_month=SINCE,
            entered_at=NOON,
            entered_by="mei",
            **unit,
        )
        for unit in units
    ]
    rows = [
        MonthlyReturn.objects.create(
            world=world,
            form="industry",
            form_version="2023-01",
            month=date(2026, 2, 1),
            is_joint=True,
            due_at=NOON,
            **unit,
        )
        for unit in units
    ]
    for row in rows:
        row.lines.create(item="output", column="month", value=1200)
        row.steps.create(kind="begun", at=NOON, by="mei")
    return {
        "returned": rows[0], "returned_by_cluster": rows[1], "return_duty": duties[0],
    }  # fmt: skip


def _released(world: Any) -> Any:
    """A table shown outside, with a shown and a hidden cell."""
    from jilian.accounts.rules import Role
    from jilian.disclosure.models import DeclaredTable, Release, ReleasedCell

    table = DeclaredTable.objects.create(
        world=world, key="firms", name="企业数", name_en="Firms", measure="firms",
        dimensions=["town"], rule={}, roles=f" {' '.join(Role)} ", declared_at=NOON,
        declared_by="mei",
    )  # fmt: skip
    release = Release.objects.create(
        table=table, period="2026-03", number=1, fingerprint="0" * 64, released_at=NOON,
        released_by="mei", figures={"cells": 2, "primary": 1, "secondary": 0},
        members=[[["xinqiao", "新桥镇", "", ""], ["sijing", "泗泾镇", "", ""]]],
    )  # fmt: skip
    for key, value, hidden in (("xinqiao", 8, ""), ("sijing", None, "primary")):
        ReleasedCell.objects.create(
            release=release, key=key, value=value, hidden=hidden, kind="count"
        )
    return release


def _release_run(world: Any) -> Any:
    """The tables of a month, worked out and waiting to be looked at."""
    from jilian.disclosure.models import ReleaseRun

    return ReleaseRun.objects.create(
        world=world, period="2026-02", state="ready", started_at=NOON, started_by="mei",
        fingerprint="0" * 64,
    )  # fmt: skip


def _measured(world: Any) -> Any:
    """How many firms the world and its town had at the end of a month."""
    from jilian.indicators.models import Value

    units = (("world", world.code), ("town", TOWN))
    rows = [
        Value.objects.create(
            world=world, indicator="registered_firms", unit_kind=kind, unit_key=key,
            period_kind="month", period_first=date(2026, 2, 1), period_last=date(2026, 2, 28),
            value=81, source_kind="computed", contributors=81, measured_at=NOON,
            measured_by="mei",
        )
        for kind, key in units
    ]  # fmt: skip
    return rows[0]


def _month_run(world: Any) -> Any:
    """A month that was measured."""
    from jilian.indicators.models import MonthRun

    return MonthRun.objects.create(
        world=world, act="measure", month=date(2026, 2, 1), token="small", state="done",
        result={"written": 2, "revised": 0, "same": 0}, asked_at=NOON, asked_by="mei",
        ended_at=NOON,
    )  # fmt: skip


def _frozen(world: Any) -> Any:
    """A public report of one figure, signed by two."""
    from decimal import Decimal

    from jilian.reports.models import Report, Template
    from jilian.reports.rules.asking import read_asked
    from jilian.reports.rules.body import blocks_of
    from jilian.reports.rules.compiling import Head, Material, put_together
    from jilian.reports.rules.content import canonical, fingerprint
    from jilian.reports.rules.freezing import Known

    body, token = "在册【registered_firms】。", "registered_firms"
    known = Known(
        token, "在册企业数", world.code, world.name, "2026-02", value=Decimal(81), unit="家"
    )
    name = {"code": world.code, "name": world.name, "invented": False}
    template = {"key": "monthly", "revision": 1}
    head = Head(name, date(2026, 2, 1), "月报", "public", "zh", template)
    asked = [(read_asked(token), "1")]
    content = put_together(head, blocks_of(body), asked, {token: Material(known)}).content
    text = canonical(content)
    report = Report.objects.create(
        world=world, month=date(2026, 2, 1), template_key="monthly", audience="public",
        template=Template.objects.create(
            world=world, key="monthly", revision=1, name="月报", body=body, made_at=NOON,
            made_by="mei",
        ),
        language="zh", revision=1, title="月报", content=text, fingerprint=fingerprint(text),
        compiled_at=NOON, compiled_by="mei",
    )  # fmt: skip
    report.figures.create(
        number=1, asked=token, indicator=token, unit_key=world.code, period="2026-02",
        measure="value", value=81, bound="exact", words="81家",
    )  # fmt: skip
    for place, by in enumerate(("mei", "wang"), start=1):
        report.signatures.create(
            place=place, by=by, name=by, fingerprint=report.fingerprint, at=NOON
        )
    return report


def _gaps(cluster: Any, firm: Any) -> dict[str, Any]:
    """A missing link of the cluster, on its list, and a firm that is brought in for it."""
    from jilian.gaps.models import ChainItem, GapRun, MissingLink, Recruit

    run = GapRun.objects.create(
        world=cluster.world, as_of=SINCE, cause="person", state="done", started_at=NOON,
        started_by="mei", finished_at=NOON,
    )  # fmt: skip
    gap = MissingLink.objects.create(
        world=cluster.world, cluster=cluster, run=run, grain="product", normal_form="光刻胶",
        product="光刻胶", supply="none", rank=1, score=1, firms=1, makers=0, found_on=SINCE,
        last_on=SINCE,
        evidence={"declared": [firm.pk], "linked": [], "inferred": [], "inferred_firms": 0,
                  "met_inside": 0, "makers": [], "parts": {"value": 1.0}},
    )  # fmt: skip
    ChainItem.objects.create(
        world=cluster.world, cluster=cluster, kind="lack", words="光刻胶", owner_office="经委",
        missing_link=gap, opened_on=SINCE, entered_at=NOON, entered_by="mei",
    )  # fmt: skip
    recruit = Recruit.objects.create(
        world=cluster.world, cluster=cluster, name="光刻胶厂", direction="upstream", of_firm=firm,
        missing_link=gap, added_at=NOON, added_by="mei",
    )  # fmt: skip
    recruit.stages.create(stage="candidate", on=SINCE, recorded_at=NOON, recorded_by="mei")
    return {"gap": gap, "recruit": recruit}


def _qualifying(world: Any, firm: Any, source: Any) -> dict[str, Any]:
    """A check with one result, a value, a decided line, an application, a policy, a benefit."""
    from jilian.policies.models import (
        Application,
        Benefit,
        CheckResult,
        CheckRun,
        Evidence,
        LineDecision,
        Policy,
    )

    run = CheckRun.objects.create(
        world=world, as_of=SINCE, state="done", firms=3, done=12, whole=12, started_at=NOON,
        started_by="mei", finished_at=NOON,
    )  # fmt: skip
    CheckResult.objects.create(
        run=run, world=world, firm=firm, rule_set="srdi_sme_2026", standing="one_short", met=12,
        unmet=1, unknown=0, manual=1, short_line="SS-5", lines={"SS-5": "unmet"},
    )  # fmt: skip
    evidence = Evidence.objects.create(
        world=world, firm=firm, field="segment_years", value=4, unit="year", origin="office",
        document="现场核查表", queried_on=SINCE, entered_at=NOON, entered_by="mei", source=source,
    )  # fmt: skip
    LineDecision.objects.create(
        world=world, firm=firm, rule_set="srdi_sme_2026", line="SS-9", is_met=True,
        reason="看过市场报告", valid_until=date(2030, 12, 31), decided_at=NOON, decided_by="mei",
    )  # fmt: skip
    application = Application.objects.create(
        world=world, firm=firm, qualification="srdi_sme", procedure="new",
        rule_set="srdi_sme_2026", applied_on=SINCE, entered_at=NOON, entered_by="mei",
    )  # fmt: skip
    shared = {
        "world": world, "decided_on": SINCE, "rule_set": "srdi_sme_2026", "objection_days": 5,
        "amount_words": "十万元", "entered_at": NOON, "entered_by": "mei",
    }  # fmt: skip
    drafted = Policy.objects.create(name="研发补助", document="区经〔2026〕2号", **shared)
    policy = Policy.objects.create(
        name="专精特新奖励", document="区经〔2026〕1号", state="in_force", **shared
    )
    benefit = Benefit.objects.create(
        world=world, policy=policy, firm=firm, announced_on=NOON.date(),
        objection_until=NOON.date() + timedelta(days=7),
    )  # fmt: skip
    benefit.steps.create(kind="announced", at=NOON, by="mei")
    return {
        "check_run": run, "evidence": evidence, "policy": policy, "policy_drafted": drafted,
        "benefit": benefit, "application": application,
    }  # fmt: skip


def _side_of(who: Any) -> str:
    """The side for which somebody answers to an absorption: the town for the superior."""
    return "superior" if who is not None and "town_office" in who.roles else "firm"


def _absorption(cluster: Any, organisation: Any, firm: Any, link: Any) -> Any:
    """A proposal to absorb the firm's branch; nobody has answered yet."""
    from jilian.absorption.models import Absorption

    made = Absorption.objects.create(
        world=cluster.world, cluster=cluster, organisation=organisation, firm=firm, link=link,
        link_evidence="declared", superior=organisation, mode="functional", state="proposed",
        proposed_on=SINCE, proposed_at=NOON, proposed_by="mei",
    )  # fmt: skip
    for side in ("firm", "body", "superior", "office"):
        made.consents.create(side=side)
    return made


def _report(world: Any, mei: Any) -> Any:
    """The report of February, and the counts of a town."""
    from jilian.growth.operations import compile_report, enter_developed
    from jilian.places.models import Division

    enter_developed(
        by=mei, at=NOON, world=world, unit=Division.objects.get(code=TOWN), year=2025,
        in_clusters=31, second=100, total_kind="contains", counted_on=date(2026, 1, 10),
    )  # fmt: skip
    return compile_report(by=mei, at=NOON, world=world, month=date(2026, 2, 1)).report


def _campaigns(world: Any, mei: Any) -> tuple[Any, Any]:
    """A running campaign with a plan that failed, and a draft of the next round."""
    from jilian.coverage import operations
    from jilian.coverage.models import Campaign, CoveragePlan
    from jilian.coverage.rules import Conditions

    made = [
        operations.create_campaign(
            by=mei, at=NOON, world=world, title="新桥覆盖攻坚", round=number,
            drawn_on=NOON.date(), closes_on=NOON.date() + timedelta(days=120),
            conditions=Conditions(towns=(TOWN,)),
        )
        for number in (1, 2)
    ]  # fmt: skip
    operations.freeze_campaign(by=mei, at=NOON, campaign=made[0])
    operations.start_campaign(by=mei, at=NOON, campaign=made[0])
    CoveragePlan.objects.create(
        campaign=made[0], state="failed", note="defect", asked_at=NOON, asked_by="mei"
    )
    return Campaign.objects.get(pk=made[0].pk), made[1]


def _run(world: Any, mei: Any) -> Any:
    from jilian.clusters.models import FormationRun
    from jilian.clusters.operations import complete_run, start_run

    run = start_run(
        by=mei, at=NOON, world=world, as_of=NOON.date(), resolution=0.1, seed=7, least_size=2
    )
    complete_run(run_id=run.pk, by=mei, at=NOON)
    return FormationRun.objects.get(pk=run.pk)


def _leading(cluster: Any, firms: list[Any], mei: Any) -> dict[str, Any]:
    """A computed selection; two terms of a chain head, what goes from one to the next."""
    from jilian.leaders import operations
    from jilian.leaders.models import HandOver

    selection = operations.start_selection(
        by=mei, at=NOON, cluster=cluster, as_of=NOON.date(), measures=("employees", "own_body")
    )
    terms = operations.propose_terms(
        by=mei, at=NOON, cluster=cluster, firms=[one.pk for one in firms], months=6,
        begins=date(2026, 1, 1), reason="章程",
    )  # fmt: skip
    return {
        "selection": operations.compute_selection(by=mei, at=NOON, selection=selection),
        "term": terms[1],
        "hand_over": HandOver.objects.get(incoming=terms[1]),
        "item": operations.note_item(
            by=mei, at=NOON, cluster=cluster, text="共用检测台", owner="晶圆厂办公室"
        ),
    }


def _adoption(world: Any, run: Any) -> Any:
    """An adoption that was undone."""
    from jilian.clusters.models import Adoption

    return Adoption.objects.create(
        world=world, run=run, proposal=run.proposals.first(), cluster_name="新桥芯片集群",
        is_new=True, from_day=NOON.date(), reason="纪要", adopted_at=NOON, adopted_by="mei",
        undone_at=NOON, undone_by="mei", undo_reason="重复",
    )  # fmt: skip


def _meaning(world: Any) -> Any:
    from jilian.intake.models import HeadingMeaning

    return HeadingMeaning.objects.create(
        world=world, kind="firms", sender="mei", base="企业", heading="企业", field="name",
        kept_at=NOON, kept_by="mei",
    )  # fmt: skip


def _upload(world: Any, mei: Any) -> Any:
    from jilian.intake.operations import check_upload, receive_upload
    from uploaded_tables import FIRMS

    upload = receive_upload(
        by=mei, at=NOON, world=world, kind="firms", file_name="firms.csv", content=FIRMS
    )
    return check_upload(upload_id=upload.pk, by=mei, at=NOON)


def _claim_of(world: Any, who: Any) -> Any:
    from jilian.claims.models import Claim

    found, _ = Claim.objects.get_or_create(
        world=world, person=who, scheme="made", identifier="晶圆厂",
        defaults={"paper": "other", "state": "filed", "filed_at": NOON, "waiting_since": NOON},
    )  # fmt: skip
    return found


def _correction(world: Any, firm: Any) -> Any:
    from jilian.claims.models import Correction

    return Correction.objects.create(
        world=world, firm=firm, field="buys", manner="add", value={"name": "硅料"}, words="合同",
        state="filed", filed_at=NOON, filed_by="lin", waiting_since=NOON,
    )  # fmt: skip


def _pair(world: Any, firms: list[Any]) -> Any:
    from jilian.duplicates.models import DuplicatePair

    return DuplicatePair.objects.create(
        world=world, left=firms[0], right=firms[1], left_name="硅料厂", right_name="晶圆厂",
        likelihood=0.5, reasons=",slip,", knot=firms[0].pk, knot_best=0.5, proposed_at=NOON,
        last_seen_at=NOON,
    )  # fmt: skip


def _search(world: Any) -> Any:
    from jilian.duplicates.models import DuplicateSearch

    return DuplicateSearch.objects.create(
        world=world, asked_at=NOON, asked_by="mei", state="done", ended_at=NOON, firms=3, found=1,
        fresh=1, again=0, withdrawn=0,
    )  # fmt: skip


def _trace() -> Any:
    from jilian.audit.models import Trace

    found = Trace.objects.first()
    assert found is not None
    return found


def _verification(mei: Any) -> Any:
    from jilian.audit.operations import begin_verification, complete_verification

    made = begin_verification(by=mei, at=NOON)
    return complete_verification(by=mei, at=NOON, verification_id=made.pk)


def _digest(mei: Any) -> Any:
    from jilian.accounts.queries import system_person
    from jilian.desk.operations import seal_chain

    return seal_chain(by=system_person("timetable"), at=NOON)


def _agreement(world: Any, mei: Any) -> Any:
    from jilian.desk.operations import record_agreement

    return record_agreement(
        by=mei, at=NOON, world=world, partner="市场监管局", subject="企业名单",
        purpose="产业链分析", sharing="unconditional", valid_from=SINCE,
    )  # fmt: skip


def _people(world: Any) -> tuple[Any, Any, Any]:
    from jilian.accounts.models import Appointment, Invitation, Person
    from jilian.accounts.rules import fingerprint_of

    somebody = Person.objects.create(username="somebody", name="某人", joined_at=NOON)
    appointment = Appointment.objects.create(
        person=somebody,
        role="data_steward",
        world_code=world.code,
        scope_kind="district",
        given_at=NOON,
        given_by="tests",
    )
    invitation = Invitation.objects.create(
        token_fingerprint=fingerprint_of(TOKEN),
        name="新人",
        role="data_steward",
        world_code=world.code,
        scope_kind="district",
        invited_at=NOON,
        invited_by="tests",
        expires_at=NOON + timedelta(days=36500),
    )
    return somebody, appointment, invitation
