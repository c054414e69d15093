"""When a tender is required: dated and cited limits, answered yes, no or unknown.

The limits concern works projects of the kinds that the regulation names. Whatever the buyer has not
said stays unknown; nothing is taken for granted to get below a limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Kind(models.TextChoices):
    """What is bought."""

    WORKS = "works", _("construction works")
    GOODS = "goods", _("goods: equipment, materials")
    SERVICES = "services", _("services: survey, design, supervision")
    OTHER = "other", _("something else")


class Known(models.TextChoices):
    """Yes, no, or not known."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", pgettext_lazy("answer", "not known")


class Funding(models.TextChoices):
    """Who pays, in the words of the regulation."""

    STATE = "state", _("state funds, state-owned lead, or foreign public loans")
    PUBLIC = "public", _("infrastructure or utility of public interest")
    OTHER = "other", pgettext_lazy("funding", "none of these")
    UNKNOWN = "unknown", pgettext_lazy("answer", "not known")


@dataclass(frozen=True)
class Cited:
    """Where a limit comes from."""

    title: str
    number: str
    article: str
    issued_on: date
    in_force_from: date
    in_force_to: date | None = None

    def in_force_on(self, day: date) -> bool:
        """Whether it held on the day."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True)
class Limit:
    """From which estimated value of a single contract a tender is required (以上 includes it)."""

    kind: Kind
    at_least_yuan: Decimal
    source: Cited


MUST_TENDER = Cited(
    title="必须招标的工程项目规定",
    number="国家发展和改革委员会令第16号",
    article="第五条",
    issued_on=date(2018, 3, 27),
    in_force_from=date(2018, 6, 1),
)
LIMITS: tuple[Limit, ...] = (
    Limit(Kind.WORKS, Decimal(4_000_000), MUST_TENDER),
    Limit(Kind.GOODS, Decimal(2_000_000), MUST_TENDER),
    Limit(Kind.SERVICES, Decimal(1_000_000), MUST_TENDER),
)


class Answer(models.TextChoices):
    """Whether a tender is required."""

    REQUIRED = "required", _("a tender is required")
    NOT_REQUIRED = "not_required", _("no tender is required by these limits")
    UNKNOWN = "unknown", _("not known whether a tender is required")


ANSWER_MARKS = {
    Answer.REQUIRED: "refused",
    Answer.NOT_REQUIRED: "closed",
    Answer.UNKNOWN: "soon",
}


@dataclass(frozen=True)
class Finding:
    """The answer, the limit that was asked, and what would have to be known."""

    answer: Answer
    limit: Limit | None = None
    missing: tuple[StrOrPromise, ...] = ()

    @property
    def mark(self) -> str:
        """The mark of the answer on a page."""
        return ANSWER_MARKS[self.answer]


def tender_needed(
    kind: str, in_project: str, funding: str, value: Decimal | None, day: date
) -> Finding:
    """Whether a purchase of this value (with tax) must be tendered on the day.

    No, as soon as one thing that is known rules it out; yes, only when all are known.
    """
    limit = next((one for one in LIMITS if one.kind == kind and one.source.in_force_on(day)), None)
    if kind == Kind.OTHER or in_project == Known.NO or funding == Funding.OTHER:
        return Finding(Answer.NOT_REQUIRED, limit)
    if limit is None:
        return Finding(Answer.UNKNOWN, None, (_("no limit is recorded for this day"),))
    if value is not None and value < limit.at_least_yuan:
        return Finding(Answer.NOT_REQUIRED, limit)
    missing: list[StrOrPromise] = []
    if in_project == Known.UNKNOWN:
        missing.append(_("whether it belongs to a works project"))
    if funding == Funding.UNKNOWN:
        missing.append(_("how the project is paid"))
    if value is None:
        missing.append(_("the estimated value"))
    if missing:
        return Finding(Answer.UNKNOWN, limit, tuple(missing))
    return Finding(Answer.REQUIRED, limit)


def check_no_tender(finding: Finding) -> None:
    """Refuse to go on where a tender is required."""
    if finding.answer == Answer.REQUIRED and finding.limit is not None:
        raise Refusal(
            "tender_required",
            _("A tender is required (%(title)s, %(number)s, %(article)s): it is not put round and"
              " not awarded here.")
            % {
                "title": finding.limit.source.title,
                "number": finding.limit.source.number,
                "article": finding.limit.source.article,
            },
        )  # fmt: skip
