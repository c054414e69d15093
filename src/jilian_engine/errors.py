"""What the engine says when it is given something it cannot compute with."""

from __future__ import annotations


class EngineError(Exception):
    """Wrong input: a stable `code` for programs, a sentence for people, and where it was found.

    `column` names a column of a table, `row` counts its data rows from 0.
    """

    def __init__(
        self, code: str, message: str, *, column: str | None = None, row: int | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.column = column
        self.row = row


class TableError(EngineError):
    """A table lacks a column or holds a value that it may not hold; `table` names the table."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        table: str | None = None,
        column: str | None = None,
        row: int | None = None,
    ) -> None:
        super().__init__(code, message, column=column, row=row)
        self.table = table


class RuleError(EngineError):
    """A rule set is badly written, or is asked something it does not hold."""
