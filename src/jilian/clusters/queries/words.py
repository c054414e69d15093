"""Names of industries and towns by their codes."""

from __future__ import annotations

from collections.abc import Iterable

from jilian.base.text import in_pinyin
from jilian.places.models import Division, Industry


def industry_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of the classes there are."""
    found = Industry.objects.filter(code__in=set(codes)).order_by()
    return dict(found.values_list("code", "name"))


def town_names(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return Chinese and English name of each code, in pinyin where it has no English one.

    A code without a division names itself.
    """
    wanted = set(codes)
    found = {
        code: (name, name_en or in_pinyin(name))
        for code, name, name_en in Division.objects.filter(code__in=wanted)
        .order_by()
        .values_list("code", "name", "name_en")
    }
    return {code: found.get(code, (code, code)) for code in wanted}
