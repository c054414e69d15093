"""Check 226,000 firms against all rule sets by one command, from and into the database.

    python benches/policy_check_platform.py [--firms 226000]

Lays a made-up register (names, classes, titles, three years of four measures, and for every tenth
firm a dozen values from papers) into the database of DATABASE_URL, which must be empty, else into
a fresh SQLite file; then times ``jilian policies check`` as a person runs it, start of the program
included, twice: the second one replaces the list of the first. Nothing in it is real.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

WORLD, DAY = "bench", date(2026, 5, 6)
SINCE = date(2015, 3, 1)
YEARS = (2025, 2024, 2023)
STATED = {
    "main_business_revenue": (2025, None), "total_liabilities": (2025, None),
    "holds_tier1": (None, 1), "segment_years": (None, 5), "class_I_ip_applied": (None, 2),
    "abnormal_or_dishonest_list": (None, 0), "product_prohibited_or_restricted": (None, 0),
    "serious_event_3y": (None, 0), "data_fraud_3y": (None, 0), "platform_score": (2025, 55),
    "owns_core_ip": (None, 1), "serious_incident_last_year": (None, 0),
}  # fmt: skip


def main() -> None:
    """Lay the register, then run the command twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=226_000)
    parser.add_argument("--lay", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.lay:
        lay(asked.firms)
        return
    os.environ.setdefault("JILIAN_HOME", tempfile.mkdtemp(prefix="jilian-bench-"))
    program = str(Path(sys.executable).with_name("jilian"))
    subprocess.run([program, "migrate"], check=True, stdout=subprocess.DEVNULL)
    began = time.perf_counter()
    subprocess.run([sys.executable, __file__, "--lay", "--firms", str(asked.firms)], check=True)
    print(f"laid in {time.perf_counter() - began:.1f} s", flush=True)
    command = [program, "policies", "check", WORLD, "--on", DAY.isoformat(), "--json"]
    for turn in ("first", "second"):
        began = time.perf_counter()
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        seconds = time.perf_counter() - began
        found = json.loads(told)
        near = sum(
            one["standing"][word]
            for one in found["rule_sets"].values()
            for word in ("qualifies", "people", "one_short")
        )
        print(
            f"{turn} check: {found['firms']:,} firms, {len(found['rule_sets'])} rule sets,"
            f" {near:,} near, {seconds:.1f} s",
            flush=True,
        )


def lay(count: int) -> None:
    """Write the register straight into its tables."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "jilian.settings"
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from jilian.base.bulk import insert_rows
    from jilian.firms.models import Firm, FirmIndustry, FirmName, Title, YearlyFact
    from jilian.places.models import Industry, World
    from jilian.policies.models import Evidence
    from jilian.sources.models import Source

    chance, now = random.Random(7), timezone.now()
    with transaction.atomic():
        world = World.objects.create(code=WORLD, name="试验", name_en="Bench", invented=True)
        source = Source.objects.create(
            key="BENCH", kind="made", title="虚构数据", recorded_at=now, recorded_by="bench"
        )
        section = Industry.objects.create(code="C", name="制造业", level=1, section="C")
        insert_rows(
            Firm, ("world", "scheme", "identifier", "name", "name_en", "sort_key"),
            [(world.pk, "uscc", f"91310117MA{n:08d}", f"虚构{n:06d}", "", f"{n:06d}")
             for n in range(count)],
        )  # fmt: skip
        firms = list(Firm.objects.order_by("pk").values_list("pk", flat=True))
        days = (SINCE, SINCE, None, None, source.pk, None)
        dated = ("valid_from", "known_by", "not_before", "valid_to", "source", "source_row")
        insert_rows(
            FirmName, ("firm", "kind", "text", "normal_form", *dated),
            [(pk, "registered", f"虚构{pk}", f"虚构{pk}", *days) for pk in firms],
        )  # fmt: skip
        insert_rows(
            FirmIndustry, ("firm", "industry", "is_main", "basis", *dated),
            [(pk, section.pk, True, "", *days) for pk in firms],
        )  # fmt: skip
        insert_rows(
            Title, ("world", "firm", "carrier", "kind", "level", "document", *dated),
            [(world.pk, pk, None, "高新技术企业", 1, "", *days) for pk in firms[::20]],
        )  # fmt: skip
        facts = []
        for pk in firms:
            size = Decimal(int(10 ** chance.uniform(1.5, 5)))
            for year in YEARS:
                values = (("revenue", size), ("employees", size // 60 + 1), ("assets", size * 2),
                          ("research_cost", size * chance.randrange(0, 12) / 100))  # fmt: skip
                facts += [(pk, year, name, value, source.pk, None) for name, value in values]
                size = size * chance.randrange(85, 105) // 100
        columns = ("firm", "year", "measure", "value", "source", "source_row")
        insert_rows(YearlyFact, columns, facts)
        size_of = {row[0]: row[3] for row in facts if row[2] == "revenue" and row[1] == YEARS[0]}
        stated = []
        for pk in firms[::10]:
            for field, (year, value) in STATED.items():
                kept = size_of[pk] * 9 / 10 if value is None else Decimal(value)
                stated.append(
                    (world.pk, pk, field, year, kept, "", "", "office", "核查表", DAY, now, "bench",
                     None, source.pk, None)
                )  # fmt: skip
        insert_rows(
            Evidence,
            ("world", "firm", "field", "year", "value", "words", "unit", "origin", "document",
             "queried_on", "entered_at", "entered_by", "replaced_at", "source", "source_row"),
            stated,
        )  # fmt: skip
        print(f"{count:,} firms, {len(facts):,} facts, {len(stated):,} stated values", flush=True)


if __name__ == "__main__":
    main()
