"""What a firm that was asked may answer, as plain values."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.shortages.rules.amounts import printed
from jilian.shortages.rules.words import USEFUL, Answer, CannotReason, Paper

LONGEST_LEAD = 24 * 366
LONGEST_WORDS = 300
_PRICE = re.compile(
    r"价格|单价|报价|总价|售价|含税|不含税|[¥￥$€]|\d\s*(元|块钱|万元|rmb|cny|usd|yuan)|\bprices?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Answered:
    """An answer with what belongs to it, and nothing else."""

    answer: str
    offered: Decimal | None = None
    lead_hours: int | None = None
    papers: tuple[str, ...] = ()
    paper_numbers: str = ""
    cannot_reason: str = ""
    words: str = ""


def checked_answer(
    answer: str,
    offered: Decimal | None,
    lead_hours: int | None,
    papers: Collection[str],
    paper_numbers: str,
    cannot_reason: str,
    words: str,
) -> Answered:
    """Return the answer as it is kept; refuses one that lacks what it needs, and talk of prices."""
    said = without_price(checked_text(words, longest=LONGEST_WORDS))
    if answer == Answer.CANNOT:
        if cannot_reason not in CannotReason.values:
            raise Refusal("reason_missing", _("Say why you cannot help; only the caller reads it."))
        if cannot_reason == CannotReason.OTHER and not said:
            raise Refusal("words_missing", _("Say the reason in words."))
        return Answered(answer, cannot_reason=cannot_reason, words=said)
    if answer not in USEFUL:
        raise Refusal("answer_unknown", _("Answer: can, can in part, or cannot."))
    if offered is None:
        raise Refusal("amount_missing", _("Say how much you can give."))
    if lead_hours is None or not 0 <= lead_hours <= LONGEST_LEAD:
        raise Refusal("lead_missing", _("Say in how many hours it can be there."))
    if not set(papers) <= set(Paper.values):
        raise Refusal("choice_unknown", _("Choose the quality papers from the list."))
    return Answered(
        answer, offered, lead_hours,
        papers=tuple(one for one in Paper.values if one in papers),
        paper_numbers=without_price(checked_text(paper_numbers, longest=200)), words=said,
    )  # fmt: skip


def without_price(text: str) -> str:
    """Return the text; refuses one that talks of prices, which are settled between the two."""
    if _PRICE.search(text):
        raise Refusal(
            "price_named",
            _("Leave prices out: they are settled between the two firms, never here."),
        )
    return text


def check_lowered(offered: Decimal | None, reserved: Decimal) -> None:
    """Refuse an answer below what has been accepted of the earlier one."""
    if reserved and (offered is None or offered < reserved):
        raise Refusal(
            "accepted_already",
            _("%(amount)s of it has been accepted: let that reservation go first.")
            % {"amount": printed(reserved)},
        )


def check_acceptable(amount: Decimal, open_need: Decimal, open_offer: Decimal) -> None:
    """Refuse to accept more than is open of the need, or of the offer."""
    if amount > open_need:
        raise Refusal(
            "more_than_needed",
            _("Only %(amount)s is still open of the need.") % {"amount": printed(open_need)},
        )
    if amount > open_offer:
        raise Refusal(
            "more_than_offered",
            _("Only %(amount)s is still open of this offer.") % {"amount": printed(open_offer)},
        )
