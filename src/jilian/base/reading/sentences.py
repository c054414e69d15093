"""The sentences of what is wrong with a file or a cell, by code: what happened, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Of one cell or one row.
CELL_SENTENCES: Mapping[str, StrPromise] = {
    "cell_missing": _("This cell may not be empty."),
    "cell_error": _("The spreadsheet shows an error here instead of a value."),
    "cells_beyond_header": _(
        "The row has more cells than the header. A separator inside a text needs quotation marks"
        " around the text."
    ),
    "character_unreadable": _("The cell holds a control character that is no text."),
    "text_too_long": _("The text has %(length)s characters; %(most)s fit."),
    "credit_code_length": _(
        "A unified social credit code has 18 characters; this one has %(length)s."
    ),
    "credit_code_wrong": _(
        "The check digit does not fit (GB 32100-2015). Compare the code with the business licence."
    ),
    "digits_lost": _(
        "The spreadsheet turned this code into a number and lost its last digits. Format the"
        " column as text and enter the code again."
    ),
    "date_odd": _("This is not a date. Write 2022-03-08, 2022/3/8, 2022年3月8日 or 20220308."),
    "date_incomplete": _("The day is missing. Write the full date, for example 2022-03-08."),
    "date_impossible": _("The calendar has no such day."),
    "date_future": _("The day lies in the future (after %(day)s)."),
    "choice_odd": _("This word is not known here. Understood: %(words)s."),
    "row_repeated": _("Row %(row)s says this already. Keep one of the two rows."),
    "year_odd": _("This is not a year between 1949 and now."),
    "formula_unsaved": _(
        "The formula has no saved result. Open the table in the spreadsheet program, save it, and"
        " send it again."
    ),
}

# Of a cell that says when something happened.
MOMENT_SENTENCES: Mapping[str, StrPromise] = {
    "moment_odd": _("This is not a moment. Write 2022-03-08 09:30 or 2022年3月8日 9时30分."),
    "hour_missing": _("The hour is missing: a clock needs it. Write for example 2022-03-08 09:30."),
    "moment_future": _("This moment has not come yet."),
}

# Of the whole table.
TABLE_SENTENCES: Mapping[str, StrPromise] = {
    "register_refused": _("The register refuses the table: %(sentence)s"),
    "file_empty": _("The file is empty."),
    "file_too_large": _("The file has %(size)s MB; at most %(most)s MB are taken."),
    "extension_odd": _(
        "“%(name)s” is no table that can be read. Save it as XLSX, XLS, ODS, CSV or Parquet."
    ),
    "workbook_locked": _("The file has a password. Save it without one and send it again."),
    "content_odd": _(
        "The content of “%(name)s” is not what its ending says: it looks like %(looks)s. Open it"
        " and save it anew as XLSX or CSV."
    ),
    "file_damaged": _(
        "The file is cut off or damaged and cannot be opened. Save and send it again."
    ),
    "file_cut_off": _("The file ends in the middle of a character: it was cut off on the way."),
    "unpacked_too_large": _(
        "Unpacked, the workbook would take more than %(most)s MB. It was not opened."
    ),
    "packed_too_tightly": _(
        "The workbook is packed far more tightly than a table can be. It was not opened."
    ),
    "workbook_refers_outside": _("The workbook declares outside content (DTD). It was not opened."),
    "too_many_columns": _(
        "The table has %(columns)s columns; at most %(most)s are taken. Delete what is not table."
    ),
    "too_many_cells": _("The file has %(cells)s cells; at most %(most)s are taken at once."),
    "too_many_sheets": _("The workbook has %(sheets)s sheets; at most %(most)s are taken."),
    "columns_nested": _("A column holds lists or records. Every cell holds one value only."),
    "cell_too_long": _("Row %(row)s has a cell of more than %(most)s characters."),
    "sheet_unknown": _("The workbook has no sheet “%(name)s”. It has: %(names)s."),
    "too_many_rows": _("The table has %(rows)s rows; at most %(most)s are taken at once."),
    "encoding_unknown": _(
        "Row %(row)s cannot be read: the file is neither UTF-8, UTF-16 nor GB18030."
    ),
    "quotes_broken": _(
        "Row %(row)s: a quotation mark is opened and not closed, or closed in the middle of a cell."
    ),
    "header_missing": _(
        "No row with headings was found in the first %(rows)s rows. Needed: %(needed)s."
    ),
    "columns_missing": _("The header in row %(row)s lacks a column: %(needed)s."),
    "column_twice": _("Two columns hold the same: “%(first)s” and “%(second)s”. Keep one."),
    "column_without_year": _(
        "Column “%(column)s” says no year. Add a column 年份, or write “2023年%(column)s”."
    ),
    "rows_missing": _("The table has a header and no row beneath it."),
    "person_column": _(
        "Column “%(column)s” would hold something about persons. Jilian keeps counts, never"
        " people: delete the column and send the table again. Nothing was kept."
    ),
    "person_value": _(
        "Row %(row)s, column “%(column)s”, holds a resident identity number. Jilian keeps counts,"
        " never people: delete it and send the table again. Nothing was kept."
    ),
}
