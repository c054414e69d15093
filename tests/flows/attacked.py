"""Attack what a demo has released, as one of a partner city: ``python -m flows.attacked``.

Reads the demo that the environment names, and writes what was found as JSON.
"""

from __future__ import annotations

import json
import sys

import django

OUTSIDE, LEADER = "demo-partner-city", "demo-district-leader"
WORLD = "made"


def main() -> None:
    """Read every released table by all three ways, then work out what they leave."""
    django.setup()
    from django.conf import settings
    from django.test import Client

    from jilian.accounts.models import Person
    from jilian.disclosure.models import Release
    from jilian.places.models import World
    from released_attack import (
        TABLES,
        as_text,
        bounded,
        breaks_rule,
        in_file,
        left_unchanged,
        read_table,
        rows_shown,
        subtracted,
        truth_of,
    )

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]

    def client_of(username: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(Person.objects.get(username=username))
        return client

    world = World.objects.get(code=WORLD)
    outside, leader = client_of(OUTSIDE), client_of(LEADER)
    periods = Release.objects.filter(table__world=world).order_by("period")
    months = sorted(set(periods.values_list("period", flat=True)))
    read = {month: [read_table(outside, world, key, month) for key in TABLES] for month in months}
    truths = {month: truth_of(world, month) for month in months}
    differing = []
    for seen in (table for tables in read.values() for table in tables):
        cells = seen.cells | dict.fromkeys(seen.unknown)
        if in_file(leader, world, seen) != {at: as_text(cell) for at, cell in cells.items()}:
            differing.append(f"{seen.month} {seen.key}: file")
        hidden = sum('class="unknown"' in row for row in rows_shown(outside, world, seen))
        if hidden != sum(cell is None for cell in cells.values()):
            differing.append(f"{seen.month} {seen.key}: page")
    shown = [
        f"{month} {seen.key} {place}"
        for month, tables in read.items()
        for seen in tables
        for place, value in seen.cells.items()
        if value is not None and breaks_rule(truths[month][seen.key][place])
    ]
    beside = [
        f"{one} {seen.key} {place}"
        for one in months
        for other in months
        if one != other
        for seen, there in zip(read[one], read[other], strict=True)
        for place in left_unchanged(seen, there, truths[one], truths[other])
    ]
    found = bounded([(read[month], truths[month]) for month in months], world.code)
    json.dump(
        {
            "months": months, "tables": sum(map(len, read.values())), "differing": differing,
            "shown": shown, "beside": beside, "checked": found.checked, "tight": found.tight,
            "wrong": found.wrong,
            "subtracted": [
                repr(one) for month in months for one in subtracted(read[month], truths[month])
            ],
        },
        sys.stdout, ensure_ascii=False,
    )  # fmt: skip


if __name__ == "__main__":
    main()
