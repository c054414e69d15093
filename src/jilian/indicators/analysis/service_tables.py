"""Tables of calls for help, purchases, cases and benefits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
from django.db.models import Count, Min, Q
from django.utils import timezone

from jilian.cases.models import Case, Matter
from jilian.cases.rules.words import CaseState
from jilian.indicators.analysis.frames import frame_of, hours_between, hundredths, month_of
from jilian.indicators.analysis.ground import Ground
from jilian.policies.models import Benefit
from jilian.purchases.models import Purchase, PurchaseOrder
from jilian.purchases.rules import Part, Tax, counted, may_be_shown
from jilian.shortages.models import Call
from jilian.shortages.rules.words import CallState, Circle
from jilian_engine.figures import Bound
from jilian_engine.indicators.records import LASTS

Row = tuple[Any, ...]


def calls(ground: Ground) -> pl.DataFrame:
    """Calls for help that were not withdrawn."""
    return frame_of("calls", _call_rows(ground))


def _call_rows(ground: Ground) -> Iterator[Row]:
    outside = Q(helpers__circle__gt=Circle.CLUSTER, helpers__reservations__received__gt=0)
    rows = (
        Call.objects.filter(world=ground.world).exclude(state=CallState.WITHDRAWN).order_by("pk")
        .annotate(
            useful_at=Min("helpers__first_useful_at"),
            outside=Count("helpers", filter=outside, distinct=True),
        )
    )  # fmt: skip
    for call in rows.values_list(
        "pk", "firm_id", "cluster_id", "called_at", "ended_at", "state", "useful_at", "outside"
    ):
        pk, firm, cluster, called, ended, state, useful, outside_helpers = call
        start, end = month_of(called), month_of(ended)
        if timezone.localtime(called).date() > ground.as_of:
            continue
        yield (
            pk, pk, ground.root(firm), start, LASTS if end is None else end,
            ground.cluster(cluster), start, end, month_of(useful), not outside_helpers,
            state == CallState.CLOSED, hours_between(called, useful), hours_between(called, ended),
        )  # fmt: skip


def rounds(ground: Ground) -> pl.DataFrame:
    """Purchases that were put round."""
    rows = Purchase.objects.filter(world=ground.world, put_round_at__isnull=False).order_by("pk")
    return frame_of(
        "rounds",
        (
            (pk, pk, ground.root(buyer), ground.cluster(cluster), month_of(at))
            for pk, buyer, cluster, at in rows.values_list(
                "pk", "buyer_id", "cluster_id", "put_round_at"
            )
        ),
    )


def orders(ground: Ground) -> pl.DataFrame:
    """Orders with their value without tax where both sides report the same."""
    return frame_of("orders", (row for row, _part in _order_rows(ground)))


def _order_rows(ground: Ground) -> Iterator[tuple[Row, Part | None]]:
    for order in PurchaseOrder.objects.filter(world=ground.world).with_reports().order_by("pk"):
        said = [report for report in order.pair if report is not None]
        day = min((report.ordered_on for report in said), default=None)
        if day is None or day > ground.as_of:
            continue
        figure = counted(*order.pair, Tax.WITHOUT)
        is_exact = figure is not None and figure.bound is Bound.EXACT
        value = figure.value if figure is not None and is_exact else None
        buyer, supplier = ground.root(order.buyer_id), ground.root(order.supplier_id)
        assert buyer is not None
        assert supplier is not None
        row = (
            order.pk, order.pk, buyer, ground.cluster(order.purchase.cluster_id), month_of(day),
            figure is not None, hundredths(value),
        )  # fmt: skip
        yield row, Part(buyer, supplier, value) if figure is not None else None


def months_told(ground: Ground, first: int, last: int) -> set[int]:
    """Months at whose end the sum of orders tells nobody's price.

    Neither the sum may, nor what it grew by since the last month that was told.
    """
    parts = [(row[4], part) for row, part in _order_rows(ground) if part is not None]
    told: set[int] = set()
    since = None
    for month in range(first, last + 1):
        whole = [part for at, part in parts if at <= month]
        grown = [part for at, part in parts if at <= month and (since is None or at > since)]
        if whole and may_be_shown(whole) and (not grown or may_be_shown(grown)):
            told.add(month)
            since = month
    return told


def cases(ground: Ground) -> pl.DataFrame:
    """Cases of firms in the town that serves them."""
    rows = Case.objects.filter(world=ground.world).order_by("pk")
    columns = ("pk", "firm_id", "town", "opened_at", "closed_at", "judged_at", "state")
    made = []
    for pk, firm, town, opened, closed, judged, state in rows.values_list(*columns):
        if timezone.localtime(opened).date() > ground.as_of:
            continue
        start, end = month_of(opened), month_of(closed)
        made.append(
            (pk, pk, ground.root(firm), start, LASTS if end is None else end, ground.town(town),
             start, end, month_of(judged), state == CaseState.SOLVED)
        )  # fmt: skip
    return frame_of("cases", made)


def matters(ground: Ground) -> pl.DataFrame:
    """Matters since their acceptance; in time by the promise, or by law where none was made."""
    rows = Matter.objects.filter(case__world=ground.world, accepted_at__isnull=False)
    columns = (
        "pk", "case__firm_id", "case__town", "accepted_at", "ended_at", "working_days",
        "promised_due_at", "statutory_due_at",
    )  # fmt: skip
    made = []
    for pk, firm, town, accepted, ended, days, promised, legal in rows.order_by("pk").values_list(
        *columns
    ):
        due = promised or legal
        in_time = None if ended is None or due is None else ended <= due
        end = month_of(ended)
        made.append(
            (pk, pk, ground.root(firm), month_of(accepted), LASTS if end is None else end,
             ground.town(town), month_of(accepted), end, hundredths(days), in_time)
        )  # fmt: skip
    return frame_of("matters", made)


def benefits(ground: Ground) -> pl.DataFrame:
    """Benefits without application, by firm."""
    rows = Benefit.objects.filter(world=ground.world).order_by("pk")
    made = []
    for pk, firm, paid, announced in rows.values_list("pk", "firm_id", "paid_on", "announced_on"):
        root = ground.root(firm)
        made.append((pk, root, root, month_of(paid), month_of(announced)))
    return frame_of("benefits", made)
