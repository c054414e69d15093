"""Attributes of the cells of a list, by the classes that the style sheet knows."""

from __future__ import annotations

LEAD = {"td": {"class": "lead"}}
FROM_WIDE = {"td": {"class": "from-wide"}, "th": {"class": "from-wide"}}
NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
