"""The clusters that stand on a day, as a run starts from them and is compared with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jilian.base.dated import certain_on
from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster, Membership
from jilian.clusters.queries.keys import keys_of_firms
from jilian.clusters.rules import Parameters, Scope
from jilian.firms.models import Site
from jilian.places.models import Division, Industry, World


def standing_members(world: World, day: date) -> list[tuple[int, int]]:
    """Return cluster and firm of every membership that holds for certain, each firm once.

    A merged record counts as the firm that stands for it.
    """
    rows = Membership.objects.on(day).filter(certain_on(day, "cluster__"), cluster__world=world)
    firm = Coalesce("firm__merged_into", "firm")
    pairs = rows.order_by().annotate(stands=firm).values_list("cluster", "stands")
    return sorted(set(pairs))


def standing_clusters(world: World, day: date) -> dict[int, Cluster]:
    """Return the clusters that hold for certain on the day, by their keys."""
    return Cluster.objects.filter(world=world).on(day).in_bulk()


def start_of(world: World, day: date) -> dict[str, list[str]]:
    """Return the firms of each standing cluster, both by keys that no database row is needed for.

    A firm of several clusters is in all of them; a run begins it in the first.
    """
    pairs = standing_members(world, day)
    keys = keys_of_firms(firm for _cluster, firm in pairs)
    named = dict(
        Cluster.objects.filter(world=world, pk__in={cluster for cluster, _firm in pairs})
        .order_by()
        .values_list("pk", "key")
    )
    found: dict[str, list[str]] = {}
    for cluster, firm in pairs:
        found.setdefault(named[cluster], []).append(keys[firm])
    return {key: sorted(found[key]) for key in sorted(found)}


def given_of(world: World, asked: Parameters, day: date) -> dict[str, dict[str, list[str]]] | None:
    """Return what is frozen with a run besides its snapshot; None where it needs nothing."""
    given: dict[str, dict[str, list[str]]] = {}
    if asked.from_existing:
        given["start"] = start_of(world, day)
    if asked.scope.small_places:
        given["places"] = firms_of_places(world, asked.scope.small_places, day)
    return given or None


def firms_of_places(world: World, codes: Iterable[str], day: date) -> dict[str, list[str]]:
    """Return the firms with their main site in each of these villages or communities, by key."""
    found: dict[str, list[str]] = {code: [] for code in codes}
    if not found:
        return {}
    sites = Site.objects.on(day).filter(
        firm__world=world, is_main=True, division__code__in=list(found)
    )
    rows = list(sites.order_by().values_list("division__code", "firm"))
    keys = keys_of_firms(firm for _code, firm in rows)
    for code, firm in rows:
        found[code].append(keys[firm])
    return {code: sorted(set(firms)) for code, firms in sorted(found.items())}


def check_scope_known(scope: Scope) -> None:
    """Refuse a code that no division or industry has."""
    divisions = set(
        Division.objects.filter(code__in=scope.divisions).values_list("code", flat=True)
    )
    for code in scope.divisions:
        if code not in divisions:
            raise Refusal("division_unknown", _("There is no division %(code)s.") % {"code": code})
    industries = set(
        Industry.objects.filter(code__in=scope.industries).values_list("code", flat=True)
    )
    for code in scope.industries:
        if code not in industries:
            raise Refusal("industry_unknown", _("There is no industry %(code)s.") % {"code": code})


def scope_names(scope: Scope) -> tuple[list[str], list[str]]:
    """Return what the divisions and the industries of a scope are called, codes with them."""
    divisions = {one.code: str(one) for one in Division.objects.filter(code__in=scope.divisions)}
    industries = dict(
        Industry.objects.filter(code__in=scope.industries).values_list("code", "name")
    )
    return (
        [f"{divisions.get(code, '')} {code}".strip() for code in scope.divisions],
        [f"{industries.get(code, '')} {code}".strip() for code in scope.industries],
    )


def standing_choices(world: World, day: date) -> list[tuple[int, str]]:
    """Return the clusters that a proposal may be adopted into: those that stand or will."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    rows = Cluster.objects.filter(lasting, world=world)
    return [(one.pk, str(one)) for one in rows]
