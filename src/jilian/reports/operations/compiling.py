"""Compiling a report: what it prints is read once and frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.places.models import World
from jilian.reports.formats import tokens_in
from jilian.reports.models import Report, ReportFigure, Template, WordTemplate
from jilian.reports.operations.telling import settle_waiting, tell_signers
from jilian.reports.queries import TemplateSaid, draft_of, template_said
from jilian.reports.rules.content import Problem, canonical, check_month, fingerprint
from jilian.reports.rules.words import Audience, ReportLanguage


class ReportRefused(Refusal):
    """A report that cannot be compiled; ``problems`` says why, each with its place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            problems[0].code,
            _("Not compiled: %(problems)s") % {"problems": "; ".join(str(one) for one in problems)},
        )
        self.problems = problems


@dataclass(frozen=True)
class Compiled:
    """The report, and whether it is a new revision or the one that says the same already."""

    report: Report
    is_new: bool


@transaction.atomic
def compile_report(
    *, by: Person, at: datetime, world: World, month: date, template: Template,
    audience: str = Audience.INSIDE, language: str = ReportLanguage.ZH,
    word_file: WordTemplate | None = None,
) -> Compiled:  # fmt: skip
    """Freeze what a template says for a month; the same content again gives the report back.

    Refuses a month that has not begun, and all that must not be printed (``ReportRefused``).
    """
    allow(by, Permission.COMPILE_REPORTS, world_code=world.code)
    first = month.replace(day=1)
    check_month(first, timezone.localdate(at))
    World.objects.select_for_update().get(pk=world.pk)  # revisions are counted one at a time
    said = with_word(template_said(template, language), word_file)
    put = draft_of(by, world, first, said, Audience(audience), ReportLanguage(language))
    if put.problems:
        raise ReportRefused(put.problems)
    same = Report.objects.filter(
        world=world, month=first, template_key=template.key, audience=audience, language=language
    )
    latest, text = same.order_by("revision").last(), canonical(put.content)
    if latest is not None and latest.content == text:
        return Compiled(latest, is_new=False)
    made = Report.objects.create(
        world=world, month=first, template=template, template_key=template.key,
        word_template=word_file, audience=audience, language=language, title=said.title,
        revision=latest.revision + 1 if latest else 1, content=text,
        fingerprint=fingerprint(text), compiled_at=at, compiled_by=by.username,
    )  # fmt: skip
    ReportFigure.objects.bulk_create([_row(made, one) for one in put.content["figures"]])
    audit.record(
        "frozen_report.compiled", by=by, at=at, world=world, about=made,
        before={"revision": latest.revision, "fingerprint": latest.fingerprint} if latest else None,
        after={
            "month": f"{first:%Y-%m}", "template": template.key, "audience": str(audience),
            "language": str(language), "revision": made.revision, "fingerprint": made.fingerprint,
            "figures": len(put.content["figures"]), "missing": len(put.missing),
        },
    )  # fmt: skip
    if latest is not None:
        settle_waiting(by=by, at=at, report=latest)
    tell_signers(by=by, at=at, report=made)
    return Compiled(made, is_new=True)


def with_word(said: TemplateSaid, word_file: WordTemplate | None) -> TemplateSaid:
    """The template with what its Word file asks for besides."""
    if word_file is None:
        return said
    tokens = tokens_in(bytes(word_file.content))
    return TemplateSaid(
        said.key, said.revision, said.title, said.body, tokens, word_file.fingerprint
    )


def _row(report: Report, one: dict[str, Any]) -> ReportFigure:
    return ReportFigure(
        report=report, number=one["number"], asked=one["asked"], indicator=one["indicator"],
        unit_key=one["unit"], period=one["period"], measure=one["part"],
        value=_number(one["value"]), bound=one["bound"], words=one["words"],
        unit_words=one["measure"], value_revision=one["revision"],
        numerator=_number(one["numerator"]), denominator=_number(one["denominator"]),
        hidden=one["hidden"], parts=one["parts"],
    )  # fmt: skip


def _number(words: str | None) -> Decimal | None:
    return None if words is None else Decimal(words)
