"""The command ``jilian import``: check a table from the command line, and apply it if told to."""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.intake import operations, queries
from jilian.intake.formats import CATALOGUE, split_told
from jilian.intake.models import Upload
from jilian.intake.operations.at_once import import_at_once
from jilian.intake.operations.receiving import fingerprint_of
from jilian.intake.operations.saving import has_problems
from jilian.intake.rules import UploadState
from jilian.places.models import World
from jilian.places.queries import world_or_only

MOST_SHOWN = 20


@click.command("import")
@click.argument("kind", type=click.Choice(sorted(CATALOGUE)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--world", "world_code", help="Code of the world; the only one if there is one.")
@click.option("--sheet", default="", help="Sheet of a workbook; the first one otherwise.")
@click.option(
    "--apply",
    "apply_rows",
    type=click.Choice(["all", "good"]),
    help="Write the rows: all (refused if any has a problem) or only the good ones.",
)
@click.option(
    "--column",
    "told",
    multiple=True,
    metavar="HEADING=COLUMN",
    help="What a heading means, for example 企业=name; kept for the sender. May be repeated.",
)
@click.option("--sender", default="", help="The office that the table comes from.")
@click.option(
    "--marked",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rows with problems as a workbook with the cells marked.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def import_table(
    kind: str,
    file: Path,
    world_code: str | None,
    sheet: str,
    apply_rows: str | None,
    told: tuple[str, ...],
    sender: str,
    marked: Path | None,
    as_json: bool,
) -> None:
    """Check a table (XLSX, XLS, ODS, CSV, Parquet) of firms, links, organisations and so on.

    Without --apply no record changes: every row is read and compared, and problems are listed by
    row and column.
    """
    world, by, columns = world_or_only(world_code), system_person("command-line"), split_told(told)
    content = file.read_bytes()
    earlier = queries.earlier_upload(world, kind, fingerprint_of(content), sheet)
    if earlier is not None and earlier.state == UploadState.APPLIED:
        _say(_("comparing once more"))
        click.echo(_compared_again(earlier))
        return
    at_once = earlier is None and apply_rows is not None
    if at_once:
        _say(_("checking and applying"))
        upload = import_at_once(
            by=by, at=timezone.now(), world=world, kind=kind, file_name=file.name,
            content=content, sheet=sheet, sender=sender, columns=columns,
            only_good=apply_rows == "good",
        )  # fmt: skip
    else:
        upload = _received(kind, file.name, content, earlier, world, sheet, sender, columns)
    if upload.state == UploadState.UNCLEAR:
        click.echo(_as_json(upload) if as_json else _columns_asked(upload))
        raise Refusal("upload_unclear", _("Say with --column what the columns of this table mean."))
    if not at_once:
        _say(_("checking %(rows)s") % {"rows": _rows(upload)})
        upload = operations.check_upload(upload_id=upload.pk, by=by, at=timezone.now())
    refused = _refusal_of(upload)
    if at_once and upload.state == UploadState.CHECKED:
        refused = has_problems(upload.bad_rows or 0)
    elif apply_rows and not at_once and refused is None:
        _say(_("applying"))
        try:
            upload = operations.apply_upload(
                upload_id=upload.pk, only_good=apply_rows == "good", by=by, at=timezone.now()
            )
        except Refusal as refusal:
            refused = refusal
    if marked is not None:
        marked.write_bytes(operations.marked_file(upload, only_bad=True).content)
    click.echo(_as_json(upload) if as_json else _as_text(upload))
    if refused is not None:
        raise refused


def _received(
    kind: str,
    file_name: str,
    content: bytes,
    earlier: Upload | None,
    world: World,
    sheet: str,
    sender: str,
    columns: dict[str, str],
) -> Upload:
    """The upload of this very file, if it waits already; else a new one."""
    by, at = system_person("command-line"), timezone.now()
    if earlier is not None:
        if not columns:
            return earlier
        return operations.map_columns(
            upload_id=earlier.pk, columns=columns, remember=True, by=by, at=at, check_later=False
        )
    return operations.receive_upload(
        by=by, at=at, world=world, kind=kind, file_name=file_name, content=content, sheet=sheet,
        sender=sender, columns=columns, check_later=False,
    )  # fmt: skip


def _compared_again(upload: Upload) -> str:
    """What this very table, applied earlier, would change today: most often nothing."""
    checked = operations.compare_again(upload, timezone.localdate())
    counts = checked.difference.counts
    words = {
        "number": upload.pk,
        "day": timezone.localdate(upload.applied_at).isoformat(),
        **{kind: f"{count:,}" for kind, count in counts.items()},
    }
    told = _(
        "This very table was applied on %(day)s (upload %(number)s). Compared once more: %(new)s"
        " new, %(changed)s changed, %(same)s same, %(conflicting)s conflicting. Nothing was"
        " written."
    )
    return told % words


@click.command("undo-import")
@click.argument("upload", metavar="FILE|NUMBER")
@click.option("--world", "world_code", help="Code of the world; the only one if there is one.")
@click.option("--reason", default="", help="Why it is undone; stands in its trace.")
@click.option("--json", "as_json", is_flag=True, help="Print what stands in the way as JSON.")
def undo_import(upload: str, world_code: str | None, reason: str, as_json: bool) -> None:
    """Undo an applied upload, given by its number or by the same file.

    Everything it added goes, everything it changed is as before. Refused, with a list, where
    something was changed since or stands on it.
    """
    world, by = world_or_only(world_code), system_person("command-line")
    found = queries.applied_upload(world, upload)
    reason = reason or _("undone from the command line")
    try:
        done = operations.undo_upload(upload_id=found.pk, reason=reason, by=by, at=timezone.now())
    except operations.StandsOnIt as refusal:
        click.echo("\n".join(queries.obstacle_lines(refusal.obstacles, as_json=as_json)))
        raise
    click.echo(_("Undone: %(file)s (upload %(number)s).")
               % {"file": done.file_name, "number": done.pk})  # fmt: skip


def _refusal_of(upload: Upload) -> Refusal | None:
    if upload.state != UploadState.REFUSED:
        return None
    return Refusal("table_refused", upload.note)


def _columns_asked(upload: Upload) -> str:
    """The headings that are not known, with what they may mean, as options to copy."""
    proposed = upload.reading.get("proposals", {})
    lines = [_("Columns that are not known by their headings:")]
    lines += [
        f"  --column {heading}={proposed.get(heading, '…')}"
        for heading in upload.reading.get("unknown", {})
    ]
    return "\n".join(lines)


def _say(words: str) -> None:
    """Progress goes to standard error, so that what is printed can be piped."""
    click.echo(f"jilian: {words} …", err=True)
    sys.stderr.flush()


def _as_json(upload: Upload) -> str:
    problems = [
        {
            "row": one.row,
            "column": one.column,
            "value": one.value,
            "code": one.code,
            "sentence": one.sentence,
            "warning": one.is_warning,
        }
        for one in queries.problem_rows(upload)
    ]
    found: dict[str, Any] = {
        "upload": upload.pk,
        "state": upload.state,
        "rows": upload.rows_total,
        "reading": upload.reading,
        "meanings": upload.meanings,
        "counts": {key: upload.counts.get(key) for key in (*_COUNTED, "bad_rows")},
        "outcome": upload.outcome,
        "problems": problems,
    }
    return json.dumps(found, ensure_ascii=False, sort_keys=True, indent=2)


_COUNTED = ("new", "changed", "same", "conflicting")


def _rows(upload: Upload) -> str:
    count = upload.rows_total or 0
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": f"{count:,}"}


def _as_text(upload: Upload) -> str:
    labels = (*(pgettext("rows", kind) for kind in _COUNTED), _("with problems"))
    counts = [upload.counts.get(key) for key in (*_COUNTED, "bad_rows")]
    told = ", ".join(
        f"{count:,} {label}"
        for count, label in zip(counts, labels, strict=True)
        if count is not None
    )
    lines = [f"{upload.file_name}: {_rows(upload)}: {told}"]
    lines.append(": ".join((_("state"), upload.get_state_display())))
    return "\n".join([*lines, *_problem_lines(upload)])


def _problem_lines(upload: Upload) -> list[str]:
    problems = list(queries.problem_rows(upload)[: MOST_SHOWN + 1])
    if not problems:
        return []
    cells = [(_("row"), _("column"), _("value"), _("what is wrong"))]
    cells += [
        (str(one.row or "–"), one.column, _shortened(one.value), one.sentence)
        for one in problems[:MOST_SHOWN]
    ]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(map(_padded, line, widths)).rstrip() for line in cells]
    more = upload.problems.count() - MOST_SHOWN
    if more > 0:
        lines.append(_("… and %(count)s more") % {"count": f"{more:,}"})
    return ["", *lines]


def _shortened(value: str) -> str:
    return " ".join(value.split())[:24]


def _width(text: str) -> int:
    """Columns of a terminal: Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
