"""Why two names were found alike, in words, and how a row of a table keeps the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_lazy as _

from jilian_engine.names import Reason

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_R = Reason
REASON_WORDS: Mapping[str, StrPromise] = {
    _R.EQUAL: _("the same name"),
    _R.SIGNS: _("only brackets, spaces or writing differ"),
    _R.LEGAL_FORM: _("only the legal form differs"),
    _R.PLACE_LEFT_OUT: _("one name leaves the place out"),
    _R.PLACE_MOVED: _("the place stands elsewhere in the name"),
    _R.SHORT_NAME: _("one is short for the other"),
    _R.SLIP: _("one character differs, as by a slip"),
    _R.SPELLING: _("spelled differently"),
    _R.FORMER: _("a former name fits"),
    _R.KNOWN_SHORT: _("a known short name fits"),
    _R.OTHER_PLACE: _("in another place"),
    _R.OTHER_TRADE: _("another trade in the name"),
    _R.OTHER_BRAND: _("another brand in the name"),
    _R.OTHER_NUMBER: _("another number in the name"),
    _R.BRANCH: _("one is a branch"),
    _R.GROUP: _("one is a group"),
    _R.OTHER_CODE: _("two different credit codes"),
}


def packed_reasons(reasons: Iterable[str]) -> str:
    """Reasons as one text in which each can be looked for: ``,signs,legal_form,``."""
    kept = list(dict.fromkeys(map(str, reasons)))
    return f",{','.join(kept)}," if kept else ""


def unpacked_reasons(packed: str) -> list[str]:
    """The reasons of a packed text, in their order."""
    return [one for one in packed.split(",") if one]


def reason_mark(reason: str) -> str:
    """What a packed text contains that holds this reason."""
    return f",{reason},"


def reasons_in_words(packed: str) -> str:
    """The reasons in the reader's language, parted by commas."""
    words = (str(REASON_WORDS.get(one, one)) for one in unpacked_reasons(packed))
    return gettext(", ").join(words)


def reason_choices() -> list[tuple[str, StrPromise]]:
    """The reasons by which a list can be narrowed."""
    return list(REASON_WORDS.items())
