"""The firms that may report under a unit, and what they gave for earlier months."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.clusters.models import Membership
from jilian.firms.models import Firm, Site
from jilian.places.models import World
from jilian.returns.models import FirmFigures, FirmSheet, MonthlyReturn
from jilian.returns.models.units import within
from jilian.returns.rules.findings import Values
from jilian.returns.rules.forms import Form
from jilian.returns.rules.months import (
    month_before,
    months_alike,
    starts_year,
    year_before,
)
from jilian.returns.rules.tables import Compared

P = Permission
MOST_FIRMS = 5_000


def sheets_seen(person: Person, world: World) -> QuerySet[FirmSheet]:
    """The tables of firms that a person may open: the unit's own, its town's, the commission's.

    They hold single firms' figures, so whoever only releases sums does not see them.
    """
    held, rows = reach(person, world.code), FirmSheet.objects.filter(world=world)
    if held.may(P.REVIEW_RETURNS):
        return rows
    return rows.filter(within(held, P.ENTER_RETURNS) | within(held, P.REVIEW_RETURNS))


def firms_of(row: MonthlyReturn) -> dict[str, Firm]:
    """The firms of a unit by their code: with their main site in the town, or in the cluster."""
    firms = Firm.objects.filter(world=row.world, merged_into__isnull=True)
    if row.cluster is not None:
        of_cluster = Membership.objects.on(row.month).filter(cluster=row.cluster)
        kept = firms.filter(pk__in=of_cluster.values("firm"))
    else:
        inside = Site.objects.on(row.month).filter(
            is_main=True, division__code__startswith=row.unit_key
        )
        kept = firms.filter(pk__in=inside.values("firm"))
    rows = kept.only("pk", "identifier", "name", "name_en").order_by("sort_key", "pk")
    return {firm.identifier.upper(): firm for firm in rows}


def sheet_of(row: MonthlyReturn, month: date) -> FirmSheet | None:
    """The latest table of a unit for a month."""
    held: FirmSheet | None = FirmSheet.objects.filter(
        world=row.world, form=row.form, unit_kind=row.unit_kind, unit_key=row.unit_key, month=month
    ).order_by("-revision").first()  # fmt: skip
    return held


def compared_of(row: MonthlyReturn, form: Form) -> Compared:
    """What a table of firms is compared with: last month's and last year's tables of the unit."""
    last = _values(sheet_of(row, month_before(form.due, row.month)))
    year = _values(sheet_of(row, year_before(row.month)))
    here = {code: str(firm) for code, firm in firms_of(row).items()}
    on_list = {code: here[code] for code in last if code in here}
    return Compared(
        on_list,
        also=here,
        last=last,
        year=year,
        alike=months_alike(form.due, row.month),
        starts_year=starts_year(form.due, row.month),
    )


def _values(sheet: FirmSheet | None) -> dict[str, Values]:
    if sheet is None:
        return {}
    found: dict[str, Values] = {}
    for one in FirmFigures.objects.filter(sheet=sheet).select_related("firm"):
        found[one.firm.identifier.upper()] = plain_values(one)
    return found


def plain_values(one: FirmFigures) -> dict[tuple[str, str], Decimal | None]:
    """The values of a firm as exact numbers."""
    found: dict[tuple[str, str], Decimal | None] = {}
    for key, value in one.values.items():
        item, _dot, column = key.partition(".")
        found[item, column] = Decimal(value)
    return found
