"""Divisions equal those made minute by minute, on made courses and by another calendar."""

from __future__ import annotations

import random
from datetime import date, time

import pytest

from engine.plain.made_cases import make_case
from engine.plain.plain_clocks import Plain, answer_of
from jilian_engine.clocks import Office, china_calendar, divide

CHINA = china_calendar()
MANY_SHIFTS = (
    (time(8, 30), time(10)), (time(10), time(11, 30)), (time(13, 30), time(17)),
    (time(19), time(23, 59)),
)  # fmt: skip
OFFICES = [
    Office(CHINA),
    Office(CHINA.with_closures([date(2024, 3, 14), date(2024, 3, 15)]), MANY_SHIFTS),
    Office(CHINA, ((time(9), time(9, 1)),)),
]


@pytest.mark.parametrize("seed", range(12))
def test_every_minute_has_the_holder_that_a_look_at_it_finds(seed):
    chance = random.Random(seed)
    office = OFFICES[seed % len(OFFICES)]
    events = make_case(chance, count=6 + 2 * seed, most_minutes=chance.choice([3, 60, 900]))
    assert answer_of(divide(events, office)) == Plain(events, office).answer()
