"""What a trace changed: its values before and after as fields of a difference."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jilian.ui.parts import Change, FieldChange

LONGEST = 400


def changes_between(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    title: str,
    words: Mapping[str, str] | None = None,
) -> list[Change]:
    """Return the difference of a trace: one change, and one of the fields that stayed as they were.

    ``before`` is missing where a record is new, ``after`` where it is gone; ``words`` names fields.
    """
    old, new, called = dict(before or {}), dict(after or {}), words or {}
    names = [*old, *(name for name in new if name not in old)]
    differing = [name for name in names if old.get(name) != new.get(name)]
    kind = "new" if before is None else "changed"
    changes = []
    if differing:
        fields = [
            FieldChange(called.get(name, name), _said(old.get(name)), _said(new.get(name)))
            for name in differing
        ]
        changes.append(Change(kind, title, fields=fields))
    if kept := [name for name in names if name not in differing]:
        same = [FieldChange(called.get(name, name), None, _said(new.get(name))) for name in kept]
        changes.append(Change("same", title, fields=same))
    return changes


def _said(value: Any) -> str | None:
    """Return a value as text; lists and mappings as they are kept, cut where they are long."""
    if value is None or value == "":
        return None
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "; ".join(value)
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value if len(value) <= LONGEST else f"{value[:LONGEST]} …"
