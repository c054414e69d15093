"""Invented cases in the made district: three records made of events, many finished, some open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from jilian.accounts.models import Person
from jilian.accounts.rules import Role
from jilian.cases import operations as cases
from jilian.cases.models import Case, Department, Hall, Matter, TemplateVersion
from jilian.cases.queries.offices import current_templates
from jilian.demo.operations.past_cases import PAST, past_cases
from jilian.demo.operations.people import TOWN_CODE
from jilian.demo.operations.records import three_records
from jilian.demo.queries import demo_person
from jilian.firms.models import Firm, Site
from jilian.places.models import World
from jilian_engine.clocks import SHANGHAI, Office, china_calendar

INVENTED = "（虚构）"
OFFICES = (
    ("planning", "规划资源部门", "Planning and resources"),
    ("construction", "建设管理部门", "Construction"),
    ("registry", "不动产登记中心", "Registry of real estate"),
    ("survey", "测绘中心", "Survey"),
    ("tax", "税务部门", "Tax office"),
    ("finance", "财政部门", "Finance"),
    ("market", "市场监管部门", "Market supervision"),
    ("police", "公安部门", "Police (seals)"),
    ("social", "人社部门", "Social insurance"),
    ("environment", "生态环境部门", "Environment"),
)
HOURS = [["09:00", "12:00"], ["13:00", "17:00"]]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ground:
    """What the invented cases stand on."""

    world: World
    hall: Hall
    offices: Mapping[str, Department]
    templates: Mapping[str, TemplateVersion]
    firms: tuple[Firm, ...]
    officer: Person
    office: Office
    last_day: date  # a working day, not after the present day
    town: str = TOWN_CODE

    def moment(self, days_before: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment so many working days before the last one."""
        day = self.last_day
        for _step in range(days_before):
            day -= DAY
            while not self.office.calendar.is_working(day):
                day -= DAY
        return datetime.combine(day, time(hour, minute), tzinfo=SHANGHAI)


def serve_firms(*, by: Person, at: datetime, world: World) -> None:
    """Make the cases through the same steps as everybody; once."""
    cases.load_templates(by=by, at=at)
    if Case.objects.filter(world=world).exists():
        return
    ground = _ground(by, at, world)
    if len(ground.firms) < PAST:
        return
    made = [*three_records(ground), *past_cases(ground)]
    cases.take_over_past(by=by, at=at, world=world, cases=made)
    for begin in (_stuck, _late, _returned, _promised, _in_pre_review, _paused, _judged):
        begin(by, ground)


def _ground(by: Person, at: datetime, world: World) -> Ground:
    offices = {
        key: cases.save_department(
            by=by, at=at, world=world, key=key, name=name + INVENTED, name_en=f"{name_en} (made up)"
        )
        for key, name, name_en in OFFICES
    }
    hall = cases.save_hall(
        by=by, at=at, world=world, name=f"示例政务大厅{INVENTED}", name_en="Example hall (made up)",
        hours=HOURS,
    )  # fmt: skip
    cases.save_hall(
        by=by, at=at, world=world, name=f"示例园区服务站{INVENTED}",
        name_en="Example park counter (made up)", hours=[["09:00", "11:30"], ["13:30", "17:00"]],
    )  # fmt: skip
    calendar = china_calendar()
    last = min(at.astimezone(SHANGHAI).date(), date(max(calendar.years), 12, 20))
    while not calendar.is_working(last):
        last -= DAY
    rows = Site.objects.filter(
        firm__world=world, is_main=True, division__code__startswith=TOWN_CODE
    ).select_related("firm__world", "firm__merged_into")
    return Ground(
        world, hall, offices, {one.key: one for one in current_templates(world, last)},
        tuple(row.firm for row in rows.order_by("firm__identifier")[: 2 * PAST]),
        demo_person(Role.SERVICE_OFFICER), Office(calendar), last,
    )  # fmt: skip


def _opened(ground: Ground, place: int, title: str, days_before: int) -> Case:
    return cases.open_case(
        by=ground.officer, at=ground.moment(days_before), firm=ground.firms[place],
        title=title + INVENTED, hall=ground.hall,
        answers={"contact_office": "行政部", "contact_phone": "021-00000000"},
    )  # fmt: skip


def _matter(
    ground: Ground, case: Case, key: str, days_before: int, offices: Mapping[str, str],
    answers: str, variant: str = "",
) -> Matter:  # fmt: skip
    return cases.add_matter(
        by=ground.officer, at=ground.moment(days_before, 9, 5), case=case,
        template=ground.templates[key], department=ground.offices[answers], variant=variant,
        departments={step: ground.offices[office] for step, office in offices.items()},
        steps=tuple(offices),
    )  # fmt: skip


def _event(
    here: Ground, matter: Matter, event: str, when: tuple[int, int, int], step: str = "",
    **more: Any,
) -> None:  # fmt: skip
    branch = matter.steps.get(step=step) if step else None
    at = here.moment(*when)
    cases.record_event(by=here.officer, at=at, matter=matter, event=event, step=branch, **more)


def _stuck(by: Person, ground: Ground) -> None:
    """The planning permit lies with planning for six working days."""
    case = _opened(ground, 0, "厂房扩建用地", 8)
    matter = _matter(ground, case, "P-B", 8, {"B01": "planning", "B07": "construction"}, "planning")
    _event(ground, matter, "accepted", (7, 9, 30))
    _event(ground, matter, "branch_started", (6, 10, 0), "B01")


def _late(by: Person, ground: Ground) -> None:
    """A request of a firm is past its five working days."""
    case = _opened(ground, 1, "门前道路积水诉求", 9)
    matter = _matter(ground, case, "P-G", 9, {"G03": "construction"}, "construction", "general")
    _event(ground, matter, "accepted", (9, 10, 0))
    _event(ground, matter, "branch_started", (9, 10, 30), "G03")


def _returned(by: Person, ground: Ground) -> None:
    """The seal waits for the firm; tax and social insurance go on."""
    case = _opened(ground, 2, "新设公司一窗办理", 3)
    offices = {"D02": "market", "D03": "police", "D04": "tax", "D05": "social"}
    matter = _matter(ground, case, "P-D", 3, offices, "market")
    _event(ground, matter, "accepted", (3, 9, 10))
    _event(ground, matter, "branch_started", (3, 9, 15), "D02")
    _event(ground, matter, "branch_ended", (3, 14, 20), "D02")
    for step in ("D03", "D04", "D05"):
        _event(ground, matter, "branch_started", (3, 14, 30), step)
    _event(ground, matter, "branch_ended", (2, 10, 40), "D05")
    _event(ground, matter, "returned_to_firm", (2, 11, 0), "D03", words=f"印章样式缺图{INVENTED}")


def _promised(by: Person, ground: Ground) -> None:
    """The tax branch runs on the promise of the proof of payment."""
    case = _opened(ground, 3, "拿地后办证", 2)
    offices = {"C02": "finance", "C03": "tax", "C04": "survey", "C06": "registry"}
    matter = _matter(ground, case, "P-C", 2, offices, "registry")
    cases.promise_paper(
        by=ground.officer, at=ground.moment(2, 9, 10), case=case, matter=matter,
        step=matter.steps.get(step="C03"), kind=f"土地价款缴纳凭证{INVENTED}",
        due_on=ground.last_day,
    )  # fmt: skip
    _event(ground, matter, "accepted", (2, 9, 20))
    for step in ("C02", "C03", "C04"):
        _event(ground, matter, "branch_started", (2, 9, 30), step)
    _event(ground, matter, "branch_ended", (1, 15, 0), "C04")


def _in_pre_review(by: Person, ground: Ground) -> None:
    """Papers are looked at before the legal clock begins."""
    case = _opened(ground, 4, "二期项目施工许可", 12)
    matter = _matter(ground, case, "P-B", 12, {"B07": "construction"}, "construction")
    _event(ground, matter, "pre_review_started", (12, 10, 0))


def _paused(by: Person, ground: Ground) -> None:
    """Experts look at the report; the clock stands, with a written notice."""
    case = _opened(ground, 5, "喷涂线环评", 11)
    offices = {"E02": "environment", "E03": "environment", "E05": "environment"}
    matter = _matter(ground, case, "P-E", 11, offices, "environment", "form")
    _event(ground, matter, "accepted", (10, 9, 30))
    _event(ground, matter, "branch_started", (10, 9, 30), "E02")
    _event(ground, matter, "branch_ended", (5, 16, 0), "E02")
    notice = {"ground": "expert_review", "notice": f"评审告知〔示例〕3号{INVENTED}"}
    _event(ground, matter, "paused", (4, 9, 0), **notice)


def _judged(by: Person, ground: Ground) -> None:
    """The demo's own firm has a case that is closed but not solved, and one that waits."""
    keeper = demo_person(Role.MEMBER_FIRM)
    held = keeper.appointments.filter(
        role=Role.MEMBER_FIRM, world_code=ground.world.code, ended_at__isnull=True
    ).first()
    firm = Firm.objects.filter(pk=int(held.scope_key)).first() if held and held.scope_key else None
    if firm is None:
        return
    for title, is_judged in (("用电增容协调", True), ("人才公寓申请", False)):
        case = cases.open_case(
            by=keeper, at=ground.moment(6), firm=firm, title=title + INVENTED, hall=ground.hall
        )
        if case.officer != ground.officer.username:
            cases.hand_over(
                by=by, at=ground.moment(6, 9, 30), case=case, to=ground.officer.username
            )
        matter = _matter(ground, case, "P-G", 5, {"G03": "planning"}, "planning", "general")
        _event(ground, matter, "accepted", (5, 9, 30))
        _event(ground, matter, "branch_started", (5, 10, 0), "G03")
        if is_judged:
            _event(ground, matter, "branch_ended", (3, 15, 0), "G03")
            _event(ground, matter, "decided", (3, 16, 0), ground="granted")
            cases.close_case(by=ground.officer, at=ground.moment(3, 16, 30), case=case)
            cases.say_not_solved(
                by=keeper, at=ground.moment(2), case=case, words=f"电还没有接通{INVENTED}"
            )
