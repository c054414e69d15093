"""Who asks in load.py, and with which words and records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import register_load

PASSWORD = "load-bench-7788"  # noqa: S105
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ROLES = (
    ("organisation_office", ""), ("data_steward", ""), ("science_commission", ""),
    ("district_leader", ""), ("town_office", "999999001"), ("service_officer", "999999002"),
    ("cluster_secretary", "cluster"), ("member_firm", "firm"), ("partner_city", ""),
)  # fmt: skip
SAMPLES = 400


def what_users_ask(users: int) -> dict[str, Any]:
    """Make the people, and gather addresses and words for them to ask with."""
    from django.contrib.auth.hashers import make_password

    from jilian.accounts.models import Appointment, Person
    from jilian.accounts.rules import SCOPE_OF_ROLE, Role
    from jilian.clusters.models import Cluster
    from jilian.firms.models import Firm, FirmName
    from jilian.organisations.models import Superior

    clusters = list(Cluster.objects.order_by("pk").values_list("pk", flat=True))
    firms = spread(Firm.objects.standing().order_by("pk").values_list("pk", flat=True))
    names = spread(FirmName.objects.order_by("pk").values_list("text", flat=True))
    above = sorted(set(Superior.objects.values_list("superior", flat=True)))[:SAMPLES]
    hashed, people = make_password(PASSWORD), []
    for number in range(users):
        role, scope = ROLES[number % len(ROLES)]
        key = {"cluster": clusters[number % len(clusters)], "firm": firms[number]}.get(scope, scope)
        person, _ = Person.objects.update_or_create(
            username=f"user{number:02d}", defaults={"name": f"User {number}", "password": hashed}
        )
        Appointment.objects.get_or_create(
            person=person, role=role, world_code=register_load.WORLD, ended_at=None,
            scope_kind=SCOPE_OF_ROLE[Role(role)], scope_key=str(key),
            defaults={"given_at": NOON, "given_by": "bench"},
        )  # fmt: skip
        people.append([person.username, PASSWORD])
    return {
        "world": register_load.WORLD,
        "people": people,
        "firms": firms,
        "clusters": clusters,
        "above": above,
        "words": mixed_words(names),
    }


def spread(rows: Any) -> list[Any]:
    """Return up to SAMPLES values from all over an ordered query."""
    step = max(1, rows.count() // SAMPLES)
    return list(rows)[::step][:SAMPLES]


def mixed_words(names: Iterable[str]) -> list[str]:
    """What people type: whole names, beginnings, middles, pinyin, initials, typing errors."""
    from pypinyin import Style, lazy_pinyin

    found = []
    for number, name in enumerate(names):
        core = name.removeprefix("上海").partition("（")[0]
        initials = "".join(lazy_pinyin(core[:6], style=Style.FIRST_LETTER))
        found.append(
            (
                name, core[:4], core[2:6], "".join(lazy_pinyin(core[:4])), initials,
                core[:3] + core[4:], core[:2], name[::-1][:3][::-1],
            )[number % 8]
        )  # fmt: skip
    return [words for words in found if words]
