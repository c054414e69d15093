"""Figures as the lines of a file: whole seconds, so that nothing is rounded on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from jilian.base.sheets import Line
from jilian.cases.formats.words import holder_words
from jilian.cases.models import Matter
from jilian.cases.queries.figures import Names, WhereTimeWent
from jilian.cases.rules.figures import (
    Alike,
    Kind,
    SpentShare,
    standing_words,
    step_words,
)
from jilian.ui.values import percent_text


def spent_lines(found: WhereTimeWent, names: Names) -> list[Line]:
    """The head, and one line for each step and holder."""
    head = (
        pgettext("cases", "Template"), pgettext("matter", "Step"), _("Held by"),
        _("Elapsed seconds"), _("Working seconds"), _("Matters"), _("Share of all elapsed time"),
    )  # fmt: skip
    return [head, *(_spent(one, names, found.seconds) for one in found.steps)]


def _spent(row: SpentShare, names: Names, whole: int) -> Line:
    one = row.spent
    return (
        names.templates.get(one.template, one.template),
        step_words(one.step, {one.step: names.step(one.template, one.step)}),
        holder_words(one.holder, names.offices),
        one.seconds, one.working, one.matters, percent_text(one.seconds, whole, 2),
    )  # fmt: skip


def wrong_lines(found: WhereTimeWent, names: Names) -> list[Line]:
    """The head, and one line for each pair of offices: where a branch went, where it belongs."""
    head = (
        _("Sent to"), _("Belongs to"), pgettext("wrong dispatches", "Times"),
        _("Elapsed seconds"), _("Working seconds"),
    )  # fmt: skip
    return [head, *(
        (
            holder_words(one.sent_to, names.offices), holder_words(one.right_holder, names.offices),
            one.times, one.seconds, one.working,
        )
        for one in found.wrong
    )]  # fmt: skip


def record_lines(
    matters: Iterable[Matter], alike: Mapping[Kind, Alike], names: Names
) -> list[Line]:
    """The head, and one line a matter beside its like; no officer is named."""
    head = (
        pgettext("service", "Case"), _("Firm"), pgettext("service", "Matter"), _("Variant"),
        _("Accepted"), _("Ended"), _("Elapsed seconds"), _("Working seconds"), _("Working days"),
        _("Like matters"), _("Median of its like, seconds"), _("Nine of ten within, seconds"),
        _("Among its like"),
    )  # fmt: skip
    return [
        head,
        *(_record(one, alike[one.template_version.key, one.variant], names) for one in matters),
    ]


def _record(matter: Matter, like: Alike, names: Names) -> Line:
    variant = names.variant(like.template, matter.variant) if matter.variant else ""
    return (
        matter.case.title, str(matter.case.firm), str(matter.template_version), variant,
        _moment(matter.accepted_at), _moment(matter.ended_at), matter.elapsed_seconds,
        matter.working_seconds, matter.working_days, like.count, like.median, like.ninetieth,
        standing_words(like.standing(matter.elapsed_seconds)),
    )  # fmt: skip


def _moment(moment: object) -> str:
    return "" if moment is None else f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"  # type: ignore[arg-type]
