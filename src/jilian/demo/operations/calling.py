"""Invented calls for help in the made district: finished ones, open, waiting for permits."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from jilian.accounts.models import Person
from jilian.clusters.models import Cluster
from jilian.demo.operations.people import TOWN_CODE
from jilian.firms.models import Firm, FirmProduct, Site
from jilian.firms.rules import Trading
from jilian.places.models import World
from jilian.shortages import operations as calls
from jilian.shortages.models import Call, Helper
from jilian.shortages.rules.calling import Said
from jilian.shortages.rules.words import (
    Answer,
    Cause,
    Hazard,
    Level,
    Paper,
    PermitKind,
    SecondSource,
    Unit,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FINISHED_BEFORE = (75, 40, 5)  # days: two fall into months that are over and were measured
NEEDED, FIRST_SHARE, LAST_PART = Decimal(1250), Decimal(800), Decimal(10)
INVENTED = "（虚构）"
FALLBACK = "清洗液"


def call_for_help(*, by: Person, at: datetime, world: World) -> None:
    """Raise the calls in the largest cluster, through the same steps as everybody; once."""
    cluster = Cluster.objects.filter(world=world).order_by("pk").first()
    if cluster is None or Call.objects.filter(world=world).exists():
        return
    rows = cluster.memberships.select_related("firm__world", "firm__merged_into")
    members = [row.firm for row in rows.order_by("role", "pk")[:60]]
    if len(members) < 3:
        return
    caller, *others = members
    helpers = _makers(others)
    for days in FINISHED_BEFORE:
        _finished(by, at - days * DAY, cluster, caller, helpers)
    _open(by, at - HOUR / 4, cluster, caller, helpers)
    _waiting_for_permits(by, at - 3 * HOUR, cluster, _in_town(others) or caller, helpers)


def _makers(firms: list[Firm]) -> list[Firm]:
    """The firms with a product first."""
    makers = set(
        FirmProduct.objects.filter(firm__in=firms, trading=Trading.MAKES).values_list(
            "firm_id", flat=True
        )
    )
    return sorted(firms, key=lambda firm: firm.pk not in makers)


def _in_town(firms: list[Firm]) -> Firm | None:
    """A firm of the town whose officer can be tried in the demo."""
    rows = Site.objects.filter(firm__in=firms, is_main=True, division__code__startswith=TOWN_CODE)
    found = rows.order_by("firm").values_list("firm_id", flat=True).first()
    return next((firm for firm in firms if firm.pk == found), None)


def _product_of(firm: Firm) -> str:
    made = FirmProduct.objects.filter(firm=firm, trading=Trading.MAKES).order_by("rank", "pk")
    return made.values_list("name", flat=True).first() or FALLBACK


def _raised(
    by: Person, at: datetime, cluster: Cluster, caller: Firm, material: str, hazard: Hazard
) -> Call:
    said = Said(
        material=material, amount=NEEDED, unit=Unit.KILOGRAM, needed_by=at + DAY, hazard=hazard,
        density=Decimal("1.05"), stock_left=Decimal(400), daily_use=Decimal(600),
        cause=Cause.TRANSPORT, cause_words=f"原供应商车辆受阻{INVENTED}",
        effect=f"一条产线将停{INVENTED}", specification=f"工业级{INVENTED}",
    )  # fmt: skip
    return calls.raise_call(by=by, at=at, firm=caller, said=said, cluster=cluster)


def _offer(by: Person, at: datetime, call: Call, firm: Firm, amount: Decimal, lead: int) -> Helper:
    asked = calls.ask_helpers(by=by, at=at, call=call, firms=[firm])[0]
    answer = Answer.CAN if amount >= NEEDED else Answer.IN_PART
    return calls.answer_call(
        by=by, at=at + HOUR / 4, helper=asked, answer=answer, offered=amount, lead_hours=lead,
        papers=(Paper.COA, Paper.SDS), paper_numbers=f"示例检字第7号{INVENTED}",
    )  # fmt: skip


def _finished(
    by: Person, at: datetime, cluster: Cluster, caller: Firm, helpers: list[Firm]
) -> None:
    """1,250 kg from two helpers in three deliveries, closed at the last gram, with its lesson."""
    call = _raised(by, at, cluster, caller, _product_of(helpers[0]), Hazard.NONE)
    calls.release_level(by=by, at=at + HOUR / 12, call=call, level=Level.SIZE)
    first = _offer(by, at, call, helpers[0], FIRST_SHARE, 8)
    second = _offer(by, at + HOUR / 6, call, helpers[1], NEEDED - FIRST_SHARE, 10)
    row = calls.accept_offer(by=by, at=at + HOUR, helper=first, amount=FIRST_SHARE)
    other = calls.accept_offer(by=by, at=at + HOUR, helper=second, amount=NEEDED - FIRST_SHARE)
    parts = (
        (row, FIRST_SHARE, 3), (other, NEEDED - FIRST_SHARE - LAST_PART, 4), (other, LAST_PART, 7),
    )  # fmt: skip
    for number, (kept, amount, hours) in enumerate(parts, start=1):
        sent = calls.dispatch_part(
            by=by, at=at + hours * HOUR, reservation=kept, amount=amount,
            batch=f"示例批号-{number:02d}",
        )  # fmt: skip
        calls.receive_delivery(by=by, at=at + (hours + 2) * HOUR, delivery=sent)
    calls.close_call(by=by, at=at + 10 * HOUR, call=call)
    calls.write_lesson(
        by=by, at=at + 4 * DAY, call=call, cause=Cause.TRANSPORT, second_source=SecondSource.YES,
        missing_link=False, line_saved=True, cause_words=f"单一运输线路{INVENTED}",
        thanks=f"感谢及时支援{INVENTED}",
    )  # fmt: skip
    calls.say_useful(by=by, at=at + 4 * DAY, call=call, firm=helpers[0], useful=True)


def _open(by: Person, at: datetime, cluster: Cluster, caller: Firm, helpers: list[Firm]) -> None:
    """One firm can help in part, another has not answered yet."""
    call = _raised(by, at, cluster, caller, _product_of(helpers[2 % len(helpers)]), Hazard.NONE)
    _offer(by, at, call, helpers[0], FIRST_SHARE / 2, 12)
    calls.ask_helpers(by=by, at=at + HOUR / 12, call=call, firms=[helpers[1]])


def _waiting_for_permits(
    by: Person, at: datetime, cluster: Cluster, caller: Firm, helpers: list[Firm]
) -> None:
    """A corrosive: accepted, but it may not leave before pass and permit are given."""
    helper = next(firm for firm in helpers if firm.pk != caller.pk)
    call = _raised(by, at, cluster, caller, "蚀刻清洗酸液", Hazard.CORROSIVE)
    kept = _offer(by, at, call, helper, NEEDED, 24)
    calls.accept_offer(by=by, at=at + HOUR, helper=kept, amount=NEEDED)
    has_town = Site.objects.filter(firm=caller, is_main=True, division__isnull=False).exists()
    for kind in PermitKind if has_town else ():
        calls.ask_permit(by=by, at=at + HOUR, call=call, kind=kind, words=f"桶装，两车{INVENTED}")
