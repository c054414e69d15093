"""Pairs side by side: what both records say, what agrees, what was judged before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from jilian.duplicates.models import DuplicatePair, Judgement
from jilian.duplicates.queries.judged import judgements_in_force
from jilian.duplicates.queries.register import data_of
from jilian.duplicates.queries.sides import SHOWN, Code, Side, sides_of
from jilian.duplicates.rules import (
    OPEN,
    Basis,
    Changed,
    Choice,
    PairState,
    changes_of,
    choose_kept,
)
from jilian.firms.models import Firm
from jilian.places.models import Division
from jilian_engine.names import normal_form

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BASIS_WORDS: Mapping[Basis, StrOrPromise] = {
    Basis.CODE: _("it has a valid credit code"),
    Basis.RECORDS: _("more rows hang on it"),
    Basis.OLDER: _("it is the older record"),
    Basis.CHOSEN: _("chosen"),
}


@dataclass(frozen=True)
class Line:
    """One line of a card: what each record says. ``mark``: same, differs, or one (one is silent).

    ``more``: how many values of each side are not listed.
    """

    label: StrOrPromise
    left: tuple[str, ...]
    right: tuple[str, ...]
    mark: str
    more: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Card:
    """A pair as a reviewer sees it; ``left`` and ``right`` are None once a firm has gone.

    ``asked_before`` is the judgement after which something changed (``changes``); ``judgement`` is
    the one that stands. ``knot_size`` is the number of open pairs of its group on the page.
    """

    pair: DuplicatePair
    left: Side | None
    right: Side | None
    lines: tuple[Line, ...]
    codes: tuple[tuple[Code, ...], tuple[Code, ...]]
    choice: Choice | None
    judgement: Judgement | None = None
    asked_before: Judgement | None = None
    changes: tuple[Changed, ...] = ()

    @property
    def both(self) -> tuple[Side | None, Side | None]:
        """The two sides, for a template."""
        return self.left, self.right

    @property
    def basis_words(self) -> StrOrPromise:
        """Why the proposed record would be kept."""
        return BASIS_WORDS[self.choice.basis] if self.choice else ""

    @property
    def may_undo(self) -> bool:
        """Whether its judgement can be taken back by itself."""
        judgement = self.judgement
        if judgement is None:
            return False
        return not (judgement.implied and self.pair.state == PairState.SAME)

    @property
    def codes_differ(self) -> bool:
        """Whether both have credit codes that fit, and none in common."""
        left, right = ({code.text for code in side if code.fits} for side in self.codes)
        return bool(left and right and not left & right)


def cards_of(pairs: Sequence[DuplicatePair], day: date) -> list[Card]:
    """Return the pairs side by side, in their order; the queries do not grow with them."""
    firms = {
        firm.pk: firm for pair in pairs for firm in (pair.left, pair.right) if firm is not None
    }
    sides = sides_of(firms.values(), day)
    judgements = judgements_in_force(pairs)
    asked = [pair for pair in pairs if pair.state in OPEN and pair.pk in judgements]
    changes = _changes(asked, judgements)
    return [_card(pair, sides, judgements.get(pair.pk), changes.get(pair.pk, ())) for pair in pairs]


def _card(
    pair: DuplicatePair, sides: Mapping[int, Side], judgement: Judgement | None,
    changes: Sequence[Changed],
) -> Card:  # fmt: skip
    left, right = (_side(firm, sides) for firm in (pair.left, pair.right))
    if left is None or right is None:
        return Card(pair, left, right, (), ((), ()), None, _standing(pair, judgement))
    return Card(
        pair,
        left,
        right,
        tuple(_lines(left, right)),
        (tuple(left.codes), tuple(right.codes)),
        choose_kept(left.weight, right.weight),
        _standing(pair, judgement),
        judgement if changes else None,
        tuple(changes),
    )


def _side(firm: Firm | None, sides: Mapping[int, Side]) -> Side | None:
    return sides.get(firm.pk) if firm is not None else None


def _standing(pair: DuplicatePair, judgement: Judgement | None) -> Judgement | None:
    """The judgement that made the state of the pair; none of an open pair asked about again."""
    return judgement if judgement is not None and judgement.verdict == pair.state else None


def _changes(
    pairs: Sequence[DuplicatePair], judgements: Mapping[int, Judgement]
) -> dict[int, list[Changed]]:
    """What changed since the judgement of pairs that are asked about again; divisions by name."""
    data = data_of(pk for pair in pairs for pk in (pair.left_id, pair.right_id) if pk)
    found = {}
    for pair in pairs:
        left, right = data.get(pair.left_id or 0), data.get(pair.right_id or 0)
        if left is not None and right is not None:
            now = {"left": left, "right": right}
            found[pair.pk] = changes_of(judgements[pair.pk].judged_on, now)
    codes = {code for some in found.values() for one in some if one.field == "division"
             for code in (one.before, one.after)}  # fmt: skip
    if not codes:
        return found
    places = {one.code: str(one) for one in Division.objects.filter(code__in=codes)}
    return {
        pk: [
            one if one.field != "division" else Changed(
                one.side, one.field, places.get(one.before, one.before),
                places.get(one.after, one.after),
            )
            for one in some
        ]
        for pk, some in found.items()
    }  # fmt: skip


def _lines(left: Side, right: Side) -> Iterable[Line]:
    for label, name in (
        (pgettext_lazy("of a firm", "Name"), "names"),
        (_("Former names"), "former"),
        (_("Sites"), "sites"),
        (_("Industries"), "industries"),
        (pgettext_lazy("column", "Makes"), "makes"),
        (pgettext_lazy("of a firm", "Buys"), "buys"),
        (_("Titles"), "titles"),
        (_("Sources"), "sources"),
    ):
        mine, theirs = getattr(left, name), getattr(right, name)
        if mine or theirs:
            line = _line(label, mine, theirs)
            if name == "sources":  # two sources are no contradiction
                line = replace(line, mark="one")
            yield _in_a_row(line) if name in ("makes", "buys") else line
    counted = [(label, one, right.counts[key][1]) for key, (label, one) in left.counts.items()]
    mark = gettext(", ")
    mine = mark.join(f"{label} {one}" for label, one, _other in counted if one)
    theirs = mark.join(f"{label} {other}" for label, _one, other in counted if other)
    if mine or theirs:
        yield Line(_("Rows in all"), _if_any(mine), _if_any(theirs), "")


def _in_a_row(line: Line) -> Line:
    mark = gettext(", ")
    return replace(line, left=_if_any(mark.join(line.left)), right=_if_any(mark.join(line.right)))


def _if_any(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _line(label: StrOrPromise, left: Sequence[str], right: Sequence[str]) -> Line:
    forms = [{normal_form(text) for text in side} for side in (left, right)]
    mark = "one" if not (left and right) else "same" if forms[0] == forms[1] else "differs"
    more = tuple(max(0, len(side) - SHOWN) for side in (left, right))
    return Line(label, tuple(left[:SHOWN]), tuple(right[:SHOWN]), mark, (more[0], more[1]))


@dataclass(frozen=True)
class Knot:
    """Cards of a list that hang together; ``firms`` are the records of a group of three or more."""

    cards: tuple[Card, ...]
    firms: tuple[Firm, ...]


def knots_shown(cards: Sequence[Card]) -> list[Knot]:
    """Put neighbouring cards of one group together."""
    groups: list[list[Card]] = []
    for card in cards:
        last = groups[-1][-1] if groups else None
        if last is not None and card.pair.is_open and last.pair.knot == card.pair.knot != 0:
            groups[-1].append(card)
        else:
            groups.append([card])
    return [Knot(tuple(group), _firms(group)) for group in groups]


def _firms(cards: Sequence[Card]) -> tuple[Firm, ...]:
    found = {
        side.firm.pk: side.firm
        for card in cards
        for side in (card.left, card.right)
        if side is not None
    }
    return tuple(found.values()) if len(found) > 2 else ()
