"""The sentences of all problems, by code: what happened, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _, pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Of one cell or one row.
SENTENCES: Mapping[str, StrPromise] = {
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
    "identifier_missing": _(
        "The row has no unified social credit code. Give one, or another scheme and identifier."
    ),
    "scheme_missing": _("The identifier stands without its scheme, so it cannot be told apart."),
    "number_odd": _("This is not a number."),
    "number_negative": _("The number may not be negative."),
    "number_not_whole": _("Only whole numbers stand in this column."),
    "number_too_large": _("The number is too large to be meant."),
    "unit_missing": _("Neither the cell nor the heading says the unit. Write “%(heading)s(万元)”."),
    "unit_odd": _("The unit “%(unit)s” does not fit here. Understood: %(units)s."),
    "value_rounded": _("Kept as %(kept)s: two decimals are kept in %(unit)s."),
    "date_odd": _("This is not a date. Write 2022-03-08, 2022/3/8, 2022年3月8日 or 20220308."),
    "date_incomplete": _("The day is missing. Write the full date, for example 2022-03-08."),
    "date_impossible": _("The calendar has no such day."),
    "date_future": _("The day lies in the future (after %(day)s)."),
    "dates_reversed": _("The end comes before the start, %(start)s."),
    "choice_odd": _("This word is not known here. Understood: %(words)s."),
    "row_repeated": _("Row %(row)s says this already. Keep one of the two rows."),
    "year_missing": _("The row has no year, so its yearly figures cannot be placed."),
    "year_odd": _("This is not a year between 1949 and now."),
    "point_odd": _(
        "A point has both longitude (−180 to 180) and latitude (−90 to 90), in degrees."
    ),
    "division_unknown": _("No division of this world has this name or code."),
    "division_ambiguous": _("%(count)s divisions have this name. Give the code."),
    "industry_unknown": _("GB/T 4754-2017 has no such class."),
    "firm_missing": _("The row does not say which firm. Give a credit code or a name."),
    "firm_unknown": _("No firm in the register has this name or code. Add the firm first."),
    "firm_ambiguous": _("%(count)s firms have this name. Give the credit code."),
    "firms_same": _("Supplier and buyer are the same firm."),
    "inferred_not_taken": _("Inferred links are computed, not uploaded."),
    "organisation_key_needed": _("The name is too long to stand for a code. Give a code."),
    "organisation_unknown": _("No organisation in the register or in this table is called so."),
    "organisation_ambiguous": _("%(count)s organisations have this name. Give the code."),
    "superior_itself": _("An organisation is not its own superior."),
    "count_day_missing": _("Counts need the day on which they were counted."),
    "count_and_band": _("Give either the exact count or the band, not both."),
    "formula_unsaved": _(
        "The formula has no saved result. Open the table in the spreadsheet program, save it, and"
        " send it again."
    ),
    "merged_figure": _(
        "This figure stands in a cell merged over rows %(first)s to %(last)s, so it is not clear"
        " whose it is. Split the cell and give each row its own figure."
    ),
    "merged_across": _(
        "The cell is merged across several columns, so it is not clear which one it fills. Split"
        " it, or delete the row if it is only a note."
    ),
    "superior_circle": _(
        "From %(day)s these organisations would stand under one another: %(names)s."
    ),
    "row_not_held": _("The register cannot hold this row: %(sentence)s"),
    "start_missing": _(
        "The end stands without a start. Give the first day, or the day of the data."
    ),
    "holder_missing": _("The row does not say who holds the title. Name a firm or a carrier."),
    "holder_twice": _("A title has one holder. Name either a firm or a carrier."),
    "carrier_unknown": _("No carrier in the register has this name. Add the carrier first."),
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

# What became of later work, under the code kept as the note of an upload.
NOTES: Mapping[str, StrPromise] = {
    "set_aside": _("Set aside by a person; its content was deleted."),
    "check_stopped": _("The check stopped with an error. Nothing was changed; check it again."),
    "worker_died": _(
        "Applying stopped several times because its process died. Nothing was changed; tell whoever"
        " runs the installation before you try again."
    ),
    "apply_stopped": _(
        "Applying stopped with an error. Nothing was changed; it can be tried again."
    ),
}

# For the filter of a list of problems.
SHORT_WORDS: Mapping[str, StrPromise] = {
    "cell_missing": pgettext_lazy("problem", "empty cell"),
    "cell_error": pgettext_lazy("problem", "error in the spreadsheet"),
    "cells_beyond_header": pgettext_lazy("problem", "too many cells"),
    "character_unreadable": pgettext_lazy("problem", "control character"),
    "text_too_long": pgettext_lazy("problem", "text too long"),
    "credit_code_length": pgettext_lazy("problem", "credit code: length"),
    "credit_code_wrong": pgettext_lazy("problem", "credit code: check digit"),
    "digits_lost": pgettext_lazy("problem", "digits lost"),
    "identifier_missing": pgettext_lazy("problem", "no identifier"),
    "scheme_missing": pgettext_lazy("problem", "no scheme"),
    "number_odd": pgettext_lazy("problem", "not a number"),
    "number_negative": pgettext_lazy("problem", "negative number"),
    "number_not_whole": pgettext_lazy("problem", "not a whole number"),
    "number_too_large": pgettext_lazy("problem", "number too large"),
    "unit_missing": pgettext_lazy("problem", "no unit"),
    "unit_odd": pgettext_lazy("problem", "unit"),
    "value_rounded": pgettext_lazy("problem", "rounded"),
    "date_odd": pgettext_lazy("problem", "not a date"),
    "date_incomplete": pgettext_lazy("problem", "date without a day"),
    "date_impossible": pgettext_lazy("problem", "no such day"),
    "date_future": pgettext_lazy("problem", "day in the future"),
    "dates_reversed": pgettext_lazy("problem", "end before start"),
    "choice_odd": pgettext_lazy("problem", "unknown word"),
    "row_repeated": pgettext_lazy("problem", "repeated row"),
    "year_missing": pgettext_lazy("problem", "no year"),
    "year_odd": pgettext_lazy("problem", "not a year"),
    "point_odd": pgettext_lazy("problem", "coordinates"),
    "division_unknown": pgettext_lazy("problem", "unknown division"),
    "division_ambiguous": pgettext_lazy("problem", "division not clear"),
    "industry_unknown": pgettext_lazy("problem", "unknown industry"),
    "firm_missing": pgettext_lazy("problem", "no firm"),
    "firm_unknown": pgettext_lazy("problem", "unknown firm"),
    "firm_ambiguous": pgettext_lazy("problem", "firm not clear"),
    "firms_same": pgettext_lazy("problem", "supplier is buyer"),
    "inferred_not_taken": pgettext_lazy("problem", "inferred link"),
    "organisation_key_needed": pgettext_lazy("problem", "no code"),
    "organisation_unknown": pgettext_lazy("problem", "unknown organisation"),
    "organisation_ambiguous": pgettext_lazy("problem", "organisation not clear"),
    "superior_itself": pgettext_lazy("problem", "its own superior"),
    "count_day_missing": pgettext_lazy("problem", "no day of count"),
    "count_and_band": pgettext_lazy("problem", "count and band"),
    "formula_unsaved": pgettext_lazy("problem", "formula without a result"),
    "merged_figure": pgettext_lazy("problem", "figure in a merged cell"),
    "merged_across": pgettext_lazy("problem", "merged across columns"),
    "superior_circle": pgettext_lazy("problem", "circle of superiors"),
    "row_not_held": pgettext_lazy("problem", "row cannot be held"),
    "start_missing": pgettext_lazy("problem", "no start"),
    "holder_missing": pgettext_lazy("problem", "no holder"),
    "holder_twice": pgettext_lazy("problem", "two holders"),
    "carrier_unknown": pgettext_lazy("problem", "unknown carrier"),
}
