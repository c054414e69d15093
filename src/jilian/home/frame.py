"""Context of every page: the navigation that this person may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, Reach, reach
from jilian.base.release import RELEASE
from jilian.home.rules import LAST_WORLD

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

P = Permission
MOST_SHOWN = 7


@dataclass(frozen=True)
class Entry:
    """A page of the navigation: its words, its address, who may open it, what belongs to it.

    ``within`` names the addresses for which the entry is shown as the current one.
    """

    label: StrPromise
    address: str
    permission: Permission | None
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class NavigationItem:
    """A link of the navigation, or a word that opens further links."""

    label: StrPromise
    url: str = ""
    current: bool = False
    children: tuple[NavigationItem, ...] = ()


OF_WORLD = (
    Entry(_("First page"), "world:home", None),
    Entry(pgettext_lazy("leader's page", "Monday"), "indicators:leader", P.RELEASE_RETURNS),
    Entry(pgettext_lazy("officer", "Today"), "cases:today", P.CARRY_CASES),
    Entry(_("Cases"), "cases:list", P.SEE_CASES,
          ("cases:new", "cases:detail", "cases:enter", "cases:correct", "cases:add_matter",
           "cases:templates", "cases:template", "cases:template_edit", "cases:log")),
    Entry(_("Our branches"), "cases:branches", P.DECIDE_BRANCHES,
          ("cases:branch", "cases:states")),
    Entry(_("Desk"), "desk:home", P.KEEP_DESK, ("desk:",)),
    Entry(_("Clusters"), "clusters:list", P.SEE_REGISTER, ("clusters:detail", "clusters:adopt")),
    Entry(_("Firms"), "firms:list", P.SEE_REGISTER, ("firms:detail",)),
    Entry(_("Organisations"), "organisations:tree", P.SEE_ORGANISATIONS, ("organisations:",)),
    Entry(_("Indicators"), "indicators:list", P.SEE_INDICATORS,
          ("indicators:detail", "indicators:parts", "indicators:compare", "indicators:measure",
           "indicators:release")),
    Entry(_("Reports"), "reports:list", P.SEE_REPORTS, ("reports:",)),
    Entry(_("Coverage campaigns"), "coverage:list", P.SEE_CAMPAIGNS, ("coverage:",)),
    Entry(_("Setting up of bodies"), "committees:list", P.SEE_PROCEDURES, ("committees:",)),
    Entry(_("Calls for help"), "shortages:list", P.SEE_CALLS, ("shortages:",)),
    Entry(_("Supply links"), "network:list", P.SEE_LINKS, ("network:detail",)),
    Entry(_("Titles"), "firms:titles", P.SEE_REGISTER, ("firms:carrier",)),
    Entry(_("Uploads"), "intake:list", P.UPLOAD, ("intake:",)),
    Entry(_("Duplicates"), "duplicates:list", P.MERGE_FIRMS, ("duplicates:",)),
    Entry(_("Claims"), "claims:list", P.REVIEW_CLAIMS, ("claims:claim",)),
    Entry(_("Corrections"), "claims:corrections", P.REVIEW_CLAIMS, ("claims:correction",)),
    Entry(_("Formation runs"), "clusters:runs", P.SEE_PROPOSALS,
          ("clusters:run", "clusters:start", "clusters:proposal", "clusters:adopt",
           "clusters:note", "clusters:changes", "clusters:take_over", "clusters:compare",
           "clusters:undo_adoption")),
    Entry(_("Leading firms"), "leaders:list", P.SEE_SELECTIONS, ("leaders:",)),
    Entry(_("What breaks"), "chain:critical", P.SEE_BREAKS, ("chain:",)),
    Entry(_("Absorptions"), "absorption:list", P.SEE_PROCEDURES, ("absorption:",)),
    Entry(_("Purchases"), "purchases:list", P.SEE_PURCHASES, ("purchases:",)),
    Entry(_("Growth of organisations"), "growth:growth", P.SEE_ORGANISATIONS, ("growth:",)),
    Entry(pgettext_lazy("chain", "What is missing"), "gaps:list", P.SEE_GAPS,
          ("gaps:detail", "gaps:decide", "gaps:chain", "gaps:items")),
    Entry(_("Firms that are brought in"), "gaps:pipeline", P.SEE_GAPS,
          ("gaps:recruit", "gaps:stage", "gaps:correct", "gaps:new_recruit")),
    Entry(_("Size classes of clusters"), "gaps:sizes", P.SEE_GAPS),
    Entry(_("Where the time of cases went"), "cases:figures", P.SEE_CASE_FIGURES,
          ("cases:figures_records", "cases:figures_unsolved")),
    Entry(_("Who qualifies"), "policies:list", P.SEE_CHECKS, ("policies:",)),
    Entry(_("Monthly returns due"), "returns:due", P.ENTER_RETURNS,
          ("returns:enter", "returns:check", "returns:correct", "returns:upload",
           "returns:firms")),
    Entry(_("Review of monthly returns"), "returns:review", P.REVIEW_RETURNS,
          ("returns:month", "returns:act", "returns:lock", "returns:duties")),
    Entry(_("Releases of monthly returns"), "returns:releases", P.RELEASE_RETURNS,
          ("returns:release",)),
    Entry(_("What is shown outside"), "disclosure:tables", P.SEE_INDICATORS, ("disclosure:",)),
    Entry(_("Published figures"), "world:facts", P.SEE_REGISTER),
    Entry(_("Statement check"), "statements:check", P.CHECK_STATEMENTS, ("statements:",)),
    Entry(_("Sources"), "world:sources", P.SEE_REGISTER, ("world:source",)),
    Entry(_("Snapshots"), "network:snapshots", P.SEE_LINKS),
)  # fmt: skip
OF_INSTALLATION = (
    Entry(_("People"), "accounts:people", P.SEE_PEOPLE, ("accounts:person", "accounts:invite")),
    Entry(
        _("Traces"), "audit:traces", P.SEE_TRACES, ("audit:trace", "audit:record", "audit:looks")
    ),
    Entry(_("Chain of traces"), "audit:chain", P.SEE_TRACES),
    Entry(_("What left the house"), "audit:taken", P.SEE_TRACES),
    Entry(_("System"), "home:system", P.SEE_SYSTEM, ("home:components",)),
    Entry(
        pgettext_lazy("notices", "Channels"),
        "notices:channels",
        P.KEEP_CHANNELS,
        (
            "notices:channel",
            "notices:new",
            "notices:place",
            "notices:whom",
            "notices:switch",
            "notices:deliveries",
        ),
    ),
    Entry(_("Working days"), "calendar:years", P.KEEP_CALENDAR, ("calendar:",)),
    Entry(_("What is kept"), "upkeep:kept", P.SEE_RETENTION, ("upkeep:hold",)),
)


def navigation(request: HttpRequest) -> Mapping[str, object]:
    """Return the main navigation, the person's menu and the address of the search; no queries.

    Kept on the request, since a list renders a template for each of its cells.
    """
    kept: Mapping[str, object] | None = getattr(request, "navigation_words", None)
    if kept is None:
        kept = request.navigation_words = _words(request)  # type: ignore[attr-defined]
    return kept


def _words(request: HttpRequest) -> Mapping[str, object]:
    person = getattr(request, "person", None)
    if not isinstance(person, Person):
        return {"navigation": (), "person_menu": (), "search_url": "", "release": RELEASE}
    world = getattr(request, "world", None)
    code = world.code if world else _last_world(request, person)
    held = reach(person, code) if code else Reach()
    return {
        "navigation": _navigation(request, person, code, held),
        "person_menu": _person_menu(request, person),
        "search_url": _address("world:search", code)
        if world and held.may_somewhere(P.SEE_REGISTER)
        else "",
        "release": RELEASE,
    }


def _last_world(request: HttpRequest, person: Person) -> str:
    """The world to go back to from a page that belongs to none."""
    codes = person.world_codes - {""}
    last = request.session.get(LAST_WORLD, "") if hasattr(request, "session") else ""
    return last if last in codes else min(codes, default="")


def _navigation(
    request: HttpRequest, person: Person, code: str, held: Reach
) -> tuple[NavigationItem, ...]:
    items = list(_items(request, OF_WORLD, held, code)) if code else []
    if not items:
        items = list(_items(request, OF_INSTALLATION, reach(person, ""), ""))
    shown, rest = tuple(items[:MOST_SHOWN]), tuple(items[MOST_SHOWN:])
    if not rest:
        return shown
    current = any(item.current for item in rest)
    more = NavigationItem(pgettext_lazy("navigation", "More"), current=current, children=rest)
    return (*shown, more)


def _person_menu(request: HttpRequest, person: Person) -> tuple[Mapping[str, object], ...]:
    own: list[Mapping[str, object]] = [
        {"label": _("My page"), "url": _address("accounts:profile")},
        {"label": _("My claims"), "url": _address("my_claims:list")},
    ]
    if person.world_codes:  # the page is there for whoever holds a role
        own.append({"label": _("Permissions"), "url": _address("accounts:permissions")})
    items = _items(request, OF_INSTALLATION, reach(person, ""), "")
    own += [{"label": item.label, "url": item.url} for item in items]
    own.append({"label": _("Sign out"), "url": _address("account_logout"), "method": "post"})
    return tuple(item for item in own if item["url"])


def _items(
    request: HttpRequest, entries: Iterable[Entry], held: Reach, code: str
) -> Iterable[NavigationItem]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    for entry in entries:
        if entry.permission is not None and not held.may_somewhere(entry.permission):
            continue
        if url := _address(entry.address, code):
            within = any(here == one or (one[-1] == ":" and here.startswith(one))
                         for one in (entry.address, *entry.within))  # fmt: skip
            yield NavigationItem(entry.label, url + (_on(request) if code else ""), within)


def _on(request: HttpRequest) -> str:
    """The as-of day as it travels with a link; nothing for today."""
    as_of, today = getattr(request, "as_of", None), getattr(request, "today", None)
    return f"?on={as_of.isoformat()}" if as_of and as_of != today else ""


def _address(name: str, code: str = "") -> str:
    """The address of a page; empty where this installation has no such page."""
    try:
        return reverse(name, kwargs={"world": code} if code else None)
    except NoReverseMatch:
        return ""
