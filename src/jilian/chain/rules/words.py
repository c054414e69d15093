"""Words and shares of what breaks."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class CriticalState(models.TextChoices):
    """How far a computation of the critical list is."""

    WAITING = "waiting", pgettext_lazy("computation", "waiting")
    RUNNING = "running", pgettext_lazy("computation", "running")
    DONE = "done", pgettext_lazy("computation", "done")
    FAILED = "failed", pgettext_lazy("computation", "stopped")

    @property
    def is_open(self) -> bool:
        """Whether it is still under way."""
        return self in (CriticalState.WAITING, CriticalState.RUNNING)


class InputKind(models.TextChoices):
    """By what an input is told."""

    PRODUCT = "product", _("product")
    CLASS = "class", _("class of industry of the supplier")


CRITICAL_NOTES: Mapping[str, StrOrPromise] = {
    "no_firms": _("The network of that day has no firms."),
    "no_links": _("The network of that day has no links to compute with."),
    "snapshot_altered": _("The frozen network is no longer what was frozen."),
    "defect": _("It stopped by a defect; the log of the installation says more."),
}


def critical_note(code: str) -> StrOrPromise:
    """The sentence to a code that is kept."""
    return CRITICAL_NOTES.get(code, code)


@dataclass(frozen=True)
class Known:
    """How many of a whole are known; the rest is unknown, never zero."""

    part: int
    whole: int

    @property
    def unknown(self) -> int:
        """How many are not known."""
        return self.whole - self.part


def share_of(value: float, digits: int = 6) -> Decimal:
    """A share that was computed, as a number with so many digits behind the point."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def plain_words(text: str) -> str:
    """Words as they are compared: one width, one case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
