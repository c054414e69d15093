"""The list of reports as lines of a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _, pgettext

from jilian.reports.models import Report


def report_lines(reports: Iterable[Report]) -> list[tuple[object, ...]]:
    """A head and one line a report, as the list shows them."""
    head = (
        _("Report"), _("Month"), _("Revision"), _("For whom"), _("Language"),
        pgettext("report", "State"), _("Fingerprint"),
    )  # fmt: skip
    return [
        head,
        *(
            (
                one.title, f"{one.month:%Y-%m}", one.revision, one.get_audience_display(),
                one.get_language_display(), str(one.state.label), one.fingerprint,
            )
            for one in reports
        ),
    ]  # fmt: skip
