"""Some forty finished cases of each of five templates, invented and the same every time.

Moments are counted in minutes of office time from the morning on which a matter is accepted, so
that every event lies within the hours of the hall.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jilian.cases.operations import Judged, PastCase, PastEvent, PastMatter

if TYPE_CHECKING:
    from jilian.demo.operations.serving import Ground

PAST = 40
INVENTED = "（虚构）"
MORNING, HOUR, WORKDAY = 15, 60, 420  # minutes of office time
Planned = list[tuple[int, PastEvent]]  # minutes of office time, and the event without its moment
_NEVER = datetime.max


def past_cases(ground: Ground) -> list[PastCase]:
    """Return the cases, begun over the hundred and fifty working days before the present ones."""
    return [
        _case(ground, key, title, plan, number, 20 + (number * 7 + turn * 3) % 130)
        for turn, (key, (title, plan)) in enumerate(_KINDS.items())
        for number in range(PAST)
    ]


def _case(
    ground: Ground, key: str, title: str, plan: Callable[[int], tuple[Planned, Mapping[str, str]]],
    number: int, days_before: int,
) -> PastCase:  # fmt: skip
    planned, offices = plan(number)
    morning = ground.moment(days_before)
    events = [
        replace(one, at=ground.office.add_working_seconds(morning, minutes * 60))
        if minutes >= 0
        else replace(one, at=morning + timedelta(days=minutes))
        for minutes, one in sorted(planned, key=lambda pair: pair[0])
    ]
    closed_at = ground.office.add_working_seconds(events[-1].at, HOUR * 60)
    return PastCase(
        firm=ground.firms[(number * 3 + len(key)) % PAST], title=f"{title}{INVENTED}",
        town=ground.town, officer=ground.officer.username, opened_at=events[0].at,
        matters=(
            PastMatter(
                template=ground.templates[key], department=ground.offices[_ANSWERS[key]],
                departments={step: ground.offices[one] for step, one in offices.items()},
                variant=_VARIANTS.get(key, ""), steps=tuple(offices), events=events,
            ),
        ),
        hall=ground.hall, closed_at=closed_at, judged=_judged(number, closed_at),
        fields=_fields(number),
    )  # fmt: skip


def _judged(number: int, closed_at: datetime) -> Judged | None:
    """Most firms confirm, some have not said, every ninth says that it is not solved."""
    if number % 5 == 4:
        return None
    if number % 9 == 3:
        return Judged("not_solved", closed_at + timedelta(days=1), f"问题仍在{INVENTED}")
    return Judged("solved", closed_at + timedelta(days=1))


def _fields(number: int) -> dict[str, tuple[str, str]]:
    """Four fields from the register, contacts given earlier by all but every sixth firm."""
    origin = "typed" if number % 6 == 0 else "given_before"
    return {
        **dict.fromkeys(("name", "licence_number", "address", "town"), (INVENTED, "register")),
        "contact_office": (f"行政部{INVENTED}", origin),
        "contact_phone": ("021-00000000", origin),
    }


def _said(event: str, step: str = "", **more: str) -> PastEvent:
    return PastEvent(_NEVER, event, step, **more)


def _branch(planned: Planned, step: str, start: int, length: int, number: int, every: int) -> int:
    """A branch that starts and ends; every so many go back to the firm for two hours and more."""
    planned.append((start, _said("branch_started", step)))
    end = start + length
    if every and number % every == 1:
        away = 2 * HOUR + number % 4 * HOUR
        planned.append((start + length // 2, _said("returned_to_firm", step, words="缺一份材料")))
        planned.append((start + length // 2 + away, _said("firm_answered", step)))
        end += away
    planned.append((end, _said("branch_ended", step)))
    return end


def _start_up(number: int) -> tuple[Planned, Mapping[str, str]]:
    """The licence, then seal, tax and social insurance side by side."""
    planned: Planned = [(MORNING, _said("accepted"))]
    first = _branch(planned, "D02", MORNING, 60 + number * 13 % 200, number, 11)
    ends = [
        _branch(planned, step, first + 10, 45 + number * factor % 180, number + turn, 9)
        for turn, (step, factor) in enumerate((("D03", 17), ("D04", 29), ("D05", 7)))
    ]
    planned.append((max(ends), _said("decided", ground="granted")))
    return planned, {"D02": "market", "D03": "police", "D04": "tax", "D05": "social"}


def _certificate(number: int) -> tuple[Planned, Mapping[str, str]]:
    """Payment, tax, survey and registry; two thirds side by side, the others one by one."""
    planned: Planned = [(MORNING, _said("accepted"))]
    steps = ("C02", "C03", "C04", "C06")
    lengths = [60 + number * factor % 300 for factor in (11, 23, 41, 13)]
    if number % 3:
        ends = [
            _branch(planned, step, MORNING, length, number + turn, 8)
            for turn, (step, length) in enumerate(zip(steps, lengths, strict=True))
        ]
        last = max(ends)
    else:
        last = MORNING
        for turn, (step, length) in enumerate(zip(steps, lengths, strict=True)):
            last = _branch(planned, step, last + 20, length, number + turn, 8)
    planned.append((last, _said("decided", ground="granted")))
    return planned, {"C02": "finance", "C03": "tax", "C04": "survey", "C06": "registry"}


def _permit(number: int) -> tuple[Planned, Mapping[str, str]]:
    """Pre-review of one to six weeks, then one to five days; an inspection stops some clocks."""
    planned: Planned = [(-(7 + number * 5 % 36), _said("pre_review_started"))]
    planned.append((MORNING, _said("accepted")))
    length = WORKDAY + number * 97 % (4 * WORKDAY)
    end = _branch(planned, "B07", MORNING + 30, length, number, 7)
    if number % 4 == 2:
        notice = {"ground": "inspection", "notice": f"现场核查〔示例〕{number}号"}
        planned.append((end + 10, _said("paused", **notice)))
        end += WORKDAY + number % 3 * WORKDAY
        planned.append((end, _said("resumed")))
    planned.append((end + 20, _said("decided", ground="granted")))
    return planned, {"B07": "construction"}


def _request(number: int) -> tuple[Planned, Mapping[str, str]]:
    """A request is sent to an office, every fourth to the wrong one; some take too long."""
    planned: Planned = [(MORNING, _said("accepted"))]
    wanted = ("planning", "construction", "environment")[number % 3]
    length = WORKDAY // 2 + number * 131 % (7 * WORKDAY)
    start = MORNING + 30 + number % 5 * 40
    if number % 4 == 3:
        away = WORKDAY + number % 3 * 200
        planned.append((start, _said("branch_started", "G03", holder="market")))
        sent_on = {"holder": wanted, "words": f"非本部门职责{INVENTED}"}
        planned.append((start + away, _said("redirected", "G03", **sent_on)))
        end = start + away + length
        planned.append((end, _said("branch_ended", "G03")))
    else:
        end = _branch(planned, "G03", start, length, number, 6)
    planned.append((end + 30, _said("decided", ground="granted")))
    return planned, {"G03": wanted}


def _publicity(planned: Planned, step: str, start: int, number: int) -> int:
    """Five working days of publicity, which the city's limit does not count."""
    end = _branch(planned, step, start, 5 * WORKDAY, number, 0)
    notice = {"ground": "statutory_publicity", "notice": f"公示〔示例〕{number}号{step}"}
    planned += [(start + 1, _said("paused", **notice)), (end - 1, _said("resumed"))]
    return end


def _assessment(number: int) -> tuple[Planned, Mapping[str, str]]:
    """Publicity, experts and publicity again with the clock stopped, approval."""
    planned: Planned = [(MORNING, _said("received")), (2 * HOUR, _said("accepted"))]
    end = _publicity(planned, "E02", 2 * HOUR, number)
    notice = {"ground": "expert_review", "notice": f"评审告知〔示例〕{number}号"}
    planned.append((end + 30, _said("paused", **notice)))
    end += 30 + 3 * WORKDAY + number * 53 % (6 * WORKDAY)
    planned.append((end, _said("resumed")))
    end = _publicity(planned, "E04", end + 20, number)
    end = _branch(planned, "E05", end + 60, WORKDAY + number * 71 % (4 * WORKDAY), number, 7)
    planned.append((end + 15, _said("decided", ground="granted")))
    return planned, {"E02": "environment", "E04": "environment", "E05": "environment"}


_KINDS: Mapping[str, tuple[str, Callable[[int], tuple[Planned, Mapping[str, str]]]]] = {
    "P-D": ("企业开办", _start_up),
    "P-C": ("不动产登记", _certificate),
    "P-B": ("施工许可", _permit),
    "P-G": ("企业诉求", _request),
    "P-E": ("环评报告表", _assessment),
}
_ANSWERS = {
    "P-D": "market", "P-C": "registry", "P-B": "construction", "P-G": "planning",
    "P-E": "environment",
}  # fmt: skip
_VARIANTS = {"P-E": "form", "P-G": "general"}
