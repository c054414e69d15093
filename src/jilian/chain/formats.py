"""What breaks as the lines of a file, the head first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from jilian.chain.models import CriticalRun, FirmIndex, SingleSource
from jilian.chain.queries import Answer, HitRow, Stake
from jilian.chain.rules import share_of

Line = Sequence[object]


def critical_lines(run: CriticalRun, rows: Iterable[FirmIndex]) -> list[Line]:
    """One line a firm; a share that is not known stays empty."""
    head = (
        _("rank"), _("firm"), _("identifier"), _("output lost if it stops (share)"),
        _("for want of its goods"), _("for want of its orders"), _("on known links alone"),
        _("known links"), _("inferred links"), _("town"), _("class"), _("as of"), _("snapshot"),
        _("limit of convergence"),
    )  # fmt: skip
    mark = run.snapshot.fingerprint if run.snapshot else ""
    return [head, *(
        (
            row.rank, str(row.firm), row.firm.identifier, share_of(row.index), share_of(row.down),
            share_of(row.up), None if row.known_index is None else share_of(row.known_index),
            row.known_links, row.inferred_links, row.town, row.industry, run.as_of, mark,
            repr(run.epsilon),
        )
        for row in rows
    )]  # fmt: skip


def single_lines(run: CriticalRun, rows: Iterable[SingleSource]) -> list[Line]:
    """One line an input."""
    head = (
        _("firm"), _("input"), _("told by"), _("only supplier"), _("supplier is"),
        _("without the input"), _("further inferred suppliers"),
        _("lost downstream if the firm stops (share)"), _("as of"),
    )  # fmt: skip
    return [head, *(
        (
            str(row.buyer), row.what, row.get_kind_display(), str(row.supplier),
            _("inferred") if row.is_inferred else _("known"),
            _("the line stops") if row.is_essential else _("the line goes on"),
            row.others_inferred,
            None if getattr(row, "effect", None) is None else share_of(row.effect),  # type: ignore[attr-defined]
            run.as_of,
        )
        for row in rows
    )]  # fmt: skip


def hit_lines(rows: Iterable[HitRow]) -> list[Line]:
    """One line a firm; an hour that nobody knows stays empty."""
    head = (
        _("step"), _("firm"), _("lost of its level (share)"), _("not before (hours)"),
        _("at the latest (hours)"), _("by what"),
    )  # fmt: skip
    return [head, *(
        (
            row.hit.step, row.firm.name, share_of(row.hit.lost), _whole(row.hit.earliest),
            _whole(row.hit.latest),
            _("assumed to fail") if row.hit.fails
            else _("lacks an input") if row.hit.lacks_input
            else _("loses orders"),
        )
        for row in rows
    )]  # fmt: skip


def _whole(hours: float | None) -> int | None:
    return None if hours is None else int(hours)


def plain_answer(answer: Answer) -> dict[str, Any]:
    """An answer as plain values."""
    found, output, jobs = answer.found, answer.output, answer.jobs
    return {
        "index": found.index, "down": found.down, "up": found.up, "epsilon": found.epsilon,
        "iterations": found.iterations, "firms": found.firms, "stopped": found.stopped,
        "further": found.further, "not_listed": answer.not_listed,
        "output_yuan": _rounded(output, "1"),
        "jobs": _rounded(jobs, "0.1"),
        "unknown": {
            name: {"known": part, "of": whole}
            for name, (part, whole) in found.unknown.plain().items()
        },
        "hits": [
            {
                "firm": row.firm.pk, "name": row.firm.name, "step": row.hit.step,
                "left": row.hit.left, "fails": row.hit.fails,
                "lacks_input": row.hit.lacks_input, "not_before_hours": row.hit.earliest,
                "at_latest_hours": row.hit.latest,
            }
            for row in answer.hits
        ],
    }  # fmt: skip


def _rounded(stake: Stake | None, step: str) -> str | None:
    """A sum as it is printed; None where the reader may not see it or nothing is known."""
    if stake is None or not stake.is_known:
        return None
    return str(stake.total.quantize(Decimal(step), ROUND_HALF_UP))
