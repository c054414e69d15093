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
from jilian.intake.formats import CATALOGUE
from jilian.intake.models import Upload
from jilian.intake.operations.receiving import fingerprint_of
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
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def import_table(
    kind: str, file: Path, world_code: str | None, sheet: str, apply_rows: str | None, as_json: bool
) -> None:
    """Check a table (CSV, XLSX) of firms, links or organisations.

    Without --apply no record changes: every row is read and compared, and problems are listed by
    row and column.
    """
    world = world_or_only(world_code)
    upload = _received(kind, file, world, sheet)
    by = system_person("command-line")
    _say(_("checking %(rows)s") % {"rows": _rows(upload)})
    upload = operations.check_upload(upload_id=upload.pk, by=by, at=timezone.now())
    refused = _refusal_of(upload)
    if apply_rows and refused is None:
        _say(_("applying"))
        try:
            upload = operations.apply_upload(
                upload_id=upload.pk, only_good=apply_rows == "good", by=by, at=timezone.now()
            )
        except Refusal as refusal:
            refused = refusal
    click.echo(_as_json(upload) if as_json else _as_text(upload))
    if refused is not None:
        raise refused


def _received(kind: str, file: Path, world: World, sheet: str) -> Upload:
    """The upload of this very file, if it waits already; else a new one."""
    content = file.read_bytes()
    earlier = queries.earlier_upload(world, kind, fingerprint_of(content), sheet)
    if earlier is not None and earlier.state != UploadState.APPLIED:
        return earlier
    return operations.receive_upload(
        by=system_person("command-line"),
        at=timezone.now(),
        world=world,
        kind=kind,
        file_name=file.name,
        content=content,
        sheet=sheet,
        check_later=False,
    )


def _refusal_of(upload: Upload) -> Refusal | None:
    if upload.state != UploadState.REFUSED:
        return None
    return Refusal("table_refused", upload.note)


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
    lines.append(f"{_('state')}: {upload.get_state_display()}")
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
