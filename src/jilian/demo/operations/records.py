"""The three records as invented cases of the made district, each computed from its events.

Their days are fixed ones of 2026, so that everybody can count them on a calendar.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jilian.cases.operations import Judged, PastCase, PastEvent, PastMatter, PastPaper
from jilian_engine.clocks import SHANGHAI

if TYPE_CHECKING:
    from jilian.demo.operations.serving import Ground

INVENTED = "（虚构）"
# From the lump-sum agreement (27 April) to the notice of sale (9 May, a Saturday that is worked):
# twelve calendar days, of which seven are working days.
LAND = (
    ("A01", (1, 5, 9), (1, 19, 17), "planning"), ("A02", (1, 5, 9), (1, 16, 17), "planning"),
    ("A05", (1, 12, 9), (4, 24, 16), "planning"), ("A03", (1, 20, 9), (2, 24, 17), "planning"),
    ("A03b", (2, 25, 9), (3, 25, 17), "planning"), ("A03c", (3, 26, 9), (4, 3, 16), "planning"),
    ("A04", (4, 7, 9), (4, 27, 16), "finance"), ("A06", (5, 9, 9), (5, 29, 16), "planning"),
    ("A07", (6, 1, 9), (6, 11, 15), "registry"), ("A08", (6, 11, 15), (6, 11, 16), "registry"),
    ("A09", (6, 12, 9), (6, 12, 15), "planning"),
)  # fmt: skip
BRANCHES = (("C02", 10, 30), ("C03", 11, 5), ("C04", 12, 50), ("C06", 13, 0))


def _at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def three_records(ground: Ground) -> list[PastCase]:
    """Return the three cases."""
    return [_land(ground), _permit(ground), _certificate(ground)]


def _case(
    ground: Ground, place: int, title: str, opened_at: datetime, closed_at: datetime,
    matter: PastMatter,
) -> PastCase:  # fmt: skip
    return PastCase(
        firm=ground.firms[-place], title=title + INVENTED, town=ground.town,
        officer=ground.officer.username, opened_at=opened_at, matters=(matter,), hall=ground.hall,
        closed_at=closed_at, judged=Judged("solved", closed_at),
    )  # fmt: skip


def _land(ground: Ground) -> PastCase:
    events = [PastEvent(_at(1, 5), "accepted")]
    for step, start, end, _office in LAND:
        events.append(PastEvent(_at(*start), "branch_started", step))
        events.append(PastEvent(_at(*end), "branch_ended", step))
    events.sort(key=lambda one: (one.at, one.event == "branch_started"))
    events.append(PastEvent(_at(6, 12, 15), "decided", ground="granted"))
    matter = PastMatter(
        template=ground.templates["P-A"],
        department=ground.offices["planning"],
        events=events,
        departments={step: ground.offices[office] for step, _start, _end, office in LAND},
    )
    return _case(ground, 1, "征地包干到挂牌出让：12天", _at(1, 4), _at(6, 12, 16), matter)


def _permit(ground: Ground) -> PastCase:
    """Two days after acceptance, twenty-three of pre-review before it."""
    events = (
        PastEvent(_at(3, 2), "pre_review_started"),
        PastEvent(_at(3, 25), "accepted"),
        PastEvent(_at(3, 25), "branch_started", "B07"),
        PastEvent(_at(3, 27), "branch_ended", "B07"),
        PastEvent(_at(3, 27), "decided", ground="granted"),
    )
    matter = PastMatter(
        template=ground.templates["P-B"], department=ground.offices["construction"],
        departments={"B07": ground.offices["construction"]}, steps=("B07",), events=events,
    )  # fmt: skip
    return _case(ground, 2, "施工许可证：受理后2天", _at(3, 1), _at(3, 27, 10), matter)


def _certificate(ground: Ground) -> PastCase:
    """Four branches from 09:00, the last of which ends at 13:00."""
    offices = {"C02": "finance", "C03": "tax", "C04": "survey", "C06": "registry"}
    events = [PastEvent(_at(3, 2), "accepted")]
    events += [PastEvent(_at(3, 2), "branch_started", step) for step in offices]
    events += [
        PastEvent(_at(3, 2, hour, minute), "branch_ended", step) for step, hour, minute in BRANCHES
    ]
    events.append(PastEvent(_at(3, 2, 13), "decided", ground="granted"))
    papers = [
        PastPaper(f"缴款凭证{INVENTED}", step, _at(3, 1), date(2026, 3, 6), _at(3, 2, 10, 30))
        for step in ("C03", "C06")
    ]
    matter = PastMatter(
        template=ground.templates["P-C"], department=ground.offices["registry"], events=events,
        departments={step: ground.offices[office] for step, office in offices.items()},
        steps=tuple(offices), papers=papers,
    )  # fmt: skip
    return _case(ground, 3, "不动产权证：4小时", _at(3, 1), _at(3, 2, 14), matter)
