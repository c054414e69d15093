"""The words of the papers. They are official Chinese whatever language the reader has chosen.

Only what is recorded stands in them; what is missing is left as a visible blank and listed. The
kinds of papers are those of 党政机关公文处理工作条例 (中办发〔2012〕14号), art. 8.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _, override

from jilian.committees.queries.record import Record
from jilian.committees.rules import RelationMode, SeatRole, State, Step
from jilian.organisations.rules import OrganisationType

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from jilian.committees.models import Procedure, Seat

BLANK = "〔　　〕"
# What may be missing; named here because words inside of a text are not found for translation.
MEMBER_FIRMS = _("member firms of the cluster")
EFFECT_DAY = _("day of effect")
SUPERIOR = _("superior")
APPROVAL_DAY = _("day of the approval")
ELECTION_DAY = _("day of the election")
TERM_START = _("start of the term")
TERM_END = _("end of the term")
TYPE_WORDS = {
    OrganisationType.PRIMARY_COMMITTEE: "党的基层委员会",
    OrganisationType.GENERAL_BRANCH: "党的总支部委员会",
    OrganisationType.BRANCH: "党支部",
    OrganisationType.JOINT_BRANCH: "联合党支部",
}
MODE_WORDS = {
    RelationMode.AFFILIATED: "实体型，下设党组织隶属关系按批复执行",
    RelationMode.FUNCTIONAL: "功能型，党员组织关系不转移，原隶属关系不变",
    RelationMode.MIXED: "部分党组织隶属、部分党组织功能性参加",
    RelationMode.ALLIANCE: "联盟，不改变各单位党组织隶属关系",
}
ROLE_WORDS = {
    SeatRole.SECRETARY: "书记",
    SeatRole.DEPUTY: "副书记",
    SeatRole.MEMBER: "委员",
}


class Paper(models.TextChoices):
    """A paper that is made from the record."""

    APPLICATION = "application", _("application")
    REPLY = "reply", _("draft of the reply")
    NOTICE = "notice", _("notice paper")


# From which state on a paper can be made.
MADE_FROM: dict[Paper, frozenset[State]] = {
    Paper.APPLICATION: frozenset(State),
    Paper.REPLY: frozenset(State) - {State.DRAFT, State.WITHDRAWN, State.RETURNED, State.REFUSED},
    Paper.NOTICE: frozenset(
        {State.FILED, State.ACTIVE, State.RE_ELECTED, State.EXTENDED, State.DISSOLVED}
    ),
}


@dataclass
class Sheet:
    """A paper in words, and what is missing in the record for it."""

    kind: Paper
    number: str = ""
    title: str = ""
    addressee: str = ""
    paragraphs: list[str] = field(default_factory=list)
    signer: str = ""
    dated: str = ""
    day: date | None = None
    missing: list[StrOrPromise] = field(default_factory=list)

    def known(self, value: object, label: StrOrPromise) -> str:
        """The value; a visible blank, and a line in the list, where the record has none."""
        if value not in (None, ""):
            return str(value)
        if label not in self.missing:
            self.missing.append(label)
        return BLANK

    def day_of(self, day: date | None, label: StrOrPromise) -> str:
        """A day as official papers write it."""
        return self.known(f"{day.year}年{day.month}月{day.day}日" if day else None, label)


def made_of(record: Record, kind: Paper) -> Sheet:
    """Write a paper from the record."""
    write = {Paper.APPLICATION: _application, Paper.REPLY: _reply, Paper.NOTICE: _notice}[kind]
    sheet = Sheet(kind)
    with override("zh-hans"):
        write(sheet, record)
    return sheet


def papers_of(record: Record) -> list[Sheet]:
    """The papers that can be made in this state, with what each leaves blank."""
    return [made_of(record, kind) for kind in Paper if record.procedure.state in MADE_FROM[kind]]


def _application(sheet: Sheet, record: Record) -> None:
    procedure, step = record.procedure, record.step(Step.APPLIED)
    sheet.number = sheet.known(step and step.document_number, _("number of the application"))
    sheet.title = f"关于成立{procedure.name}的请示"
    sheet.addressee = sheet.known(_superior(procedure), SUPERIOR)
    members = _members(sheet, procedure)
    exception = (
        f"现有党员未达到规定人数，因工作需要，依据{procedure.exception_document}申请设立。"
        if procedure.is_exception or procedure.exception_document
        else ""
    )
    sheet.paragraphs = [
        f"{procedure.cluster.name}以{_leaders(sheet, record)}为龙头企业，"
        f"现有成员企业{sheet.known(record.members or None, MEMBER_FIRMS)}家。"
        f"{members}{exception}",
        f"为加强产业集群党的建设，拟成立{procedure.name}，"
        f"设置形式为{TYPE_WORDS[OrganisationType(procedure.type)]}，"
        f"组织关系方式为{_mode(sheet, procedure)}。",
        f"委员会组成名额：{_seats(sheet, record)}。",
        f"拟自{sheet.day_of(procedure.effect_on, EFFECT_DAY)}起生效。",
        "妥否，请批示。",
    ]
    applying_body = procedure.applying_body.name if procedure.applying_body else None
    sheet.signer = sheet.known((step and step.unit) or applying_body, _("unit that applies"))
    sheet.day = procedure.applied_on
    sheet.dated = sheet.day_of(procedure.applied_on, _("day of the application"))


def _reply(sheet: Sheet, record: Record) -> None:
    procedure, asked = record.procedure, record.step(Step.APPLIED)
    step = record.step(Step.APPROVED)
    sheet.number = sheet.known(step and step.document_number, _("number of the approval"))
    sheet.title = f"关于同意成立{procedure.name}的批复"
    applying_body = procedure.applying_body.name if procedure.applying_body else None
    sheet.addressee = sheet.known((asked and asked.unit) or applying_body, _("unit that applies"))
    asked_number = sheet.known(asked and asked.document_number, _("number of the application"))
    needs = (
        f"该党组织党员未达到规定人数，因工作需要，依据{procedure.exception_document}予以批准。"
        if procedure.is_exception
        else ""
    )
    sheet.paragraphs = [
        f"你单位《关于成立{procedure.name}的请示》（{asked_number}）收悉。经研究，批复如下：",
        f"一、同意成立{procedure.name}，"
        f"设置形式为{TYPE_WORDS[OrganisationType(procedure.type)]}，"
        f"组织关系方式为{_mode(sheet, procedure)}，"
        f"上级党组织为{sheet.known(_superior(procedure), SUPERIOR)}。{needs}",
        f"二、同意委员会组成名额：{_seats(sheet, record)}。请依照有关规定进行选举，"
        "选举结果及时报备。",
        f"三、{procedure.name}与龙头企业原有党组织分别设置，龙头企业原有党组织隶属关系不变。",
        "此复。",
    ]
    sheet.signer = sheet.known((step and step.unit) or _superior(procedure), SUPERIOR)
    sheet.day = procedure.approved_on
    sheet.dated = sheet.day_of(procedure.approved_on, APPROVAL_DAY)


def _notice(sheet: Sheet, record: Record) -> None:
    procedure = record.procedure
    effect, approval = record.step(Step.FILED), record.step(Step.APPROVED)
    sheet.number = sheet.known(effect and effect.document_number, _("number of the filing"))
    sheet.title = f"关于成立{procedure.name}的通知"
    sheet.addressee = "各有关党组织"
    approved = sheet.known(approval and approval.document_number, _("number of the approval"))
    term = record.term
    start = procedure.elected_on or (term.starts_on if term else None)
    end = term.due_on if term else None
    sheet.paragraphs = [
        f"经{sheet.known(_superior(procedure), SUPERIOR)}批准（{approved}，"
        f"{sheet.day_of(procedure.approved_on, APPROVAL_DAY)}），"
        f"并于{sheet.day_of(procedure.elected_on, ELECTION_DAY)}选举产生委员会，"
        f"{procedure.name}自{sheet.day_of(procedure.effect_on, EFFECT_DAY)}起成立。",
        f"委员会组成名额：{_seats(sheet, record)}。",
        f"本届任期自{sheet.day_of(start, TERM_START)}起，至{sheet.day_of(end, TERM_END)}止。",
        "特此通知。",
    ]
    sheet.signer = sheet.known((effect and effect.unit) or _superior(procedure), SUPERIOR)
    sheet.day = procedure.effect_on
    sheet.dated = sheet.day_of(procedure.effect_on, EFFECT_DAY)


def _superior(procedure: Procedure) -> str:
    return procedure.superior.name if procedure.superior else ""


def _leaders(sheet: Sheet, record: Record) -> str:
    return sheet.known("、".join(record.leaders), _("leading firm"))


def _mode(sheet: Sheet, procedure: Procedure) -> str:
    return sheet.known(MODE_WORDS.get(RelationMode(procedure.relation_mode)), _("relation mode"))


def _members(sheet: Sheet, procedure: Procedure) -> str:
    counted = sheet.day_of(procedure.counted_on, _("day of the count"))
    if procedure.band:
        return f"截至{counted}，正式党员{procedure.get_band_display()}名。"
    formal = sheet.known(procedure.formal, _("formal members"))
    others = sheet.known(procedure.probationary, _("probationary members"))
    return f"截至{counted}，申报正式党员{formal}名、预备党员{others}名。"


def _seats(sheet: Sheet, record: Record) -> str:
    if not record.seats:
        return sheet.known(None, _("seats"))
    total = sum(seat.seats for seat in record.seats)
    lines = [
        f"{ROLE_WORDS[SeatRole(seat.role)]}{seat.seats}名（{_unit(seat)}）"
        for role in SeatRole
        for seat in record.seats
        if seat.role == role
    ]
    return f"共{total}名，其中" + "、".join(lines)


def _unit(seat: Seat) -> str:
    return seat.firm.root.name if seat.firm else "其他单位"
