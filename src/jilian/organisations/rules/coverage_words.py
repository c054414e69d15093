"""What a firm's coverage is called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jilian.organisations.rules.words import CoverMode

STATE_LABELS = {
    **{mode.value: mode.label for mode in CoverMode},
    "unknown": _("start of its coverage unknown"),
    "none": _("no coverage recorded"),
}
