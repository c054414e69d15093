"""The words of the register: identity schemes, kinds of names, measures, levels of titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Scheme(models.TextChoices):
    """By what a firm is identified. A credit code is never invented for a real firm."""

    USCC = "uscc", _("unified social credit code")
    STOCK_CODE = "stock_code", _("stock code")
    REGISTER_NUMBER = "register_number", _("register number")
    APPLE_SUPPLIER_LIST = "apple_supplier_list", _("name on a published supplier list")
    NAMED_IN_DOCUMENT = "named_in_document", _("named in a document")
    MADE = "made", _("number of a made-up firm")


class NameKind(models.TextChoices):
    """What sort of name it is."""

    REGISTERED = "registered", _("registered name")
    FORMER = "former", _("former name")
    SHORT = "short", _("short name")
    ENGLISH = "english", _("English name")


class Measure(models.TextChoices):
    """Yearly measures of a firm, with the unit in which they are kept."""

    EMPLOYEES = "employees", _("employees (persons)")
    REVENUE = "revenue", _("revenue (10,000 yuan)")
    OUTPUT = "output", _("output value (10,000 yuan)")
    ASSETS = "assets", _("assets (10,000 yuan)")
    RESEARCH_COST = "research_cost", _("research and development cost (10,000 yuan)")
    PATENTS = "patents", _("valid patents (items)")
    TAX = "tax", _("tax paid (10,000 yuan)")
    VALUE_ADDED = "value_added", _("value added (10,000 yuan)")
    LAND = "land", _("land used (mu)")


MEASURE_GROUPS: dict[str, tuple[Measure, ...]] = {
    "scale": (Measure.EMPLOYEES, Measure.REVENUE, Measure.OUTPUT, Measure.ASSETS),
    "innovation": (Measure.RESEARCH_COST, Measure.PATENTS),
    "economic_quality": (Measure.TAX, Measure.VALUE_ADDED, Measure.LAND),
}


class TitleLevel(models.IntegerChoices):
    """Who recognised it; a lower number is the higher level."""

    NATIONAL = 1, _("national")
    CITY = 2, _("municipal")
    DISTRICT = 3, _("district")


class Trading(models.TextChoices):
    """What a firm does with a product."""

    MAKES = "makes", _("makes")
    BUYS = "buys", _("buys")


# How the class of industry of a firm was found, where a table says so in these words.
BASIS_WORDS: dict[str, StrPromise] = {
    "reviewed": _("class reviewed by a person"),
    "sector_default": _("class from the sector's usual one"),
    "model": _("class from a model, often wrong"),
}
GROUP_LABELS: dict[str, StrPromise] = {
    "scale": _("Scale"),
    "innovation": _("Innovation"),
    "economic_quality": _("Economic quality"),
}
