"""The commands ``jilian indicators``: measure, print a series, count months of growth on end."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.base.reading.cells import Odd
from jilian.base.reading.problems import Problem, sentence
from jilian.indicators import operations, queries
from jilian.indicators.formats import growth_cells
from jilian.indicators.formats.growth_series import GrowthSeries, read_growth_series
from jilian.indicators.formats.series_text import plain_series, series_lines
from jilian.indicators.rules.streak_words import SENTENCES, plain_runs, run_lines
from jilian.places.queries import world_or_only
from jilian_engine.errors import EngineError
from jilian_engine.figures import KINDS, Month, Runs, month_text, runs_of_growth

ACTOR = "command-line"
MOST_SHOWN = 50
WORLD = click.option("--world", "world_code", help="Code of the world; default: the only one.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


@click.group()
def indicators() -> None:
    """Measure indicators, print their series, and count months of growth on end."""


@indicators.command("streak")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", "as_of", metavar="MONTH", help="The run at this month: 2021-12.")
@click.option(
    "--known-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Leave out what was published after this day.",
)
@click.option("--kind", type=click.Choice(KINDS), help="Only this kind, where the file has both.")
@JSON
def streak(
    file: Path, as_of: str | None, known_on: datetime | None, kind: str | None, as_json: bool
) -> None:
    """Count the months of growth on end in FILE (period,growth_pct,kind,vintage,published_on)."""
    month = _month(as_of)
    series = _read(file)
    found = _runs(series, month, None if known_on is None else known_on.date(), kind)
    for warning in series.warnings:
        click.echo(_told(warning), err=True)
    if as_json:
        told = {
            "file": file.name,
            "as_of": None if month is None else month_text(month),
            "rows": len(series.points),
            "series": [plain_runs(runs) for runs in found],
            "warnings": [_told(one) for one in series.warnings],
        }
        click.echo(json.dumps(told, ensure_ascii=False, sort_keys=True, indent=2))
        return
    click.echo("\n\n".join("\n".join(run_lines(runs)) for runs in found))


@indicators.command("measure")
@click.argument("month")
@WORLD
@click.option("--last", metavar="MONTH", help="Measure up to this month.")
@click.option("--key", "keys", multiple=True, help="Only this indicator; may be repeated.")
@click.option("--reason", default="", help="Why changed values are revised.")
@JSON
def measure(
    month: str,
    world_code: str | None,
    last: str | None,
    keys: tuple[str, ...],
    reason: str,
    as_json: bool,
) -> None:
    """Measure every indicator that is computed from records, for MONTH (2026-03)."""
    found = operations.measure_months(
        by=system_person(ACTOR),
        at=timezone.now(),
        world=world_or_only(world_code),
        first=month,
        last=last or month,
        keys=keys or None,
        revise_reason=reason,
    )
    told = {"written": found.written, "revised": found.revised, "same": found.same}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, sort_keys=True, indent=2))
        return
    click.echo(
        _("%(written)d values written, %(revised)d revised, %(same)d found the same.") % told
    )


@indicators.command("series")
@click.argument("key")
@WORLD
@click.option("--unit", help="Key of a town, a cluster or a place; default: the whole world.")
@click.option(
    "--known-on", type=click.DateTime(["%Y-%m-%d"]), help="As it stood at the end of this day."
)
@JSON
def series_command(
    key: str, world_code: str | None, unit: str | None, known_on: datetime | None, as_json: bool
) -> None:
    """Print the series of the indicator KEY: as published and as revised."""
    world, by = world_or_only(world_code), system_person(ACTOR)
    known_at = None if known_on is None else timezone.make_aware(known_on + timedelta(days=1))
    found = queries.series(by, world, key, unit or world.code, known_at=known_at)
    if found is None:
        raise Refusal(
            "series_unknown",
            _("There is no indicator “%(key)s”, or no unit “%(unit)s”.")
            % {"key": key[:60], "unit": (unit or world.code)[:60]},
        )
    if as_json:
        click.echo(json.dumps(plain_series(found), ensure_ascii=False, sort_keys=True, indent=2))
        return
    click.echo("\n".join(series_lines(found)))


def _month(text: str | None) -> Month | None:
    if text is None:
        return None
    try:
        span = growth_cells.period(text)
    except Odd:
        span = None
    if span is None or span.months != 1:
        raise Refusal("month_odd", _("“%(text)s” is not a month. Write 2021-12.") % {"text": text})
    return span.first


def _read(file: Path) -> GrowthSeries:
    try:
        series = read_growth_series(file.name, file.read_bytes())
    except OSError as unreadable:
        raise Refusal(
            "file_unreadable", _("“%(file)s” cannot be read.") % {"file": file}
        ) from unreadable
    faults = series.faults
    if faults:
        lines = [_told(one) for one in faults[:MOST_SHOWN]]
        if len(faults) > MOST_SHOWN:
            lines.append(_("and %(count)d more") % {"count": len(faults) - MOST_SHOWN})
        head = _("“%(file)s” cannot be counted yet:") % {"file": file.name}
        raise Refusal("series_has_faults", "\n  ".join([head, *lines]))
    return series


def _told(problem: Problem) -> str:
    """One problem in a line: row, column, what stands there, what to do."""
    place = _("row %(row)d") % {"row": problem.row}
    if problem.column:
        place += _(", column %(column)s") % {"column": problem.column}
    value = f" “{problem.value}”" if problem.value else ""
    return f"{place}{value}: {sentence(problem.code, problem.details, SENTENCES)}"


def _runs(
    series: GrowthSeries, as_of: Month | None, known_on: date | None, kind: str | None
) -> list[Runs]:
    """The runs of each kind of the file; the two are never one run."""
    kinds = [one for one in KINDS if kind in (None, one)]
    rows = {one: [row for row in series.points if row.kind == one] for one in kinds}
    if not any(rows.values()):
        raise Refusal("kind_absent", _("The file has no row of this kind."))
    try:
        return [runs_of_growth(ones, as_of, known_on=known_on) for ones in rows.values() if ones]
    except EngineError as refused:
        raise Refusal(
            "series_empty", _("Nothing but forecasts, or nothing published by that day.")
        ) from refused
