"""The figures of the first page: what each counts, what bounds it, where it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from jilian.accounts.gate import Request
from jilian.home.queries import FirstPage
from jilian.home.queries.register import Held
from jilian.home.rules import narrowed
from jilian.network.rules import Evidence
from jilian.ui.values import day_text, number_text

if TYPE_CHECKING:
    from jilian.home.queries import Proposals

Asked = Mapping[str, str | Sequence[str]]
KNOWN = tuple(str(one) for one in Evidence if one is not Evidence.INFERRED)


@dataclass(frozen=True)
class Shown:
    """A figure as the page prints it."""

    label: str
    value: int | None
    url: str = ""
    bound: str = ""
    note: str = ""
    inferred: bool = False


def shown_figures(request: Request, page: FirstPage) -> list[Shown]:
    """Return the figures that the person may see, in their order."""
    past = request.as_of != request.today
    figures = [
        Shown(
            _("firms in the register"),
            page.firms,
            list_address(request, "firms:list"),
            note=_("as recorded today") if past else "",
        )
    ]
    if page.links is not None:
        known, inferred = page.links.known, page.links.inferred
        figures += [
            Shown(
                _("supply links, known"),
                _value(known),
                list_address(request, "network:list", {"evidence": KNOWN}),
                known.bound,
                _perhaps(known),
            ),
            Shown(
                pgettext("figure", "supply links"),
                _value(inferred),
                list_address(request, "network:list", {"evidence": Evidence.INFERRED}),
                inferred.bound,
                _perhaps(inferred) or _("computed, declared by nobody"),
                inferred=True,
            ),
        ]
    clusters = page.clusters_held
    figures.append(
        Shown(
            _("clusters, adopted or published"),
            _value(clusters),
            list_address(request, "clusters:list"),
            clusters.bound,
            _perhaps(clusters),
        )
    )
    if page.proposals is not None:
        figures.append(_proposed(request, page.proposals))
    if page.organisations is not None:
        held = page.organisations.held
        url = list_address(request, "organisations:tree")
        figures.append(
            Shown(
                pgettext("figure", "organisations"), _value(held), url, held.bound, _perhaps(held)
            )
        )
    return figures


def _proposed(request: Request, proposals: Proposals) -> Shown:
    day = day_text(proposals.run.snapshot.as_of)
    return Shown(
        _("clusters, proposed"),
        proposals.open,
        list_address(request, "clusters:run", {"state": "open"}, pk=proposals.run.pk),
        note=_("on the network of %(day)s, adopted by nobody yet") % {"day": day},
        inferred=True,
    )


def _value(held: Held) -> int | None:
    """The certain count; unknown where nothing is certain and something may have held."""
    return None if held.perhaps and not held.certain else held.certain


def _perhaps(held: Held) -> str:
    """What is said of records whose start is not known."""
    if not held.perhaps:
        return ""
    if not held.certain:
        return ngettext(
            "%(count)s may have held: its start is unknown",
            "%(count)s may have held: their start is unknown",
            held.perhaps,
        ) % {"count": number_text(held.perhaps)}
    return ngettext(
        "%(count)s more may have held: its start is unknown",
        "%(count)s more may have held: their start is unknown",
        held.perhaps,
    ) % {"count": number_text(held.perhaps)}


def list_address(
    request: Request, name: str, asked: Asked | None = None, *, pk: int | None = None
) -> str:
    """Return the address of a list with questions and the as-of day; empty where there is none."""
    names: dict[str, object] = {"world": request.world.code}
    if pk is not None:
        names["pk"] = pk
    try:
        path = reverse(name, kwargs=names)
    except NoReverseMatch:
        return ""
    return narrowed(
        path, None if request.as_of == request.today else request.as_of, **(asked or {})
    )
