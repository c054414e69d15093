"""A ranking as the columns and rows of a decision table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from jilian.leaders.queries.results import KeptMeasure, KeptRanking, RankedCell, RankedFirm
from jilian.leaders.rules.measures import measure_words, note_words
from jilian.ui.parts import Candidate, Cell, Measure

SIDE_BY_SIDE = 5  # firms beside each other; the list below has them all
_FOUR = Decimal("0.0001")


def columns_of(rows: Sequence[RankedFirm], world: str, chosen: Collection[int]) -> list[Candidate]:
    """One candidate a firm, with its rank."""
    return [
        Candidate(
            row.name,
            reverse("firms:detail", args=(world, row.firm)),
            note=_standing(row, row.firm in chosen),
        )
        for row in rows
    ]


def _standing(row: RankedFirm, is_chosen: bool) -> str:
    """Its rank in words, and that it was chosen."""
    rank = _("not comparable") if row.rank is None else _("rank %(n)s") % {"n": row.rank}
    chosen = _("chosen to lead")
    return f"{rank} · {chosen}" if is_chosen else rank


def rows_of(ranking: KeptRanking, rows: Sequence[RankedFirm]) -> list[Measure]:
    """One row a measure with unit, year, weight and source; last the score."""
    found = [
        Measure(one.words, [_cell(row.cell(one.key)) for row in rows], one.unit, _about(one))
        for one in ranking.measures
    ]
    scores = [
        Cell(None, comparable=False, reason=lacking(row))
        if row.score is None
        else Cell(row.score.quantize(_FOUR), best=row.rank == 1)
        for row in rows
    ]
    return [*found, Measure(_("score"), scores, "", _("the closer to 1, the better"))]


def lacking(row: RankedFirm) -> str:
    """What a firm lacks, and why each is unknown."""
    return "; ".join(f"{measure_words(key)}: {row.cell(key).why}" for key in row.missing)


def _cell(cell: RankedCell) -> Cell:
    if cell.value is None:
        return Cell(None, comparable=False, reason=cell.why)
    return Cell(cell.value, best=cell.is_best, reason=_reason(cell))


def _reason(cell: RankedCell) -> str:
    """Where the value is from and what a reader should know of it."""
    told = []
    if "part" in cell.cell:
        told.append(f"{cell.cell['part']} / {cell.cell['whole']}")
    if "note" in cell.cell:
        told.append(note_words(cell.cell["note"]))
    if "source" in cell.cell:
        told.append(_("source: %(title)s") % {"title": cell.cell["source"]})
    return "; ".join(told)


def _about(measure: KeptMeasure) -> str:
    """Criterion, year and weight of a measure in a line."""
    told = [measure.criterion_words]
    if measure.year:
        told.append(str(measure.year))
    if measure.points is None:
        told.append(_("left out: %(n)s firms state it") % {"n": measure.known})
    else:
        told.append(_("%(n)s points") % {"n": measure.points})
    return " · ".join(told)
