"""Invented values, a check of all firms, an application and a policy in the made district."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from jilian.accounts.models import Person
from jilian.firms.models import Firm, YearlyFact
from jilian.places.models import World
from jilian.policies import operations as policies
from jilian.policies.models import CheckRun
from jilian.policies.rules.rows import EvidenceRow
from jilian.policies.rules.values import Value
from jilian.policies.rules.words import Procedure

DAY = timedelta(days=1)
PAPER, RULES = "示例核查表〔2026〕1号（虚构）", "srdi_sme_2026"
FIRMS, READY = 8, 3
STATED: dict[str, Value] = {
    "holds_tier1": True, "segment_years": Decimal(6), "class_I_ip_applied": Decimal(3),
    "abnormal_or_dishonest_list": False, "product_prohibited_or_restricted": False,
    "serious_event_3y": False, "data_fraud_3y": False, "owns_core_ip": True,
    "serious_incident_last_year": False, "own_brand": True,
}  # fmt: skip


def state_and_check(*, by: Person, at: datetime, world: World) -> None:
    """State values of a few firms, check all, and let one policy pay; once."""
    if CheckRun.objects.filter(world=world).exists():
        return
    year = timezone.localdate(at).year - 1
    firms = _fitting(world, year)
    if len(firms) < FIRMS:
        return
    earlier = at - 20 * DAY
    policies.save_evidence(
        by=by, at=earlier, world=world, rows=_rows(firms, year, timezone.localdate(earlier)),
        file_name="示例企业核查数值（虚构）.csv", fingerprint="demo-values",
    )  # fmt: skip
    for firm in firms[:READY]:
        policies.decide_line(
            by=by, at=earlier, firm=firm, rule_set=RULES, line="SS-9", is_met=True,
            reason="行业协会排名居前（虚构）", document=PAPER,
            valid_until=timezone.localdate(at).replace(month=12, day=31),
        )  # fmt: skip
    _apply(by, earlier, firms[FIRMS - 1])
    run = policies.start_check(by=by, at=at, world=world, later=False)
    policies.complete_check(run_id=run.pk, by=by, at=at)
    _pay(by, earlier, at, world, firms)


def _fitting(world: World, year: int) -> list[Firm]:
    """Firms whose revenue and research of the register reach the rules, the largest first."""
    facts = YearlyFact.objects.filter(firm__world=world, year__in=(year, year - 1))
    held: dict[int, dict[tuple[str, int], Decimal]] = {}
    for fact in facts.filter(measure__in=("revenue", "research_cost")).order_by("pk"):
        held.setdefault(fact.firm_id, {})[fact.measure, fact.year] = fact.value
    wanted = []
    for pk, values in held.items():
        pairs = [(values.get(("revenue", one)), values.get(("research_cost", one)))
                 for one in (year, year - 1)]  # fmt: skip
        if all(
            revenue and cost and revenue >= 1500 and cost >= 100 and cost * 100 >= revenue * 3
            for revenue, cost in pairs
        ):
            wanted.append((-(pairs[0][0] or 0), pk))
    keys = [pk for _revenue, pk in sorted(wanted)[:FIRMS]]
    found = Firm.objects.standing().select_related("world", "merged_into").in_bulk(keys)
    return [found[pk] for pk in keys if pk in found]


def _rows(firms: list[Firm], year: int, day: date) -> list[EvidenceRow]:
    """What papers say: the first firms meet every line, then one line short, then gaps."""
    rows = []
    for number, firm in enumerate(firms):
        facts = YearlyFact.objects.filter(firm=firm, year=year).order_by("pk")
        held = {fact.measure: fact.value for fact in facts}
        revenue = held["revenue"]
        assets = (revenue * 2).quantize(Decimal(1))
        share = Decimal(9) if number != READY else Decimal(7)  # of ten: one line short
        yearly: dict[str, Decimal] = {
            "main_business_revenue": (revenue * share / 10).quantize(Decimal("0.01")),
            "total_assets": assets,
            "total_liabilities": (assets * 4 / 10).quantize(Decimal("0.01")),
        }
        if number < FIRMS - 2:
            yearly["platform_score"] = Decimal(58 + number)
        rows += [EvidenceRow(firm.pk, field, year, value, PAPER, day)
                 for field, value in yearly.items()]  # fmt: skip
        rows += [
            EvidenceRow(firm.pk, field, None, value, PAPER, day) for field, value in STATED.items()
        ]
    return rows


def _apply(by: Person, at: datetime, firm: Firm) -> None:
    policies.record_application(
        by=by, at=at, firm=firm, qualification="srdi_sme", procedure=Procedure.NEW,
        applied_on=timezone.localdate(at),
    )  # fmt: skip


def _pay(by: Person, earlier: datetime, at: datetime, world: World, firms: list[Firm]) -> None:
    policy = policies.draft_policy(
        by=by, at=earlier, world=world, name="专精特新培育奖励（虚构）",
        document="示例政发〔2026〕3号（虚构）", decided_on=timezone.localdate(earlier),
        rule_set=RULES, amount_words="一次性奖励10万元", objection_days=5,
    )  # fmt: skip
    policy = policies.put_in_force(by=by, at=earlier, policy=policy)
    made = policies.announce_benefits(by=by, at=earlier, policy=policy, firms=firms[:1])
    policies.decide_benefit(
        by=by, at=at, benefit=made[0], on=timezone.localdate(at), document="示例批复（虚构）"
    )
    policies.announce_benefits(by=by, at=at, policy=policy, firms=firms[1:2])
