"""A growth in words: "+20 %, of which absorbed 5"; the words are true to the last digit."""

from __future__ import annotations

from django.utils.translation import gettext as _, pgettext

from jilian.growth.rules.growing import SplitGrowth
from jilian.growth.rules.words import Part
from jilian_engine.figures import round_half_up

PLACES = 1


def percent_words(growth: SplitGrowth) -> str:
    """The growth in per cent with its sign, to one place where it has one; empty without a base."""
    percent = growth.figure.percent
    if percent is None:
        return ""
    digits = f"{round_half_up(abs(percent), PLACES):f}".removesuffix(".0")
    if growth.difference == 0:
        return _("no growth")
    shape = (
        pgettext("growth", "+%(digits)s %%")
        if growth.difference > 0
        else pgettext("growth", "−%(digits)s %%")
    )
    return shape % {"digits": digits}


def growth_words(growth: SplitGrowth) -> str:
    """The growth with what came from a changed boundary, in the reader's language."""
    parts = [percent_words(growth) or _("from none to %(after)s") % {"after": growth.after}]
    if absorbed := growth.count(Part.ABSORBED):
        parts.append(_("of which absorbed %(n)s") % {"n": absorbed})
    if left := growth.count(Part.LEFT):
        parts.append(_("and left %(n)s") % {"n": left})
    return pgettext("between parts of a growth", ", ").join(parts)
