"""What the register says in the words of the rules, mapped with care, and what is left aside.

A rule's field is read from the register only where both mean the same thing; everything else stays
unknown until somebody states it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.firms.rules import Measure, Scheme

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Revenue of the register is 营业收入: main and other business together, which the high-tech guide
# (国科发火〔2016〕195号 三、(五)) calls 销售收入. It is not main-business
# revenue, nor total income.
OF_MEASURE: Mapping[str, tuple[str, ...]] = {
    Measure.EMPLOYEES: ("employees",),
    Measure.REVENUE: ("revenue", "sales_revenue"),
    Measure.ASSETS: ("total_assets",),
    Measure.RESEARCH_COST: ("rd_expense",),
}

NOT_READ: Mapping[str, StrPromise] = {
    Measure.OUTPUT: _("Output value is not revenue; no rule asks for it."),
    Measure.PATENTS: _(
        "Valid patents of every kind; the rules ask for patents of invention in use,"
        " so this number answers none of them."
    ),
    Measure.TAX: _("No rule asks for tax paid."),
    Measure.VALUE_ADDED: _("No rule asks for value added."),
    Measure.LAND: _("No rule asks for land used."),
}

# Titles by what is written in the register; brackets, quotes and the word 企业 do not matter.
_TITLE_FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("重点小巨人", ()),
    ("小巨人", ("holds_little_giant", "holds_tier2_or_3")),
    ("单项冠军", ("manufacturing_champion_holder",)),
    ("专精特新", ("holds_tier2", "holds_tier2_or_3")),
    ("科技和创新型", ("holds_tier1",)),
    ("创新型中小", ("holds_tier1",)),
    ("科技型中小", ("holds_tier1",)),
    ("高新技术", ("valid_high_tech_certificate", "honour_in_force")),
)
_QUALIFICATION_WORDS: Mapping[str, str] = {
    "high_tech": "高新技术",
    "tech_sme": "科技型中小",
    "innovative_sme": "创新型中小",
    "srdi_sme": "专精特新",
    "little_giant": "小巨人",
    "key_little_giant": "重点小巨人",
    "champion": "单项冠军",
    "gazelle": "瞪羚",
    "unicorn": "独角兽",
}
# Fields that one kind of title alone answers: no, where it ended and none is in force.
ANSWERED_BY_ONE_TITLE = frozenset(
    {"valid_high_tech_certificate", "holds_little_giant", "manufacturing_champion_holder"}
)
REGISTERED_ON = "registered_on"


def fields_of_title(kind: str) -> tuple[str, ...]:
    """Return the fields of which a title says yes while it holds."""
    plain = _plain(kind)
    for words, fields in _TITLE_FIELDS:
        if words in plain:
            return fields
    return ()


def qualification_of_title(kind: str) -> str:
    """Return the qualification that a title is, or an empty text."""
    plain = _plain(kind)
    order = ("key_little_giant", "little_giant", *_QUALIFICATION_WORDS)
    return next((one for one in order if _QUALIFICATION_WORDS[one] in plain), "")


def _plain(kind: str) -> str:
    return "".join(sign for sign in kind if sign not in "“”\"'「」（）() ")


def is_resident(scheme: str, identifier: str) -> bool | None:
    """Say whether a firm is a resident enterprise; None where the identifier does not tell.

    A credit code that begins with 91 is an enterprise set up under Chinese law, which the law on
    enterprise income tax (art. 2) calls resident.
    """
    return True if scheme == Scheme.USCC and identifier.startswith("91") else None
