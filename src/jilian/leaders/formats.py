"""The table of a selection as the lines of a file, the head first."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jilian.leaders.queries.results import KeptRanking, RankedCell

Line = Sequence[object]


def ranking_lines(ranking: KeptRanking) -> list[Line]:
    """Head, then criterion, weight, unit, year and source of each measure, then firms by rank."""
    measures = ranking.measures
    head = (_("rank"), _("firm"), _("identifier"), _("score"), *(one.words for one in measures))
    about: list[Line] = [
        ("", _("criterion"), "", "", *(one.criterion_words for one in measures)),
        ("", _("weight in points"), "", "",
         *(_("left out for all") if one.points is None else str(one.points) for one in measures)),
        ("", _("unit"), "", "", *(one.unit for one in measures)),
        ("", _("year"), "", "", *(one.year for one in measures)),
        ("", _("source"), "", "", *("; ".join(one.sources) for one in measures)),
    ]  # fmt: skip
    rows: list[Line] = [
        (
            _("not comparable") if row.rank is None else row.rank, row.name, row.key,
            None if row.score is None else str(row.score), *map(_cell, row.cells),
        )
        for row in ranking.rows
    ]  # fmt: skip
    return [head, *about, *rows]


def _cell(cell: RankedCell) -> str:
    """The exact value; a quotient keeps both its parts; an unknown one says so."""
    if "part" in cell.cell:
        return f"{cell.value} ({cell.cell['part']}/{cell.cell['whole']})"
    return _("unknown") if cell.value is None else str(cell.value)
