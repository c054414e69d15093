"""Load a register of a district's size through the operations, then time its pages.

    python benches/register_load.py [--firms 226000] [--links 500000] [--requests 40]

The database is that of DATABASE_URL (which must be empty), else a fresh SQLite file. Everything is
made up. Prints the seconds of each load and the p50 and p95 of pages asked for one at a time.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
WORLD = "bench"
LIMIT_MS = 300
FACTS = {
    "employees": ("employees", 1),
    "revenue_yuan": ("revenue", 10_000),
    "output_yuan": ("output", 10_000),
    "tax_yuan": ("tax", 10_000),
    "research_yuan": ("research_cost", 10_000),
    "patents": ("patents", 1),
}


def main() -> None:
    """Load, then measure."""
    asked = arguments()
    home = tempfile.mkdtemp(prefix="jilian-bench-")
    os.environ.setdefault("JILIAN_HOME", home)
    os.environ.setdefault("JILIAN_SECRET_KEY", "bench-only-abcdefghijklmnopqrstuvwxyz-0123456789")
    os.environ["DJANGO_SETTINGS_MODULE"] = "jilian.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    print(f"database {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}")
    if not asked.keep:
        call_command("migrate", verbosity=0)
        load(asked.firms, asked.links)
    measure(asked.requests)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=226_000)
    parser.add_argument("--links", type=int, default=500_000)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--keep", action="store_true", help="measure what an earlier run loaded")
    return parser.parse_args()


def timed(label: str, act: Callable[[], Any]) -> Any:
    """Run it and print its seconds."""
    start, worked = time.perf_counter(), time.process_time()
    result = act()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{label:<40} {time.perf_counter() - start:8.1f} s"
        f" ({time.process_time() - worked:.1f} s of this process)   most memory {most:,} MB",
        flush=True,
    )
    return result


def load(firms: int, links: int) -> Any:
    """Make a district, save it, and return it."""
    from jilian.accounts.models import Person
    from jilian.firms.operations import save_carriers, save_firms, save_titles
    from jilian.network.operations import save_links
    from jilian.places.models import World
    from jilian.sources.models import Source
    from jilian_engine.worlds import make_district

    district = timed("district made", lambda: make_district(7, firms=firms, links=links))
    person, _ = Person.objects.get_or_create(
        username="command-line", defaults={"is_system": True, "is_active": False}
    )
    world = World.objects.create(code=WORLD, name="试验", name_en="Bench", invented=True)
    source = Source.objects.create(
        key="BENCH", kind="made", title="made", recorded_at=NOON, recorded_by="bench"
    )
    lay_places(world, district)
    said = {"by": person, "at": NOON, "world": world, "source": source}
    rows = timed("rows of firms", lambda: list(firm_rows(district)))
    for again in ("", " again"):
        print(timed(f"save_firms{again}", lambda: save_firms(**said, rows=rows)).counts)
    rows = timed("rows of links", lambda: list(link_rows(district)))
    for again in ("", " again"):
        print(timed(f"save_links{again}", lambda: save_links(**said, rows=rows)).counts)
    timed("save_carriers", lambda: save_carriers(**said, rows=carrier_rows(district)))
    timed("save_titles", lambda: save_titles(**said, rows=title_rows(district)))
    return district


def lay_places(world: Any, district: Any) -> None:
    """The towns and classes that the district speaks of."""
    from jilian.places.models import Division, Industry, WorldArea
    from jilian_engine.worlds import MADE_TOWNS

    home = Division.objects.create(code="999999", name="示例区（虚构）", level=3)
    WorldArea.objects.create(world=world, division=home)
    Division.objects.bulk_create(
        Division(code=town.code, name=town.name, level=4, parent=home) for town in MADE_TOWNS
    )
    section = Industry.objects.create(code="C", name="制造业", level=1, section="C")
    codes = set(district.industries["industry"]) | set(district.products["industry"]) - {None}
    Industry.objects.bulk_create(
        Industry(code=code, name=f"类别{code}", level=4, section="C", parent=section)
        for code in sorted(codes)
    )


def firm_rows(district: Any) -> Iterator[Any]:
    """One row a firm, with facts of the last year and products."""
    from jilian.firms.rules import FirmRow

    said: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for name in district.names.iter_rows(named=True):
        kind = {"short": "short_name"}.get(name["kind"], "name" if not name["valid_to"] else "old")
        said[name["firm"]][kind] = name["name"]
    for key, table in (("industry", district.industries), ("site", district.sites)):
        for one in table.iter_rows(named=True):
            if one.get("rank", 1) == 1:
                said[one["firm"]][key] = one
    for one in district.products.iter_rows(named=True):
        said[one["firm"]].setdefault(one["role"], []).append(one["product"])
    year = district.facts["year"].max()
    for one in district.facts.filter(district.facts["year"] == year).iter_rows(named=True):
        said[one["firm"]]["facts"] = tuple(
            (year, measure, (Decimal(one[column]) / unit).quantize(Decimal("0.01")))
            for column, (measure, unit) in FACTS.items()
            if one[column] is not None
        )
    for number, firm in enumerate(district.firms.iter_rows(named=True), start=2):
        one = said[firm["firm"]]
        yield FirmRow(
            scheme="made", identifier=firm["identifier"], name=one["name"],
            short_name=one.get("short_name"),
            former_names=(one["old"],) if "old" in one else (),
            division_code=one["site"]["town"], lon=one["site"]["x"], lat=one["site"]["y"],
            industry_code=one["industry"]["industry"], makes=tuple(one.get("makes", ())),
            buys=tuple(one.get("buys", ())), facts=one.get("facts", ()),
            known_by=date(2021, 12, 31), row=number,
        )  # fmt: skip


def link_rows(district: Any) -> Iterator[Any]:
    """One row a link."""
    from jilian.network.rules import LinkRow

    bands = {0: "0-50", 500_000: "50-200", 2e6: "200-1000", 1e7: "1000-5000", 5e7: "5000-"}
    for number, one in enumerate(district.links.iter_rows(named=True), start=2):
        least, amount = one["amount_least_yuan"], one["amount_yuan"]
        yield LinkRow(
            ("made", one["supplier"].upper()), ("made", one["buyer"].upper()), one["evidence"],
            one["product"] or "", None if amount is None else Decimal(int(amount)),
            "" if least is None else bands[least], one["probability"],
            valid_from=one["valid_from"], known_by=one["known_by"],
            not_before=one["not_before"], valid_to=one["valid_to"], row=number,
        )  # fmt: skip


def carrier_rows(district: Any) -> list[Any]:
    """One row a carrier."""
    from jilian.firms.rules import CarrierRow

    return [
        CarrierRow(one["name"], ("made", one["operator"].upper()), one["town"], number)
        for number, one in enumerate(district.carriers.iter_rows(named=True), start=2)
    ]


def title_rows(district: Any) -> list[Any]:
    """One row a title."""
    from jilian.firms.rules import TitleRow

    names = dict(zip(district.carriers["carrier"], district.carriers["name"], strict=True))
    levels = {"national": 1, "city": 2, "municipal": 2, "district": 3}
    return [
        TitleRow(
            one["title"],
            levels[one["level"]],
            firm=("made", one["key"].upper()) if one["holder"] == "firm" else None,
            carrier=names.get(one["key"]) if one["holder"] == "carrier" else None,
            document=one["document"] or "",
            valid_from=one["valid_from"],
            known_by=one["valid_from"] or date(2021, 12, 31),
            valid_to=one["valid_to"],
            row=number,
        )
        for number, one in enumerate(district.titles.iter_rows(named=True), start=2)
    ]


def measure(requests: int) -> None:
    """Ask for pages one at a time and print how long each kind takes."""
    from django.test import Client
    from django.utils import timezone

    from jilian.accounts.models import Appointment, Person
    from jilian.firms.models import Firm
    from jilian.network.models import SupplyLink

    reader, _ = Person.objects.get_or_create(username="reader", defaults={"name": "Reader"})
    Appointment.objects.get_or_create(
        person=reader, role="data_steward", world_code=WORLD, scope_kind="district", ended_at=None,
        defaults={"given_at": timezone.now(), "given_by": "bench"},
    )  # fmt: skip
    client = Client()
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    count = Firm.objects.count()
    first = Firm.objects.order_by("pk").values_list("pk", flat=True)[0]
    firms = [first + number * 7919 % count for number in range(requests)]
    links = list(SupplyLink.objects.order_by("pk").values_list("pk", flat=True)[:requests])
    for label, path in pages(firms, links).items():
        spent, own = [], []
        for number in range(requests + 1):
            start, worked = time.perf_counter(), time.process_time()
            answer = client.get(path(number % requests))
            spent.append((time.perf_counter() - start) * 1000)
            own.append((time.process_time() - worked) * 1000)
            assert answer.status_code == 200, (path(number % requests), answer.status_code)
        spent = sorted(spent[1:])
        p95 = spent[int(len(spent) * 0.95)]
        mark = "" if p95 < LIMIT_MS else "   too slow"
        size = len(answer.content) // 1024
        print(f"{label:<40} p50 {statistics.median(spent):7.1f} ms   p95 {p95:7.1f} ms"
              f"   own {statistics.median(own[1:]):6.1f} ms"
              f"   {size:,} kB{mark}", flush=True)  # fmt: skip


def pages(firms: list[int], links: list[int]) -> dict[str, Callable[[int], str]]:
    """The pages and how their address follows from a number."""
    words = ("芯片", "示例硅", "〇二三一", "电子", "设备", "调味", "九一", "示例模具〇七七")
    bench = f"/{WORLD}"
    return {
        "list of firms, first page": lambda _: f"{bench}/firms/",
        "list of firms, page 400": lambda _: f"{bench}/firms/?page=400",
        "list of firms, one town": lambda n: f"{bench}/firms/?place=999999{n % 12 + 1:03d}",
        "list of firms, whole district": lambda _: f"{bench}/firms/?place=999999",
        "list of firms, with a title": lambda _: f"{bench}/firms/?title=high_tech",
        "list of firms, industry and product": lambda _: f"{bench}/firms/?industry=C&product=硅",
        "search by name in the list": lambda n: f"{bench}/firms/?q={words[n % len(words)]}",
        "first page": lambda _: f"{bench}/",
        "first page, a past day": lambda n: f"{bench}/?on=2025-{n % 12 + 1:02d}-01",
        "search across everything": lambda n: f"{bench}/search/?q={words[n % len(words)]}",
        "page of a firm": lambda n: f"{bench}/firms/{firms[n]}/",
        "titles": lambda _: f"{bench}/titles/",
        "API: firms by place": lambda _: f"/api/{bench[1:]}/firms/places",
        "API: search": lambda n: f"/api/{bench[1:]}/firms?q={words[n % len(words)]}",
        "links of a firm (part)": lambda n: f"{bench}/firms/{firms[n]}/links/",
        "list of links, first page": lambda _: f"{bench}/links/",
        "list of links, declared": lambda _: f"{bench}/links/?evidence=declared",
        "page of a link": lambda n: f"{bench}/links/{links[n]}/",
        "snapshots": lambda _: f"{bench}/snapshots/",
    }


if __name__ == "__main__":
    main()
