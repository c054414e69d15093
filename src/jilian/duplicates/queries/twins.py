"""Which firm of the register a name that is about to be new may already be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from jilian.base.search import among
from jilian.duplicates.models import DuplicatePair, Judgement, NameJudgement
from jilian.duplicates.queries.found import pairs_of
from jilian.duplicates.queries.register import COLUMNS, forms_of, names_of_world
from jilian.duplicates.rules import PairState, Verdict, reasons_in_words, unpacked_reasons
from jilian.firms.models import Firm, FirmIdentity, FirmName, Site
from jilian.firms.queries import merged_firms, name_index
from jilian.firms.rules import NameKind, Scheme
from jilian.firms.rules.codes import fitting
from jilian.places.models import World
from jilian_engine.names import folded, normal_form, parts

FEW = 1_500  # names that are looked up one by one; more are compared with the whole register
HITS = 40
_FAR = date(9999, 12, 31)


class NewName(NamedTuple):
    """A row that names no firm of the register by its identifier.

    ``division`` (GB/T 2260) and ``code`` (unified social credit code) where the row states them;
    ``others``: former, short and English names.
    """

    name: str
    division: str = ""
    code: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Twin:
    """A firm that a new name may be: its record that stands for it, how likely and why.

    ``told_same``: a person has said before that this name is this firm's.
    """

    firm: int
    firm_name: str
    known: str
    likelihood: float
    reasons: str
    told_same: bool = False

    @property
    def reason_codes(self) -> list[str]:
        """Why, as values of the engine's ``Reason``."""
        return unpacked_reasons(self.reasons)

    @property
    def reason_words(self) -> str:
        """Why, in the reader's language."""
        return reasons_in_words(self.reasons)


def likely_twins(
    world: World, names: Sequence[NewName], *, least: float = 0.35
) -> dict[int, list[Twin]]:
    """Return, by its place in ``names``, the firms that a new name may be, the likeliest first.

    Left out is what was judged before: that this name is not this firm's (``judge_name``), or that
    the firm is not one that bears or bore this name (``judge_pair``). Names that are alike among
    themselves are not told. Up to 1,500 names are looked up by the index of names (milliseconds
    each), more are compared with the whole register at once (seconds).
    """
    if not names or not Firm.objects.filter(world=world).exists():
        return {}
    merged = merged_firms(world)
    held = _held_near(world, names, merged) if len(names) <= FEW else names_of_world(world, merged)
    if held.is_empty():
        return {}
    found: defaultdict[int, list[Twin]] = defaultdict(list)
    called = _Called(world, merged)
    for one in pairs_of(pl.concat([held, _asked(names)])):
        if one.left < 0 <= one.right and one.likelihood >= least:
            place = -one.left - 1
            found[place].append(Twin(one.right, "", one.right_name, one.likelihood, one.reasons))
    return called.kept(found, names)


def _asked(names: Sequence[NewName]) -> pl.DataFrame:
    """The new names as rows of the engine's table, with keys below zero."""
    fits = fitting([one.code for one in names])
    rows = [
        (-place - 1, kind, text, one.division or None, one.code if fits[place] else None)
        for place, one in enumerate(names)
        for kind, text in (
            (NameKind.REGISTERED.value, one.name),
            *((NameKind.FORMER.value, other) for other in one.others),
        )
        if text.strip()
    ]
    return pl.DataFrame(rows, COLUMNS, orient="row")


def _held_near(world: World, names: Iterable[NewName], merged: Mapping[int, int]) -> pl.DataFrame:
    """The names of the firms that the index finds by the core or the brand of a new name."""
    index = name_index(world)
    near: set[int] = set()
    for text in {text for one in names for name in (one.name, *one.others)
                 for text in _keys_of(name)}:  # fmt: skip
        near.update(hit.firm for hit in index.find(text, _FAR, HITS).best)
    if not near:
        return pl.DataFrame(schema=COLUMNS)
    roots = {merged.get(pk, pk) for pk in near}
    records = roots | {pk for pk, root in merged.items() if root in roots}
    return _names_of(records, merged)


def _keys_of(name: str) -> set[str]:
    """What a name is looked up by: itself, without place and legal form, its brand."""
    cut = parts(name)
    keys = {name, f"{cut.brand}{cut.trade}", cut.brand}
    return {key for key in keys if len(folded(key)) > 1}


def _names_of(records: set[int], merged: Mapping[int, int]) -> pl.DataFrame:
    of_firms = {"firm__in": among(records)}
    sites = Site.objects.filter(is_main=True, valid_to__isnull=True, **of_firms)
    placed = sites.order_by().values_list("firm_id", "division__code")
    places = {merged.get(pk, pk): code for pk, code in placed}
    own = Firm.objects.filter(pk__in=among(records), scheme=Scheme.USCC)
    further = FirmIdentity.objects.filter(scheme=Scheme.USCC, **of_firms)
    coded = [*further.order_by().values_list("firm_id", "identifier"),
             *own.order_by().values_list("pk", "identifier")]  # fmt: skip
    fits = fitting([code for _pk, code in coded])
    codes = {merged.get(pk, pk): code for (pk, code), fit in zip(coded, fits, strict=True) if fit}
    names = FirmName.objects.filter(**of_firms).order_by()
    rows = [
        (root, kind, text, places.get(root), codes.get(root))
        for pk, kind, text in names.values_list("firm_id", "kind", "text")
        for root in (merged.get(pk, pk),)
    ]
    return pl.DataFrame(rows, COLUMNS, orient="row")


class _Called:
    """What was judged before, of firms and of names; asked only about what was found."""

    def __init__(self, world: World, merged: Mapping[int, int]) -> None:
        self.world, self.merged = world, merged

    def kept(
        self, found: Mapping[int, list[Twin]], names: Sequence[NewName]
    ) -> dict[int, list[Twin]]:
        """Leave out what was judged different; say what was judged the same."""
        firms = {twin.firm for twins in found.values() for twin in twins}
        records = firms | {pk for pk, root in self.merged.items() if root in firms}
        apart, same = self._judged(records)
        called = dict(
            Firm.objects.filter(pk__in=among(firms)).order_by().values_list("pk", "name")
            if firms else ()
        )  # fmt: skip
        answer: dict[int, list[Twin]] = {}
        for place, twins in sorted(found.items()):
            form = normal_form(names[place].name)
            answer[place] = [
                Twin(one.firm, called[one.firm], one.known, one.likelihood, one.reasons,
                     form in same[one.firm])
                for one in twins
                if form not in apart[one.firm] and one.firm in called
            ]  # fmt: skip
        return {place: twins for place, twins in answer.items() if twins}

    def _judged(
        self, records: set[int]
    ) -> tuple[defaultdict[int, set[str]], defaultdict[int, set[str]]]:
        """Names that are not these firms', and names that are, by firm."""
        apart: defaultdict[int, set[str]] = defaultdict(set)
        same: defaultdict[int, set[str]] = defaultdict(set)
        if not records:
            return apart, same
        told = NameJudgement.objects.filter(firm__in=among(records)).order_by()
        for firm, form, verdict in told.values_list("firm_id", "form", "verdict"):
            into = apart if verdict == Verdict.DIFFERENT else same
            into[self.merged.get(firm or 0, firm or 0)].add(form)
        pairs = DuplicatePair.objects.filter(world=self.world, state=PairState.DIFFERENT)
        judged = Judgement.objects.in_force().filter(verdict=Verdict.DIFFERENT)
        for side, other in (("left", "right"), ("right", "left")):
            some = judged.filter(pair__in=pairs.filter(**{f"{side}__in": among(records)}))
            for firm, data in some.values_list(f"pair__{side}", "judged_on"):
                forms = {normal_form(text) for text in forms_of(data.get(other, {}))}
                apart[self.merged.get(firm, firm)] |= forms
        return apart, same
