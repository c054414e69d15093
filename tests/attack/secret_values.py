"""What firm B, its keeper and the offices hold back, and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from attack.planting import (
    WORDS,
    alter_absorptions,
    alter_agreements,
    alter_amounts,
    alter_campaigns,
    alter_channels,
    alter_claims,
    alter_corrections,
    alter_counts,
    alter_developed,
    alter_duplicates,
    alter_facts,
    alter_figures,
    alter_hand_overs,
    alter_history,
    alter_holds,
    alter_invitations,
    alter_keeper,
    alter_links,
    alter_looks,
    alter_merges,
    alter_notices,
    alter_plans,
    alter_procedures,
    alter_proposals,
    alter_selections,
    alter_target_counts,
    alter_uploads,
    plant_absorptions,
    plant_agreements,
    plant_campaigns,
    plant_channels,
    plant_claims,
    plant_corrections,
    plant_counts,
    plant_developed,
    plant_duplicates,
    plant_facts,
    plant_figures,
    plant_hand_overs,
    plant_history,
    plant_holds,
    plant_invitations,
    plant_keeper,
    plant_links,
    plant_looks,
    plant_merges,
    plant_nothing,
    plant_notices,
    plant_plans,
    plant_procedures,
    plant_proposals,
    plant_selections,
    plant_uploads,
)
from attack.planting_breaks import alter_breaks, alter_stocks, plant_breaks, plant_stocks
from attack.planting_calls import alter_calls, alter_insides, plant_calls
from attack.planting_cases import alter_cases, plant_cases
from attack.planting_gaps import alter_demands, alter_gaps, plant_gaps
from attack.planting_indicators import alter_values, plant_values
from attack.planting_policies import alter_policies, plant_policies
from attack.planting_purchases import (
    alter_offers,
    alter_orders,
    alter_purchases,
    plant_offers,
    plant_orders,
    plant_purchases,
)
from attack.planting_reports import alter_reports, plant_reports
from attack.planting_returns import (
    alter_firm_figures,
    alter_returns,
    plant_firm_figures,
    plant_returns,
)
from jilian.accounts.permissions import Permission, reach

Act = Callable[..., None]


@dataclass(frozen=True)
class Secret:
    """One kind of private values of firm B."""

    name: str
    marks: tuple[str, ...]
    seen_with: tuple[Permission, ...]
    plant: Act
    alter: Act
    models: tuple[str, ...]
    seen_by: tuple[str, ...] = ("bei",)
    is_traced: bool = False  # written by an operation, so that the auditor reads of it

    def may_see(self, who: Any, ground: Any) -> bool:
        """Say whether a person (None: a stranger) may see it, by the matrix alone."""
        if who is None or not who.is_active:
            return False
        worlds = (reach(who, ground.here.code), reach(who, ""))
        held = any(
            one.may(permission, ground.scopes_of_b)
            for one in worlds
            for permission in (*self.seen_with, *((P.SEE_TRACES,) if self.is_traced else ()))
        )
        return held or who.username in self.seen_by


P = Permission
SECRETS = (
    Secret("facts", ("918273", "91.8", "736455", "73.6"), (P.SEE_FACTS,), plant_facts, alter_facts,
           ("firms.YearlyFact",)),
    Secret("links", (WORDS + "光刻", WORDS + "清洗"), (P.SEE_LINKS,), plant_links, alter_links,
           ("network.SupplyLink",)),
    Secret("amounts", ("8172635", "817.2", "817.3"), (P.SEE_AMOUNTS,), plant_nothing,
           alter_amounts, ()),
    Secret("counts", (), (P.SEE_COUNTS,), plant_counts, alter_counts,
           ("organisations.MemberCount",)),
    Secret("claims", (WORDS + "号", WORDS + "执照", WORDS + "何时"), (P.REVIEW_CLAIMS,),
           plant_claims, alter_claims, ("claims.Claim",)),
    Secret("corrections", (WORDS + "靶材", WORDS + "合同", WORDS + "哪年"),
           (P.REVIEW_CLAIMS, P.CORRECT_FIRM), plant_corrections, alter_corrections,
           ("claims.Correction",)),
    Secret("uploads", (WORDS + "名单", WORDS + "企业", WORDS + "列"), (P.UPLOAD,), plant_uploads,
           alter_uploads, ("intake.Upload", "intake.UploadProblem", "intake.HeadingMeaning"),
           is_traced=True),
    Secret("looks", (), (P.SEE_LOOKS, P.SEE_TRACES, P.KEEP_DESK), plant_looks, alter_looks,
           ("audit.Look",)),
    Secret("history", (WORDS + "从前", WORDS + "如今"), (P.SEE_HISTORY, P.SEE_TRACES),
           plant_history, alter_history, ("audit.Trace", "audit.ChainHead")),
    Secret("keeper", (WORDS + "人", WORDS + "处", "miyu@example.org"),
           (P.SEE_PEOPLE, P.REVIEW_CLAIMS, P.SEE_HISTORY), plant_keeper, alter_keeper,
           ("accounts.Person", "accounts.Appointment")),
    Secret("notices", (WORDS + "通知",), (), plant_notices, alter_notices, ("notices.Notice",)),
    Secret("channels", (WORDS + "群", "miyu.example"), (P.KEEP_CHANNELS, P.SEE_TRACES),
           plant_channels, alter_channels, ("notices.Channel", "notices.Delivery"), ()),
    Secret("invitations", (WORDS + "邀请", WORDS + "科"), (P.SEE_PEOPLE, P.INVITE),
           plant_invitations, alter_invitations, ("accounts.Invitation",), ()),
    Secret("agreements", (WORDS + "局", WORDS + "数据", WORDS + "用途"), (P.KEEP_DESK,),
           plant_agreements, alter_agreements, ("desk.DataAgreement",), (), is_traced=True),
    Secret("figures", ("4,321", "4321"), (P.KEEP_DESK,), plant_figures, alter_figures,
           ("desk.QualityFigure",), ()),
    Secret("merges", (WORDS + "同址", WORDS + "两家", WORDS + "不是"), (P.MERGE_FIRMS,),
           plant_merges, alter_merges, ("firms.FirmMerge", "firms.FirmSplit"), ()),
    Secret("duplicates", (WORDS + "左", WORDS + "判"), (P.MERGE_FIRMS, P.KEEP_DESK),
           plant_duplicates, alter_duplicates,
           ("duplicates.DuplicatePair", "duplicates.Judgement", "duplicates.NameJudgement",
            "duplicates.DuplicateSearch"), ()),
    Secret("proposals", (WORDS + "簇",), (P.SEE_PROPOSALS,), plant_proposals, alter_proposals,
           ("clusters.FormationRun", "clusters.ProposedCluster", "clusters.ProposedMember",
            "clusters.Departure", "clusters.Adoption"), ()),
    Secret("procedures", (WORDS + "党总支", WORDS + "席位", WORDS + "请示"), (P.SEE_PROCEDURES,),
           plant_procedures, alter_procedures,
           ("committees.Procedure", "committees.ProcedureStep", "committees.Seat",
            "committees.Term")),
    Secret("absorptions", (WORDS + "供货", WORDS + "条件", WORDS + "函"), (P.SEE_PROCEDURES,),
           plant_absorptions, alter_absorptions,
           ("absorption.Absorption", "absorption.Consent")),
    Secret("missing links", tuple(WORDS + one for one in ("缺", "清单", "引", "退", "否因")),
           (P.SEE_GAPS,), plant_gaps, alter_gaps,
           ("gaps.GapRun", "gaps.MissingLink", "gaps.ChainItem", "gaps.Recruit",
            "gaps.RecruitStage"), ()),
    Secret("values of a demand", ("5647382910", "56.47"), (P.SEE_AMOUNTS,), plant_nothing,
           alter_demands, (), ()),
    Secret("purchases", (WORDS + "采购", WORDS + "幕墙"), (P.SEE_PURCHASES,), plant_purchases,
           alter_purchases, ("purchases.Purchase", "purchases.PurchaseLine")),
    Secret("offers", ("73519.46", "73,519.46", "4,567,891.23", WORDS + "顾问", WORDS + "资料",
                      WORDS + "规定", WORDS + "部"),
           (P.ORDER_PURCHASES,), plant_offers, alter_offers,
           ("purchases.InvitedSupplier", "purchases.Offer", "purchases.OfferLine",
            "purchases.Award")),
    Secret("orders", (WORDS + "订单号", WORDS + "订货书", "6,543,219.87", "6543219.87"),
           (P.ORDER_PURCHASES, P.OFFER_PURCHASES), plant_orders, alter_orders,
           ("purchases.PurchaseOrder", "purchases.OrderReport", "purchases.OrderReportLine")),
    Secret("developed", (), (P.SEE_COUNTS,), plant_developed, alter_developed,
           ("growth.DevelopedCount",), ()),
    Secret("campaigns", (WORDS + "攻坚", WORDS + "不同意", WORDS + "注销"), (P.SEE_CAMPAIGNS,),
           plant_campaigns, alter_campaigns,
           ("coverage.Campaign", "coverage.ListedFirm", "coverage.Target", "coverage.Move",
            "coverage.Removal", "coverage.Draw", "coverage.Check")),
    Secret("target counts", (), (P.SEE_CAMPAIGN_COUNTS,), plant_nothing, alter_target_counts,
           ("coverage.TargetCount",)),
    Secret("plans", (WORDS + "方案",), (P.RUN_CAMPAIGNS,), plant_plans, alter_plans,
           ("coverage.CoveragePlan", "coverage.PlanGroup", "coverage.PlanLine"), ()),
    Secret("selections", (WORDS + "权重", WORDS + "撤回"), (P.SEE_SELECTIONS,),
           plant_selections, alter_selections, ("leaders.Selection", "leaders.LeaderChoice"), ()),
    Secret("hand-overs", (WORDS + "交接", WORDS + "办"), (P.HAND_OVER_CHAIN_HEAD,),
           plant_hand_overs, alter_hand_overs, ("leaders.HandOverItem",)),
    Secret("cases", tuple(WORDS + one for one in ("立案", "事项", "回因", "材料", "行政", "手册")),
           (P.SEE_CASES,), plant_cases, alter_cases,
           ("cases.Case", "cases.Matter", "cases.MatterStep", "cases.CaseEvent", "cases.Paper",
            "cases.TimePiece", "cases.WrongDispatch", "cases.Holding", "cases.Answer",
            "cases.FormField")),
    Secret("checks of firms",
           tuple(WORDS + one for one in ("核查表", "断语", "申报由", "期次", "异议")),
           (P.SEE_CHECKS,), plant_policies, alter_policies,
           ("policies.Evidence", "policies.LineDecision", "policies.Application",
            "policies.CheckRun", "policies.CheckResult", "policies.Policy", "policies.Benefit",
            "policies.BenefitStep")),
    Secret("returns", ("80246.9", "80,246.9", WORDS + "停报", WORDS + "表回", WORDS + "口径"),
           (P.SEE_RETURNS,), plant_returns, alter_returns,
           ("returns.Duty", "returns.MonthlyReturn", "returns.ReturnLine", "returns.ReturnStep"),
           ()),
    Secret("firms' monthly figures", ("51937.4", "51,937.4", WORDS + "约定", WORDS + "减产"),
           (P.ENTER_RETURNS, P.REVIEW_RETURNS), plant_firm_figures, alter_firm_figures,
           ("returns.FirmSheet", "returns.FirmFigures"), ()),
    Secret("values of indicators", ("80863", "80,863", "80864", "80,864", WORDS + "重算"),
           (P.OPEN_FIGURES,), plant_values, alter_values,
           ("indicators.Value", "indicators.MonthRun"), ()),
    Secret("reports inside the offices", (WORDS + "密报", WORDS + "更正"),
           (P.COMPILE_REPORTS, P.SIGN_REPORTS, P.OPEN_FIGURES), plant_reports, alter_reports,
           ("reports.Template", "reports.WordTemplate", "reports.Report", "reports.ReportFigure",
            "reports.Signature", "reports.Note", "reports.PrintedFile"), ()),
    Secret("calls", (WORDS + "急缺", WORDS + "已了"), (P.SEE_CALLS,), plant_calls, alter_calls,
           ("shortages.Call", "shortages.Release", "shortages.Escalation", "shortages.Lesson")),
    Secret("insides of calls",
           (WORDS + "因由", WORDS + "影响", WORDS + "余量", WORDS + "批", WORDS + "证",
            WORDS + "不用", WORDS + "教训", WORDS + "封案", "61728", "61,728", "73915", "73,915"),
           (P.RAISE_CALLS,), plant_nothing, alter_insides,
           ("shortages.Helper", "shortages.Reservation", "shortages.Delivery", "shortages.Permit",
            "shortages.CallLook", "shortages.ProposalFeedback")),
    Secret("breaks", (WORDS + "单源", WORDS + "情景", WORDS + "演习"), (P.SEE_BREAKS,),
           plant_breaks, alter_breaks,
           ("chain.CriticalRun", "chain.FirmIndex", "chain.SingleSource", "chain.Scenario",
            "chain.ScenarioResult"), ()),
    Secret("stocks", (WORDS + "库存", "617.8"), (), plant_stocks, alter_stocks,
           ("chain.StockStatement",)),
    Secret("holds", (WORDS + "法院",), (P.SEE_RETENTION,), plant_holds, alter_holds,
           ("upkeep.LegalHold",), ()),
)  # fmt: skip

# What whoever may see the register, or the organisations, may see of every firm; and what is no
# page's business. A new table must stand here or with a secret.
NOT_SECRET = {
    "what is shown outside; the values that are hidden stand in none of its tables": (
        "disclosure.DeclaredTable", "disclosure.Release", "disclosure.ReleasedCell",
    ),
    "what the keeper of tables looks at before a release: counts of cells and intervals, no value":
        ("disclosure.ReleaseRun",),
    "what the register shows of every firm": (
        "firms.Firm", "firms.FirmName", "firms.FirmIdentity", "firms.Site", "firms.FirmIndustry",
        "firms.FirmProduct", "firms.Title", "firms.Carrier", "clusters.Cluster",
        "clusters.ClusterName", "clusters.ClusterBody", "clusters.Membership", "sources.Source",
        "leaders.ChainHeadTerm", "leaders.TermMonth", "leaders.HandOver",
        "sources.PublishedFact",
    ),
    "what is shown of every organisation": (
        "organisations.Organisation", "organisations.OrganisationName", "organisations.TypeSpell",
        "organisations.Superior", "organisations.Cover", "organisations.Attestation",
        "organisations.Reorganisation", "organisations.Succession", "growth.MonthlyReport",
    ),
    "said of a released month to all who report, review or release": ("returns.MonthRelease",),
    "frozen copies and machinery of the house": (
        "network.Snapshot", "network.SnapshotTable", "firms.NamesState", "firms.NamesChange",
        "audit.DailyDigest", "audit.Pruning", "audit.Verification",
    ),
    "offices, their hours and who stands in, as everybody works by them": (
        "cases.Department", "cases.Hall", "cases.LocalClosure", "cases.CalendarYear",
        "cases.TemplateVersion", "cases.Leave",
    ),
    "places and classes": (
        "places.World", "places.WorldArea", "places.Division", "places.Industry",
        "places.Outline",
    ),
}  # fmt: skip
