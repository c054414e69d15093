"""What is known of a firm before its form is shown: from the register, then what it gave once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jilian.cases.models import Answer
from jilian.cases.rules.words import LONGEST_WORDS, AnswerField, Origin
from jilian.firms.models import Firm, FirmIndustry, Site
from jilian.firms.queries.groups import group_ids
from jilian.firms.rules import Scheme

TOWN_DIGITS = 9


@dataclass(frozen=True)
class Known:
    """A value that a form is filled in with, and where it came from."""

    value: str
    origin: Origin


def town_of(firm: Firm, day: date) -> str:
    """Return the code of the town in which the firm's main site stands; "" if it is not known."""
    site = _main_site(firm, day)
    if site is None or site.division is None:
        return ""
    code: str = site.division.code
    return code[:TOWN_DIGITS] if len(code) >= TOWN_DIGITS else ""


def known_answers(firm: Firm, day: date) -> Mapping[str, Known]:
    """Return what needs not be asked, by field; four queries.

    What the firm gave itself stands before the register: it is the newer word.
    """
    found = {field: Known(value, Origin.REGISTER) for field, value in _register(firm, day).items()}
    rows = Answer.objects.current().filter(firm=firm.root)
    found |= {one.field: Known(one.value, Origin.GIVEN_BEFORE) for one in rows}
    return found


def _register(firm: Firm, day: date) -> dict[str, str]:
    root = firm.root
    found = {AnswerField.NAME.value: root.name}
    if root.scheme in (Scheme.USCC, Scheme.REGISTER_NUMBER, Scheme.MADE):
        found[AnswerField.LICENCE_NUMBER] = root.identifier
    site = _main_site(firm, day)
    if site is not None and site.address:
        found[AnswerField.ADDRESS] = site.address
    if site is not None and site.division is not None:
        found[AnswerField.TOWN] = site.division.name
    trade = (
        FirmIndustry.objects.on(day)
        .filter(firm__in=group_ids(root), is_main=True)
        .select_related("industry")
        .order_by("-known_by", "-pk")
        .first()
    )
    if trade is not None:
        found[AnswerField.INDUSTRY] = str(trade.industry)
    return {field: value[:LONGEST_WORDS] for field, value in found.items() if value}


def _main_site(firm: Firm, day: date) -> Site | None:
    rows = Site.objects.on(day).filter(firm__in=group_ids(firm.root), is_main=True)
    return rows.select_related("division").order_by("-known_by", "-pk").first()
