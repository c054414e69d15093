"""States that an office sends as a table: one line an event, every problem with row and column.

The words are those that offices use; the key of an event is understood as well. Nothing is looked
up here: which matter is meant, and whether the state can follow, is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, pgettext

from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.base.reading.cells import CONTROL, Odd, code, folded, text, word
from jilian.base.reading.files import sheets_of
from jilian.base.reading.moments import moment
from jilian.base.reading.places import Place, Reader
from jilian.base.reading.problems import Problem, TableRefusal, sentence
from jilian.base.reading.sheets import Cell, Row, Sheet, text_of
from jilian.base.sheets import Line
from jilian.cases.rules.state_words import GROUNDS, SENTENCES, STATE_KEYS, STATES
from jilian.cases.rules.words import LONGEST_WORDS, EventKind, Outcome
from jilian.ui.values import in_chinese
from jilian_engine.clocks import SHANGHAI

K = EventKind
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
LIMIT_MB = 5
MOST_ROWS = 500
MOST_PROBLEMS = 200
LOOKED_AT = 10  # rows in which the header is looked for
EXAMPLE_WORDS = ("示例", "example")
MB = 2**20


@dataclass(frozen=True)
class Column:
    """One column: the headings under which it is found, and how its cells are read."""

    field: str
    names: tuple[str, ...]
    name_en: str
    reader: Reader
    is_needed: bool = False


def _words(longest: int) -> Reader:
    kept = text(longest)

    def read(cell: Cell, place: Place) -> str:
        try:
            return checked_text(str(kept(cell, place)), longest=longest)
        except Refusal as refused:
            raise Odd(refused.code) from refused

    return read


COLUMNS = (
    Column("number", ("编号", "办件编号", "事项编号", "办件号", "业务编号", "流水号", "matter",
                      "case", "case number", "matter number"),
           "number", code(80), is_needed=True),
    Column("step", ("步骤", "环节", "分支", "办理环节", "branch"), "step", text(160)),
    Column("state", ("状态", "办理状态", "事件", "event", "status"), "state", word(STATE_KEYS),
           is_needed=True),
    Column("at", ("时间", "发生时间", "办理时间", "时刻", "moment", "time", "happened at"), "at",
           moment(SHANGHAI), is_needed=True),
    Column("words", ("说明", "备注", "意见", "原因", "note", "remark", "reason"), "words",
           _words(LONGEST_WORDS)),
    Column("ground", ("依据", "中止依据", "法定依据"), "ground", word(GROUNDS)),
    Column("notice", ("文书号", "通知书编号", "文号", "notice number"), "notice", text(60)),
)  # fmt: skip
NAMES = {
    folded(name): one for one in COLUMNS for name in (one.field, one.name_en, *one.names)
}  # fmt: skip
FIELDS = {one.field: one for one in COLUMNS}


@dataclass(frozen=True)
class SentState:
    """One line as it was meant, before anything is looked up."""

    row: int
    number: str
    event: str
    at: datetime
    step: str = ""
    ground: str = ""
    words: str = ""
    notice: str = ""


@dataclass(frozen=True)
class SentTable:
    """What a file holds; ``how`` says how it was read, ``left_out`` which columns were not."""

    rows: tuple[SentState, ...]
    problems: tuple[Problem, ...]
    headings: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    how: Mapping[str, str] = field(default_factory=dict)
    hidden: int = 0

    def heading(self, name: str) -> str:
        """How the file calls a column; our own word where it has none."""
        return self.headings.get(name, FIELDS[name].names[0])

    def with_problems(self, more: Sequence[Problem]) -> SentTable:
        """The same with what was found out later, in the order of the rows."""
        every = sorted((*self.problems, *more), key=lambda one: one.row)
        return replace(self, problems=tuple(every[:MOST_PROBLEMS]),
                       hidden=self.hidden + max(0, len(every) - MOST_PROBLEMS))  # fmt: skip


def read_states(file_name: str, content: bytes, *, latest: datetime) -> SentTable:
    """Read a CSV or Excel file; refuses one that is no such table, tells the rest line by line.

    The first sheet with the headings is taken. ``latest`` is the moment after which nothing can
    have happened yet.
    """
    if not content:
        raise TableRefusal("file_empty")
    if len(content) > LIMIT_MB * MB:
        raise TableRefusal("file_too_large", size=f"{len(content) / MB:.1f}", most=LIMIT_MB)
    if not file_name.lower().endswith(ENDINGS):
        raise TableRefusal("extension_odd", name=file_name)
    found = sheets_of(file_name, content, limit_mb=LIMIT_MB, score=_score)
    headed = [(one, at) for one in found if (at := _header_at(one)) is not None]
    if not headed:
        needed = "、".join(one.names[0] for one in COLUMNS if one.is_needed)
        raise TableRefusal("header_missing", rows=LOOKED_AT, needed=needed)
    sheet, at = headed[0]
    return _read(sheet, at, latest)


def _score(rows: Sequence[Row]) -> int:
    return max((len(_found(row)) for row in rows[:LOOKED_AT]), default=0)


def _found(row: Row) -> dict[str, int]:
    """Where each known column stands in a row of headings; the first of two."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        column = NAMES.get(folded(text_of(cell).lstrip("\ufeff")))
        if column is not None:
            found.setdefault(column.field, place)
    return found


def _header_at(sheet: Sheet) -> int | None:
    """The row of headings: the first with all that is needed."""
    needed = {one.field for one in COLUMNS if one.is_needed}
    for number, row in enumerate(sheet.rows[:LOOKED_AT]):
        if needed <= set(_found(row)):
            return number
    return None


def _read(sheet: Sheet, header: int, latest: datetime) -> SentTable:
    heads = sheet.rows[header]
    places = _found(heads)
    headings = {name: text_of(heads[at]).strip() for name, at in places.items()}
    taken = set(places.values())
    left_out = tuple(
        text_of(cell).strip()[:60]
        for at, cell in enumerate(heads)
        if at not in taken and text_of(cell).strip()
    )
    if len(sheet.rows) - header - 1 > MOST_ROWS:
        raise TableRefusal("too_many_rows", rows=f"{len(sheet.rows):,}", most=f"{MOST_ROWS:,}")
    rows: list[SentState] = []
    problems: list[Problem] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in enumerate(sheet.rows[header + 1 :], start=header + 2):
        if _is_passed_over(cells):
            continue
        read, odd = _line(number, cells, places, headings, latest)
        problems += odd
        if read is None:
            continue
        same = (read.number, read.step, read.event, read.at)
        if (first := seen.setdefault(same, number)) != number:
            problems.append(Problem(number, "", "", "row_repeated", {"row": first}))
            continue
        rows.append(read)
    if not rows and not problems:
        raise TableRefusal("rows_missing")
    table = SentTable(tuple(rows), (), headings, left_out, sheet.how)
    return table.with_problems(problems)


def _is_passed_over(cells: Row) -> bool:
    shown = [text_of(cell).strip() for cell in cells]
    first = next((one for one in shown if one), "")
    return not first or first.lower().startswith(EXAMPLE_WORDS)


def _line(
    number: int, cells: Row, places: Mapping[str, int], headings: Mapping[str, str],
    latest: datetime,
) -> tuple[SentState | None, list[Problem]]:  # fmt: skip
    values: dict[str, Any] = {}
    problems: list[Problem] = []

    def odd(column: Column, cell: Cell, code_: str, details: Mapping[str, object]) -> None:
        shown = CONTROL.sub("␀", text_of(cell))[:80]
        problems.append(Problem(number, headings[column.field], shown, code_, dict(details)))

    for column in COLUMNS:
        if column.field not in places:
            continue
        at = places[column.field]
        cell = cells[at] if at < len(cells) else ""
        if isinstance(cell, str) and not cell.strip():
            if column.is_needed:
                odd(column, cell, "cell_missing", {})
            continue
        try:
            values[column.field] = column.reader(cell, Place(headings[column.field], "", latest))
        except Odd as refused:
            odd(column, cell, refused.code, refused.details)
        else:
            if column.field == "at" and values["at"] > latest:
                odd(column, cell, "moment_future", {})
    if problems:
        return None, problems
    event, _slash, outcome = values.pop("state").partition("/")
    ground = outcome or values.pop("ground", "")
    values.pop("ground", None)
    return SentState(number, event=event, ground=ground, **values), []


def problem_words(problem: Problem) -> str:
    """What is wrong, in the reader's language."""
    return sentence(problem.code, problem.details, SENTENCES)


def blank_lines() -> list[Line]:
    """The headings of a table that is understood, and two examples that are passed over."""
    return [
        tuple(one.names[0] for one in COLUMNS),
        (_("example: 3f2a91bc"), "受理审查", "办结", "2026-11-23 15:30", "", "", ""),
        (_("example: 3f2a91bc"), "", "中止", "2026-11-23 9:05", "", "专家评审", "2026-17"),
    ]


def state_names() -> list[str]:
    """The usual word of each state, as a file may say it in the reader's language."""
    return [words[0] if in_chinese() else words[-1] for words in STATES.values()]


def state_words(event: str, ground: str = "") -> str:
    """A state of a line in the reader's language."""
    if event == K.DECIDED and ground in Outcome.values:
        decided = str(Outcome(ground).label)
        return pgettext("state of a line", "decided: %(what)s") % {"what": decided}
    return str(EventKind(event).label)


def problem_lines(table: SentTable) -> list[Line]:
    """The problems as the lines of a file."""
    head = (_("Row"), _("Column"), _("In the cell"), _("What is wrong"))
    return [head, *((one.row, one.column, one.value, problem_words(one)) for one in table.problems)]
