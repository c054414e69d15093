"""Names of actions on figures: returns, indicators, what is shown outside, reports, statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FIGURE_ACTIONS: Mapping[str, StrPromise] = {
    "disclosure.declared": _("table declared that is shown outside"),
    "disclosure.exported": _("table that is shown outside taken out as a file"),
    "disclosure.prepared": _("tables of a month to be worked out before they are shown outside"),
    "disclosure.taken_up": _("tables of a month being worked out"),
    "disclosure.worked_out": _("tables of a month worked out, with what they leave to guess"),
    "disclosure.confirmed": _("tables of a month confirmed to be shown outside"),
    "disclosure.tables_released": _("tables of a month shown outside together"),
    "disclosure.dropped": _("release of tables left at its preview"),
    "disclosure.failed": _("release of tables stopped, nothing shown"),
    "disclosure.released": _("table shown outside for a month"),
    "indicators.measured": _("months of indicators measured"),
    "indicators.taken_over": _("published or returned values taken over as indicators"),
    "indicators.released": _("indicators of a month released"),
    "month_run.asked": _("work on a month of indicators asked for"),
    "month_run.taken_up": _("work on a month of indicators taken up"),
    "month_run.ended": _("work on a month of indicators ended"),
    "return.begun": _("monthly return begun"),
    "return.saved": _("draft of a monthly return saved"),
    "return.sent": _("monthly return sent"),
    "return.checked": _("monthly return checked by the town"),
    "return.accepted": _("monthly return accepted"),
    "return.sent_back": _("monthly return sent back"),
    "return.locked": _("monthly return locked"),
    "return.released": _("monthly return released"),
    "return.correction": _("correction of a monthly return begun"),
    "return.withdrawn": _("correction of a monthly return taken back"),
    "return_duty.begun": _("duty to report begun"),
    "return_duty.ended": _("duty to report ended"),
    "returns.locked": _("returns of a month locked"),
    "returns.released": _("month of returns released"),
    "returns.late_told": _("late units reminded of their return"),
    "returns.exported": _("monthly returns taken out as a file"),
    "firm_figures.kept": _("table of firms' monthly figures kept"),
    "frozen_report.compiled": _("report compiled and frozen"),
    "frozen_report.exported": _("report taken out as a file"),
    "frozen_report.note_added": _("note of correction added to a report"),
    "frozen_report.printed": _("report printed, its file kept"),
    "frozen_report.signed": _("report signed off"),
    "frozen_reports.exported": _("list of reports taken out as a file"),
    "report_template.saved": _("template of a report saved"),
    "report_template.word_uploaded": _("Word file of a template uploaded"),
    "indicators.exported": _("figures of indicators taken out as a file"),
    "statements.exported": _("result of a statement check taken out as a file"),
    "developed.entered": _("newly developed members entered"),
    "developed.exported": _("newly developed members taken out as a file"),
    "growth.exported": _("growth of organisations taken out as a file"),
}
