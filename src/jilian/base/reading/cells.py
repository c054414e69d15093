"""Readers of cells: text, codes, whole numbers, days, words from a list.

Each takes a cell and its place and returns a plain value, or raises ``Odd`` with the code of the
sentence that says why not. Sources: GB 32100-2015 for the credit code, GB/T 7408 for days.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from operator import mul
from typing import Any

from jilian.base.reading.places import Place, Reader
from jilian.base.reading.sheets import Cell, text_of
from jilian.base.sheets import FORMULA_MARKS

CREDIT_CODE_LENGTH = 18
_SIGN_VALUES = {sign: n for n, sign in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
_SIGN_WEIGHTS = (*(pow(3, n, 31) for n in range(17)), 1)
EXACT_DIGITS = 15  # a spreadsheet's numbers keep no more
EARLIEST = date(1949, 10, 1)
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_DAYS = range(18_264, 73_051)  # 1950 to 2099
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_AS_NUMBER = re.compile(r"\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?(?:[t ]\d{1,2}:\d\d(?::\d\d)?.*)?"
)
_DAY_TIGHT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MANY = re.compile(r"[、;；|\n]+")
YEAR = re.compile(r"(\d{4})年?度?")


class Odd(Exception):
    """A cell that cannot be taken: the code of its sentence and what the sentence names."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def plain(cell: Cell) -> str:
    """A cell as text of half width without blanks at its ends: for codes, numbers and days."""
    return unicodedata.normalize("NFKC", text_of(cell)).strip().lstrip("'‘’")


def text(longest: int) -> Reader:
    """Names and addresses, kept as they are written but for blanks."""

    def read(cell: Cell, place: Place) -> str:
        found = text_of(cell)
        if CONTROL.search(found):
            raise Odd("character_unreadable")
        found = _SPACE.sub(" ", found).strip()
        if found.startswith("'") and found[1:].startswith(FORMULA_MARKS):
            found = found[1:]  # the apostrophe with which exports keep a text from running
        if len(found) > longest:
            raise Odd("text_too_long", length=len(found), most=longest)
        return found

    return read


def texts(longest: int) -> Reader:
    """Several names in one cell, between 、 or ; or in lines of their own."""
    one = text(longest)

    def read(cell: Cell, place: Place) -> tuple[str, ...]:
        pieces = (one(piece, place) for piece in _MANY.split(text_of(cell)))
        return tuple(dict.fromkeys(piece for piece in pieces if piece))

    return read


def code(longest: int) -> Reader:
    """A code of letters and digits in half width."""

    def read(cell: Cell, place: Place) -> str:
        _check_digits_kept(cell)
        found = plain(cell)
        if CONTROL.search(found):
            raise Odd("character_unreadable")
        if len(found) > longest:
            raise Odd("text_too_long", length=len(found), most=longest)
        return found

    return read


def credit_code(cell: Cell, place: Place) -> str:
    """A unified social credit code with its check digit."""
    _check_digits_kept(cell)
    found = _SPACE.sub("", plain(cell)).upper()
    if len(found) != CREDIT_CODE_LENGTH:
        raise Odd("credit_code_length", length=len(found))
    if not fits_check_digit(found):
        raise Odd("credit_code_wrong")
    return found


def fits_check_digit(credit_code_: str) -> bool:
    """Say whether the 18 characters are a credit code: GB 32100-2015, weights 3^i modulo 31.

    The same answer as python-stdnum gives, several times as fast for long tables.
    """
    if not credit_code_[:8].isdecimal():
        return False
    try:
        return not sum(map(mul, map(_SIGN_VALUES.__getitem__, credit_code_), _SIGN_WEIGHTS)) % 31
    except KeyError:
        return False


def _check_digits_kept(cell: Cell) -> None:
    too_long = isinstance(cell, float | int) and abs(cell) >= 10**EXACT_DIGITS
    if too_long or (isinstance(cell, str) and _AS_NUMBER.fullmatch(cell.strip())):
        raise Odd("digits_lost")


def day(cell: Cell, place: Place) -> date:
    """A day that has come already."""
    found = any_day(cell, place)
    if found > place.day:
        raise Odd("date_future", day=place.day.isoformat())
    return found


def any_day(cell: Cell, place: Place) -> date:
    """A day as a date of the spreadsheet, its number, or a text with year, month and day."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int) and int(cell) in EXCEL_DAYS:
        return EXCEL_DAY_ZERO + timedelta(days=int(cell))
    found = plain(cell).lower()
    matched = _DAY_TIGHT.fullmatch(found) or _DAY.fullmatch(found)
    if matched is None:
        if YEAR.fullmatch(found) or re.fullmatch(r"\d{6}", found):
            raise Odd("date_incomplete")
        if found.isdecimal() and int(found) in EXCEL_DAYS:
            return EXCEL_DAY_ZERO + timedelta(days=int(found))
        raise Odd("date_odd")
    if matched[3] is None:
        raise Odd("date_incomplete")
    return _calendar_day(int(matched[1]), int(matched[2]), int(matched[3]))


def _calendar_day(year: int, month: int, day_of_month: int) -> date:
    try:
        found = date(year, month, day_of_month)
    except ValueError as impossible:
        raise Odd("date_impossible") from impossible
    if found < EARLIEST:
        raise Odd("date_odd")
    return found


def day_after(cell: Cell, place: Place) -> date:
    """The last day on which something held; kept as the day after it."""
    return any_day(cell, place) + timedelta(days=1)


def year(cell: Cell, place: Place) -> int:
    """A year from 1949 to now."""
    matched = YEAR.fullmatch(plain(cell))
    if matched is None or not EARLIEST.year <= int(matched[1]) <= place.day.year:
        raise Odd("year_odd")
    return int(matched[1])


def word(words: Mapping[Any, tuple[str, ...]]) -> Reader:
    """One of some words; each key is what is kept, with the words that mean it."""
    known = {folded(one): str(key) for key, ones in words.items() for one in (str(key), *ones)}
    shown = [ones[0] for ones in words.values() if ones]

    def read(cell: Cell, place: Place) -> str:
        found = known.get(folded(plain(cell)))
        if found is None:
            raise Odd("choice_odd", words=shown)
        return found

    return read


def folded(text_: str) -> str:
    """A word without case, width, blanks and dashes, for comparing."""
    plain_text = unicodedata.normalize("NFKC", text_).casefold()
    return re.sub(r"[\s_–—~-]+", "", plain_text)
