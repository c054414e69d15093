"""What may be stated of the members of a firm without a body, and what the planner reads in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# By what is stated: least and greatest number of formal members; None where it is open.
STATED: Mapping[str, tuple[int, int | None]] = {
    "0": (0, 0),
    "1": (1, 1),
    "2": (2, 2),
    "m1": (1, 2),
    "m3": (3, 6),
    "m7": (7, 49),
    "m50": (50, None),
}
STATED_WORDS: Mapping[str, StrPromise | str] = {
    "0": "0",
    "1": "1",
    "2": "2",
    "m1": _("1 or 2"),
    "m3": "3–6",
    "m7": "7–49",
    "m50": "≥ 50",
}
