"""Example series for the components page; all numbers are made up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jilian.ui.drawings import Chart, ChartBreak, ChartLine, ChartPeriod, ChartPoint, Panel

FIRST = 2019 * 12
REVISED = {9: 3.4, 17: 5.1, 26: 2.2}
MISSING = 20
BOUNDED = 30


def growth_chart() -> Chart:
    """Three years of months: joint first months, one missing, one only bounded, two revisions."""
    periods: list[ChartPeriod] = []
    published: list[ChartPoint | None] = []
    revised: list[ChartPoint | None] = []
    months = [m for m in range(FIRST, FIRST + 36) if m % 12 != 0]
    for place, month in enumerate(months):
        joint = month % 12 == 1
        words = f"{month // 12}-01..02" if joint else f"{month // 12}-{month % 12 + 1:02}"
        periods.append(ChartPeriod(month - joint, words, 2 if joint else 1))
        value = round(6.5 + (place * 7 % 11 - 5) * 0.6 - place * 0.15, 1)
        if place == MISSING:
            published.append(None)
            revised.append(None)
            continue
        point = ChartPoint(f"{value}%", value)
        if place == BOUNDED:
            point = ChartPoint(f">{value}%", None, low=value)
        published.append(point)
        better = REVISED.get(place)
        revised.append(point if better is None else ChartPoint(f"{better}%", better))
    return Chart(
        periods=periods,
        lines=(
            ChartLine(str(_("as published")), published),
            ChartLine(str(_("as revised")), revised, "second"),
        ),
        unit="%",
        breaks=[ChartBreak(FIRST + 24, str(_("From here counted on a new list of firms.")))],
    )


def town_panels() -> list[Panel]:
    """Six towns on one scale; one is hidden, one has a gap."""
    towns = "丙镇", "甲镇", "乙镇", "丁镇", "己街道", "戊街道"
    panels = []
    for n, town in enumerate(sorted(towns)):
        values: list[float | None] = [20 + n * 9 + (m * (n + 3) % 5) for m in range(12)]
        text = str(values[-1])
        if n == 2:
            values[5] = None
        if n == 4:
            values, text = [None] * 12, str(_("hidden: fewer than three firms"))
        panels.append(Panel(town, values, text, f"?town={n}"))
    return panels
