"""The sentences of all problems, by code: what happened, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.reading.sentences import CELL_SENTENCES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Of one cell or one row.
SENTENCES: Mapping[str, StrPromise] = {
    **CELL_SENTENCES,
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
    "dates_reversed": _("The end comes before the start, %(start)s."),
    "year_missing": _("The row has no year, so its yearly figures cannot be placed."),
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
