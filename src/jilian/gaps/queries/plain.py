"""Missing links and pipeline as plain values, for the API and the command line."""

from __future__ import annotations

from datetime import date
from typing import Any

from jilian.accounts.models import Person
from jilian.gaps.models import MissingLink, Recruit, RecruitQuerySet
from jilian.gaps.queries.missing import value_shown
from jilian.gaps.queries.pipeline import known_on, three_numbers
from jilian.gaps.rules.words import COUNTED

PLAIN = ("pk", "rank", "product", "grain", "industry", "supply", "status", "firms", "makers",
         "unknown_values", "times_short", "found_on", "last_on")  # fmt: skip


def plain_missing(person: Person, row: MissingLink) -> dict[str, Any]:
    """A missing link, its values as far as the person may see them."""
    withheld, declared, inferred = value_shown(person, row)
    return {
        **{name: getattr(row, name) for name in PLAIN},
        "cluster": row.cluster_id, "withheld": withheld, "declared_yuan": declared,
        "inferred_yuan": inferred, "candidates": len(row.candidates),
    }  # fmt: skip


def plain_pipeline(rows: RecruitQuerySet, day: date) -> dict[str, Any]:
    """The three numbers as of the day, and who was a candidate by then; four queries."""
    return {
        "as_of": day,
        "numbers": [
            {"stage": one.stage.value, "count": one.count, "dropped_out": len(one.dropped)}
            for one in three_numbers(rows, day)
        ],
        "firms": [_plain_recruit(one, day) for one in known_on(rows, day)],
    }


def _plain_recruit(row: Recruit, day: date) -> dict[str, Any]:
    held = {one.stage: one.on for one in row.steps if one.on <= day}
    stage = row.stage_on(day)
    return {
        "pk": row.pk, "cluster": row.cluster_id, "name": row.name, "place": row.place,
        "direction": row.direction, "of_firm": row.of_firm.root_id if row.of_firm else None,
        "of_product": row.of_product, "missing_link": row.missing_link_id,
        "stage": stage.value if stage else None,
        **{one.value: held.get(one) for one in COUNTED},
    }  # fmt: skip
