"""How data may be shared, and how an agreement stands on a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

REMIND_BEFORE = timedelta(days=30)


class Sharing(models.TextChoices):
    """How government data may be shared.

    Source: 政务数据共享条例 (State Council, in force 2025-08-01): 无条件共享, 有条件共享, 不予共享.
    """

    UNCONDITIONAL = "unconditional", _("shared without conditions")
    CONDITIONAL = "conditional", _("shared on conditions")
    EXCLUDED = "excluded", _("not shared")


def standing_of(
    day: date, valid_from: date, valid_until: date | None, ended_on: date | None
) -> str:
    """Return how an agreement stands: "ended", "late" (run out), "soon", "waiting" or "open"."""
    if ended_on is not None and ended_on <= day:
        return "ended"
    if day < valid_from:
        return "waiting"
    if valid_until is not None and valid_until < day:
        return "late"
    if valid_until is not None and valid_until - day <= REMIND_BEFORE:
        return "soon"
    return "open"
