"""The headers of safety stand on every answer: of every address, to anybody."""

from __future__ import annotations

import pytest

from attack.attackers import appear, browser_of
from attack.campaign import forget
from attack.roads import all_roads
from safe_headers import header_faults

POLICY = ("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'self'")


def faults(answer):
    """What is missing or too loose in the headers of an answer."""
    policy = answer.get("Content-Security-Policy", "")
    yield from header_faults(answer)
    yield from (rule for rule in POLICY if rule not in policy)
    kept = answer.get("Cache-Control", "")
    if not any(word in kept for word in ("no-store", "private", "max-age=0", "no-cache")):
        yield f"may be kept: {kept!r}"


@pytest.mark.parametrize("name", ["data_steward", "audit_administrator", "no_role", "stranger"])
def test_every_answer_carries_the_headers(name, ground, person):
    client = browser_of(appear(name, ground, person))
    forget()
    wrong = []
    for road in all_roads(ground):
        if road.part in ("", "a", "missing"):
            answer = client.generic(road.method, road.url, content_type="application/json")
            found = list(faults(answer))
            if found:
                wrong.append(f"{road.method} {road.url} ({answer.status_code}): {found}")
    assert not wrong, "\n".join(wrong)
