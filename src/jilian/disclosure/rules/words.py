"""Words for dimensions, and for why a release stopped."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DIMENSION_WORDS = {
    "town": _("Town"),
    "industry": _("Industry"),
    "cluster": _("Cluster"),
    "output_known": _("Output of the year"),
    "indicator": _("Indicator"),
    "unit": _("Unit"),
}

FAILURES = {
    "cannot_be_protected": _(
        "What was shown before would give a hidden cell away: nothing was released."
    ),
    "does_not_add_up": _("The cells contradict each other: nothing was released."),
    "records_changed": _(
        "The records changed between preview and release: nothing was released. Work the month"
        " out again."
    ),
    "negative_cell": _("A firm's output is below zero: correct it, then work the month out again."),
}
OTHER_FAILURE = _("It stopped with an error; nothing was released.")
