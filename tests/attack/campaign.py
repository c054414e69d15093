"""One attacker's campaign: every road is tried, once as things are and once with other secrets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from zlib import crc32

from django.core.cache import cache
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone

from attack.attackers import OUTSIDERS, WITHOUT_ROLE, appear, browser_of
from attack.reading import Answer, first_difference, read
from attack.roads import (
    Road,
    all_roads,
    body_for,
    description,
    is_file,
    queries_of_operation,
    queries_of_page,
)
from attack.secret_values import SECRETS, Secret
from jilian.accounts.gate import Open
from jilian.accounts.permissions import Permission, reach
from jilian.jobs.queries import SIGN_OF_LIFE

# Opened to whoever holds the permission somewhere, but narrowed to what is the reader's own; the
# marks and the differences show that nothing else is told there.
NARROWED = {
    "absorption:of_cluster",
    "network:of_firm",
    "claims:values",
    "coverage:of_cluster",  # of any cluster the reader's own targets alone
    "cases:of_firm",  # of any firm in the register: the cases of it that one sees
    "chain:of_firm",  # of any firm in the register; closed without a word
    "chain:of_cluster",  # of any cluster; closed without a word beyond one's own
    "chain:progress",  # how far a computation has come, of no firm
    "committees:of_cluster",  # of any cluster the reader's own procedures alone
    "policies:policy",  # of the whole district; of its benefits those of one's own firms
    "policies:progress",  # how far a check of all firms has come, of no firm
    "organisations:cover",  # an organisation of one's own may cover a firm of any town
}
# Records that belong to no world, or are the same in each.
OF_NO_WORLD = {"audit:record"}
PASSING = {"upkeep:metrics"}  # counts every request
OFFERED = re.compile(r'(?<!data-optional )(href|hx-get|hx-post|action)="(/[^"#?]*)')
ONE_IN = 6
WITHOUT_RECORDS = {"home:components"}  # shows the parts of pages with made-up words


@dataclass
class Campaign:
    """What an attacker tries, and what came of it."""

    ground: Any
    name: str
    person: Any
    wrong: list[str] = field(default_factory=list)
    first: dict[str, Answer] = field(default_factory=dict)
    asked: int = 0

    def __post_init__(self) -> None:
        self.paths = description()["paths"]
        self.who = appear(self.name, self.ground, self.person)
        self.client = browser_of(self.who)
        self.acts = self.who is not None and self.name != "deactivated"
        self.here = reach(self.who, self.ground.here.code) if self.acts else None
        self.system = reach(self.who, "") if self.acts else None
        self.hidden: list[Secret] = [
            one for one in SECRETS if not one.may_see(self.who, self.ground)
        ]

    def holds(self, permission: Permission, in_world: bool) -> bool:
        """Say whether the permission is held somewhere in the world of the road, or in none."""
        held = self.here if in_world else self.system
        return held is not None and held.may_somewhere(permission)

    def is_shut(self, road: Road) -> bool:
        """Say whether the gate is shut to the attacker, whatever record is asked for."""
        has_role = bool(self.acts and self.who.world_codes)
        if road.gate is None:
            return True
        if road.in_world and not (self.acts and self.ground.here.code in self.who.world_codes):
            return True
        if isinstance(road.gate, Open):
            opened = {Open.TO_ALL: True, Open.TO_SIGNED_IN: self.acts}
            return not opened.get(road.gate, has_role)
        return not self.holds(road.gate, road.in_world)

    def is_closed(self, road: Road) -> bool:
        """Say whether the matrix closes this road to the attacker."""
        if self.is_shut(road):
            return True
        if isinstance(road.gate, Open | None) or road.name in OF_NO_WORLD or not road.in_world:
            return False
        if road.part in ("there", "missing"):
            return True
        is_everywhere = self.here is not None and self.here.may(road.gate)
        return road.part == "b" and not is_everywhere and road.name not in NARROWED

    def is_turned_away(self, road: Road, answer: Answer) -> bool:
        """Say whether an answer tells nothing: not there, or sign in first."""
        if self.acts:
            is_other_method = answer.status == 405 and not self.is_shut(road)
            return answer.status == 404 or is_other_method
        if isinstance(road.gate, Permission) and road.url.startswith("/api/"):
            return answer.status == 401
        to_sign_in = dict(answer.headers).get("Location", "").startswith("/accounts/login/")
        return answer.status == 404 or (answer.status == 302 and to_sign_in)

    def try_all(self) -> list[str]:
        """Try every road; return what is wrong with the answers."""
        every = [road for road in all_roads(self.ground) if road.part != "missing"]
        if self.name not in WITHOUT_ROLE:  # tests/repository/test_addresses.py tries them by role
            every = [road for road in every if not self.is_shut(road)]
        # Behind a shut gate no record matters: one of each address is enough.
        roads = list({self._place_of(road): road for road in reversed(every)}.values())
        kept = [road for road in roads if road.method == "GET"]
        with transaction.atomic():
            forget()
            for road in kept:
                self._try(road)
            self._follow_offers()
            for road in self._variants(kept):
                self._try(road)
                kept.append(road)
            transaction.set_rollback(True)
        for road in roads:
            if road.method != "GET" and self.is_closed(road):
                self._write(road)
        self._compare([one for one in kept if one.part != "there" and not self.is_shut(one)])
        return self.wrong

    def _place_of(self, road: Road) -> tuple[str, str]:
        return road.method, road.name if self.is_shut(road) else road.url

    def ask(self, road: Road, **how: Any) -> Answer:
        """Make the request."""
        self.asked += 1
        how.setdefault("content_type", "application/json")
        if "?" in road.url and not is_file(road):  # of a list that is asked again: its part
            how.setdefault("headers", {"hx-request": "true"})
        return read(self.client.generic(road.method, road.url, **how))

    def _try(self, road: Road) -> None:
        answer = self.ask(road)
        self.first[road.url] = answer
        if road.name in PASSING:
            return
        if answer.status >= 500:
            self.wrong.append(f"{road.method} {road.url}: {answer.status}")
        if self.is_closed(road) and not self.is_turned_away(road, answer):
            self.wrong.append(f"{road.method} {road.url} is open: {answer.status}")
        self.wrong += [
            f"{road.url} tells of {secret.name}: {mark}"
            for secret in self.hidden
            for mark in secret.marks
            if mark not in unquote(road.url) and answer.tells(mark)
        ]

    def _follow_offers(self) -> None:
        """Whatever a page offers is there for its reader: no link, part or button leads nowhere."""
        followed: set[object] = set()
        met: set[str] = set()
        for url, answer in list(self.first.items()):
            if answer.status != 200 or "text/html" not in dict(answer.headers)["Content-Type"]:
                continue
            for how, offered in OFFERED.findall(answer.text):
                if offered in met:  # every page offers the same way home
                    continue
                met.add(offered)
                try:
                    match = resolve(offered)
                except Resolver404:
                    continue  # a static file
                place = (match.view_name, tuple(sorted(match.kwargs.items())))
                if place in followed:
                    continue
                followed.add(place)
                known = self.first.get(offered)
                if (known.status if known else self.client.get(offered).status_code) == 404:
                    self.wrong.append(f"{url} offers {offered} ({how}, {match.view_name})")

    def _variants(self, roads: list[Road]) -> list[Road]:
        """The same roads as programs take them, with every filter and order that they offer."""
        found: list[Road] = []
        if self.name in OUTSIDERS:  # who hold what a role holds have been tried with it
            return found
        seen = set()
        for road in roads:
            answer = self.first[road.url]
            if answer.status != 200 or road.name in seen or road.name in WITHOUT_RECORDS:
                continue
            seen.add(road.name)
            if is_file(road):
                continue
            if road.url.startswith("/api/"):
                operation = self.paths.get(road.name, {}).get("get", {})
                found += [road.with_query(query) for query in queries_of_operation(operation)]
            else:
                found += [
                    road.with_query(query) for query in queries_of_page(road.url, answer.text)
                ]
        return [one for one in found if self._has_drawn(one)]

    def _has_drawn(self, road: Road) -> bool:
        """Say whether this further question falls to this attacker: each falls to a sixth of them.

        What a filter or an order tells too much, it tells all to whom it is hidden.
        """
        return crc32(f"{self.name} {road.url}".encode()) % ONE_IN == 0

    def _write(self, road: Road) -> None:
        form = ("application/x-www-form-urlencoded", "reason=x&name=x")
        if road.url.startswith("/api/"):
            form = body_for(self.paths.get(road.name, {}).get(road.method.lower(), {}))
        answer = self.ask(road, content_type=form[0], data=form[1])
        if not self.is_turned_away(road, answer):
            self.wrong.append(f"{road.method} {road.url} is open: {answer.status}")

    def _compare(self, roads: list[Road]) -> None:
        """Change every secret that the attacker may not see: no answer may change with it."""
        said = {
            "world": self.ground.here, "source": self.ground.source, "b": self.ground.b,
            "c": self.ground.c, "bei": self.person("bei"), "mei": self.person("mei"),
        }  # fmt: skip
        with transaction.atomic():
            for secret in self.hidden:
                secret.alter(**said)
            forget()
            for road in roads:
                if road.name in PASSING:
                    continue
                before, after = self.first[road.url], self.ask(road)
                if before != after:
                    shown = first_difference(before.text, after.text)
                    self.wrong.append(
                        f"{road.url} changes with a secret: {before.status} {after.status} {shown}"
                    )
            transaction.set_rollback(True)


def forget() -> None:
    """Drop what was computed before, as another process would not know it either."""
    cache.clear()
    cache.set(SIGN_OF_LIFE, timezone.now(), None)
