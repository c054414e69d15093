"""Kinds, bounds, units and periods of figures in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from jilian.ui.values import in_chinese

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

KINDS: Mapping[str, StrPromise] = {
    "level": pgettext_lazy("kind of figure", "level"),
    "change": pgettext_lazy("kind of figure", "difference"),
    "growth": pgettext_lazy("kind of figure", "growth"),
    "compound_growth": pgettext_lazy("kind of figure", "compound annual growth"),
    "share": pgettext_lazy("kind of figure", "share"),
    "points": pgettext_lazy("kind of figure", "percentage points"),
    "multiple": pgettext_lazy("kind of figure", "multiple"),
    "doubling": pgettext_lazy("kind of figure", "doubling"),
    "rank": pgettext_lazy("kind of figure", "rank"),
    "run": pgettext_lazy("kind of figure", "run of growth"),
    "duration": pgettext_lazy("kind of figure", "duration"),
}
# The sign with which a bound is said, before the number.
SIGNS = {
    "exact": "=", "more_than": ">", "at_least": "≥", "at_most": "≤", "below": "<", "about": "≈",
    "between": "",
}  # fmt: skip
BOUNDS: Mapping[str, StrPromise] = {
    "exact": gettext_lazy("exactly"),
    "more_than": gettext_lazy("more than"),
    "at_least": gettext_lazy("at least"),
    "at_most": pgettext_lazy("bound", "at most"),
    "below": pgettext_lazy("bound", "below"),
    "about": gettext_lazy("about"),
    "between": pgettext_lazy("bound", "between"),
}
_CHINESE = {
    "yuan": "元", "us_dollar": "美元", "euro": "欧元", "firm": "家", "household": "户",
    "person": "人", "person_time": "人次", "item": "项", "count": "个", "piece": "件",
    "machine": "台", "set": "套", "vehicle": "辆", "session": "场", "occurrence": "次",
    "issue": "期", "batch": "批", "kind": "种", "category": "类", "line": "条", "place": "处",
    "building": "座", "institution": "所", "team": "支", "bed": "张", "copy": "份", "train": "列",
    "room": "间", "percent": "%", "percentage_point": "个百分点", "times": "倍", "rank": "位",
    "year": "年", "quarter": "个季度", "month": "个月", "week": "周", "day": "天",
    "working_day": "个工作日", "hour": "小时", "minute": "分钟", "km": "公里", "metre": "米",
    "km2": "平方公里", "m2": "平方米", "mu": "亩", "hectare": "公顷", "m3": "立方米",
    "tonne": "吨", "kg": "公斤", "kwh": "千瓦时", "kw": "千瓦", "teu": "标箱",
    "yuan_per_mu": "元/亩", "yuan_per_km2": "元/平方公里", "yuan_per_m2": "元/平方米",
    "ug_per_m3": "微克/立方米",
}  # fmt: skip
_ENGLISH = {
    "percent": "%", "percentage_point": " percentage points", "firm": " firms",
    "household": " households", "person": " people", "person_time": " participations",
    "month": " months", "year": " years", "quarter": " quarters", "week": " weeks",
    "day": " days", "working_day": " working days", "hour": " hours", "minute": " minutes",
    "item": " items", "times": " times", "tonne": " tonnes", "rank": "", "us_dollar": " dollars",
}  # fmt: skip
_PERIODS = (
    (re.compile(r"(\d{4})-(\d{2})\.\.(\d{2})"), gettext_lazy("%(a)s, months %(b)s to %(c)s")),
    (re.compile(r"(\d{4})\.\.(\d{4})"), gettext_lazy("%(a)s to %(b)s")),
    (re.compile(r"(\d{4}(?:-\d{2})?)\.\."), gettext_lazy("since %(a)s")),
)


def unit_words(unit: str) -> str:
    """A unit as it follows a number without a gap."""
    if in_chinese():
        return _CHINESE.get(unit, unit)
    return _ENGLISH.get(unit, f" {unit.replace('_', ' ')}" if unit else "")


def kind_words(kind: str) -> str:
    """A kind of figure."""
    return str(KINDS.get(kind, kind))


def bound_words(bound: str) -> str:
    """A bound."""
    return str(BOUNDS.get(bound, bound))


def period_words(period: str) -> str:
    """A period of a figure, or that the text names none."""
    if not period:
        return _("no period named")
    for pattern, form in _PERIODS:
        found = pattern.fullmatch(period)
        if found is not None:
            return str(form) % dict(zip("abc", found.groups(), strict=False))
    return period
