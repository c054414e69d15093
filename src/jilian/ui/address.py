"""A page's address as its state: which filters are in force, and the address without one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest

from jilian.ui.values import day_text, is_missing

# What django-filter appends to a field's name where it asks for two ends.
ENDS = ("_min", "_max", "_after", "_before")


@dataclass(frozen=True)
class FilterChip:
    """A filter in force, the names it takes in the address, and the address without it."""

    label: str
    value: str
    url: str
    names: tuple[str, ...]


def without(request: HttpRequest, *names: str) -> str:
    """The page's address without some of its questions."""
    asked = request.GET.copy()
    for name in names:
        asked.pop(name, None)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def _words(value: Any) -> str:
    """A cleaned value as a reader would say it."""
    if isinstance(value, slice):
        return " – ".join("…" if end is None else _words(end) for end in (value.start, value.stop))
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable):
        return "、".join(_words(one) for one in value)
    return day_text(value) if hasattr(value, "strftime") else str(value)


def _chosen(field: Any, value: Any) -> str:
    """The label of a choice, or the value in words."""
    labels = (
        {
            str(key): str(label)
            for key, label in getattr(field, "choices", ())
            if not isinstance(label, list | tuple)
        }
        if not hasattr(field, "queryset")
        else {}
    )
    if isinstance(value, list | tuple):
        return "、".join(labels.get(str(one), _words(one)) for one in value)
    return labels.get(str(value), _words(value))


def chips_of(request: HttpRequest, form: BaseForm) -> list[FilterChip]:
    """The filled fields of a filter form, in the form's order."""
    found = []
    cleaned = getattr(form, "cleaned_data", {}) if form.is_valid() else {}
    for name, field in form.fields.items():
        names = tuple(n for n in (name, *(name + end for end in ENDS)) if request.GET.get(n))
        value = cleaned.get(name)
        if not names or is_missing(value):
            continue
        label = str(form[name].label)
        url = without(request, "page", *names)
        found.append(FilterChip(label, _chosen(field, value), url, names))
    return found
