"""A new version of a template out of what a person typed over the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Plain = Mapping[str, Any]

THIS_DOCUMENT = "+"  # chosen as a source: the document on which the new version rests
KEPT_OF_STEP = ("open", "stop_clock", "document", "confirmation", "note")


def edited(
    before: Plain, *, steps: Iterable[Plain], limits: Iterable[Plain], document: str, first_day: str
) -> dict[str, Any]:
    """Return the content of the new version, not checked.

    Rows give ``key, zh, en, after, kind, amount, unit, actor, optional, source, article``; those
    of limits ``binding, start, end`` besides. What no row can say is kept from the step or limit
    of the same key.
    """
    made = {**before}
    mark = f"V{int(before['version']) + 1}"
    old_steps = {row["key"]: row for row in before["steps"]}
    old_limits = {row["key"]: row for row in before.get("limits", ())}
    made["steps"] = [_step(row, old_steps.get(row["key"], {}), mark) for row in steps]
    made["limits"] = [_limit(row, old_limits.get(row["key"], {}), mark) for row in limits]
    _without_gone(made)
    if any(row.get("source") == mark for row in (*made["steps"], *made["limits"])):
        made["sources"] = {**before.get("sources", {}), mark: _document(document, first_day)}
    return made


def _step(row: Plain, old: Plain, mark: str) -> dict[str, Any]:
    made: dict[str, Any] = {name: row[name] for name in ("key", "zh", "en")}
    made["after"] = keys_in(row["after"])
    made |= {name: old[name] for name in KEPT_OF_STEP if name in old}
    made |= {name: row[name] for name in ("actor", "article") if row.get(name)}
    if row.get("source"):
        made["source"] = mark if row["source"] == THIS_DOCUMENT else row["source"]
    if row["source"] == THIS_DOCUMENT:
        made.pop("confirmation", None)
    if row.get("optional"):
        made["optional"] = True
    if row.get("kind"):
        made["limit"] = {row["kind"]: row["amount"], "unit": row["unit"]}
        made.pop("open", None)
    if old.get("parallel_with"):
        made["parallel_with"] = old["parallel_with"]
    return made


def _limit(row: Plain, old: Plain, mark: str) -> dict[str, Any]:
    made: dict[str, Any] = {name: row[name] for name in ("key", "binding", "zh", "en", "unit")}
    made["max"] = row["amount"]
    made |= {name: old[name] for name in ("document", "stop_clock") if name in old}
    if row.get("start") and row.get("end"):
        made |= {"from": row["start"], "to": row["end"]}
    if row.get("article"):
        made["article"] = row["article"]
    if row.get("source"):
        made["source"] = mark if row["source"] == THIS_DOCUMENT else row["source"]
    return made


def _without_gone(made: dict[str, Any]) -> None:
    """Take steps that are gone out of what is said to run beside, and out of the measures."""
    keys = {row["key"] for row in made["steps"]}
    for row in made["steps"]:
        if "parallel_with" in row:
            row["parallel_with"] = [key for key in row["parallel_with"] if key in keys]
    made["measures"] = [
        row
        for row in made.get("measures", ())
        if {row["from"].partition(".")[0], row["to"].partition(".")[0]} <= keys
    ]


def keys_in(text: str | Sequence[str]) -> list[str]:
    """The keys in a text, whatever stands between them."""
    if not isinstance(text, str):
        return list(text)
    for between in "，、；;,":
        text = text.replace(between, " ")
    return text.split()


def _document(title: str, first_day: str) -> dict[str, Any]:
    return {
        "title": title, "issuer": "", "number": None, "issued": None, "in_force_from": first_day,
        "in_force_to": None, "status": "in_force", "confirmation": "confirmed", "note": None,
    }  # fmt: skip
