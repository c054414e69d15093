"""Walk a demo as its offices: ``python -m flows.printed [--whole] [--only NAME] [--world CODE]``.

Reads the demo that the environment names, and writes what was found as JSON. Without ``--whole``
each office walks one world, every second the other one, and sees a record of each route.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from typing import Any

import django

OFFICES = (
    "organisation-office", "data-steward", "district-leader", "economy-commission",
    "town-office", "cluster-secretary",
)  # fmt: skip
WORLDS = ("made", "corridor")


def main() -> None:
    """Walk as each office through each world."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--whole", action="store_true")
    asked.add_argument("--records", type=int, help="with --whole: at most so many of a route")
    asked.add_argument("--only", action="append")
    asked.add_argument("--world", action="append")
    chosen = asked.parse_args()
    django.setup()
    from django.conf import settings
    from django.test import Client

    from flows.printed.walk import Bounds, Walk
    from jilian.accounts.models import Person

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    bounds = Bounds(chosen.records) if chosen.whole else Bounds(records=1, figures=1, pages=3)
    walks: list[dict[str, Any]] = []
    for place, office in enumerate(chosen.only or OFFICES):
        begun = time.process_time()
        client = Client(raise_request_exception=False)
        client.force_login(Person.objects.get(username=f"demo-{office}"))
        walk = Walk(office, client, bounds)
        worlds = chosen.world or (WORLDS if chosen.whole else WORLDS[place % 2 :][:1])
        found = walk.go([f"/{world}/" for world in worlds])
        walks.append(
            {
                "office": office, "pages": found.pages, "routes": found.routes,
                "opened": found.opened, "answers": found.answers, "wrong": found.wrong,
                "broken": found.broken,
                "unopened": {route: sorted(labels) for route, labels in found.unopened.items()},
            }
        )  # fmt: skip
        seconds = time.process_time() - begun
        sys.stderr.write(
            f"{office}: {found.pages} pages of {len(found.routes)} routes, {found.opened} opened, "
            f"{len(found.wrong)} wrong, {len(found.broken)} broken, {seconds:.0f} s\n"
        )
    json.dump(walks, sys.stdout, ensure_ascii=False, default=Counter)


if __name__ == "__main__":
    main()
