"""Why a firm is not on the list, in reasons with the figures that decided."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from jilian_engine.shortages.index import ROLES, ProductIndex
from jilian_engine.shortages.needs import WEIGHTS, Known, Need
from jilian_engine.shortages.rank import able_firms, rank_suppliers

ON_LIST, CALLER, UNKNOWN_FIRM, OUTSIDE = "on_list", "caller", "unknown_firm", "outside"
NO_PRODUCTS, NOT_ABLE, BELOW = "no_products", "not_able", "below"
SPARE_SHORT, TOO_LATE, CERTIFICATES = "spare_short", "too_late", "certificates_missing"
RIVAL, FAR, HELPED = "rival", "far", "helped_often"


_NOBODY: Mapping[Hashable, Known] = MappingProxyType({})


@dataclass(frozen=True)
class WhyNot:
    """One reason: a code of this module, and the figures and words that its sentence needs."""

    code: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def why_not(
    index: ProductIndex, need: Need, firm: Hashable, *, most: int = 20,
    among: Collection[Hashable] | None = None, known: Mapping[Hashable, Known] = _NOBODY,
    weights: Mapping[str, float] = WEIGHTS,
) -> tuple[WhyNot, ...]:  # fmt: skip
    """The reasons why the firm is not among the best ``most``, the deciding one first.

    A firm that is on the list has the one reason `ON_LIST` with its place.
    """
    if firm not in index.place:
        return (WhyNot(UNKNOWN_FIRM),)
    if firm == need.firm:
        return (WhyNot(CALLER),)
    if among is not None and firm not in among:
        return (WhyNot(OUTSIDE),)
    ranking = rank_suppliers(index, need, most=len(index.firms), among=among, known=known,
                             weights=weights)  # fmt: skip
    place = next((at for at, one in enumerate(ranking.proposals) if one.firm == firm), None)
    if place is None:
        return _not_able(index, need, firm)
    own = ranking.proposals[place]
    if place < most:
        return (WhyNot(ON_LIST, {"place": place + 1, "score": own.score}),)
    last = ranking.proposals[most - 1]
    best = own.evidence[0].words if own.evidence else ""
    below = WhyNot(BELOW, {"place": place + 1, "able": ranking.able, "score": own.score,
                           "last_score": last.score, "most": most, "words": best,
                           "capability": own.parts["capability"]})  # fmt: skip
    return (below, *_weak_parts(index, need, firm, known.get(firm), own.parts, own.kilometres))


def _not_able(index: ProductIndex, need: Need, firm: Hashable) -> tuple[WhyNot, ...]:
    """No ability at all: nothing recorded, or nothing alike; what it does make is said."""
    at = index.place[firm]
    order, bounds = index.rows_by_firm
    rows = order[bounds[at] : bounds[at + 1]]
    made = [row for row in rows if ROLES[index.row_role[row]] != "buys"]
    products = [index.shown[index.row_form[row]] for row in made]
    if not products and not index.industries[at]:
        return (WhyNot(NO_PRODUCTS),)
    asked = able_firms(index, need).found.classes
    codes = [index.catalogue.codes[place] for place, _share in asked[:1]]
    return (WhyNot(NOT_ABLE, {"products": tuple(products[:5]), "industry": index.industries[at],
                              "asked_class": codes[0] if codes else ""}),)  # fmt: skip


def _weak_parts(
    index: ProductIndex, need: Need, firm: Hashable, known: Known | None,
    parts: Mapping[str, float | None], kilometres: float | None,
) -> tuple[WhyNot, ...]:  # fmt: skip
    """The parts that pulled the firm down."""
    found = []
    if (amount := parts["amount"]) is not None and amount < 1 and known is not None:
        found.append(WhyNot(SPARE_SHORT, {"spare": known.spare, "amount": need.amount,
                                          "unit": need.unit}))  # fmt: skip
    if (time := parts["time"]) is not None and time < 1 and known is not None:
        found.append(WhyNot(TOO_LATE, {"lead": known.lead_hours, "hours": need.needed_by_hours}))
    if (held := parts["certificates"]) is not None and held < 1:
        own = index.certificates.get(index.place[firm]) or frozenset()
        if known is not None and known.certificates is not None:
            own = known.certificates
        found.append(WhyNot(CERTIFICATES, {"missing": tuple(sorted(need.certificates - own))}))
    if (near := parts["near"]) is not None and near < 0.5:
        found.append(WhyNot(FAR, {"kilometres": kilometres}))
    if need.hidden and index.industries[index.place[firm]] == need.industry != "":
        found.append(WhyNot(RIVAL))
    if known is not None and known.helped:
        found.append(WhyNot(HELPED, {"helped": known.helped}))
    return tuple(found)
