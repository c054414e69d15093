"""Dividing the time of many cases, beside the plain form that looks at every minute.

    python benches/case_clocks.py [--cases 10000] [--events 30] [--plain 20] [--seed 7]

Made courses of cases with branches, returns and pauses. Printed are processor seconds: the
divisions alone, with all their pieces, and the plain form (tests/engine/plain) for the first
`--plain` of the same cases, in which both must agree on every figure. Exit 1 where they do not, or
where the divisions take longer than two seconds for ten thousand cases of thirty events.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from jilian_engine.clocks import Event, Office, china_calendar, divide

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

MOST_SECONDS_AN_EVENT = 2 / 300_000


def main() -> None:
    """Print the times; exit 1 where they are too long or the forms differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=30)
    parser.add_argument("--plain", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    raise SystemExit(_bench(asked.cases, asked.events, asked.plain, asked.seed))


def _bench(count: int, length: int, few: int, seed: int) -> int:
    from engine.plain.made_cases import make_case
    from engine.plain.plain_clocks import Plain, answer_of

    chance, office = random.Random(seed), Office(china_calendar())
    cases: list[list[Event]] = [make_case(chance, length) for _ in range(count)]
    events = sum(map(len, cases))
    divide(cases[0], office)  # the calendar's table is made once a process
    taken = _seconds(lambda: sum(divide(case, office).elapsed_seconds for case in cases))
    whole = _seconds(lambda: sum(len(divide(case, office).pieces) for case in cases))
    plain = _seconds(lambda: [Plain(case, office).answer() for case in cases[:few]])
    same = [answer_of(divide(case, office)) == Plain(case, office).answer() for case in cases[:few]]
    minutes = sum(divide(case, office).elapsed_seconds for case in cases) // 60
    print(f"{count:,} cases, {events:,} events, {minutes:,} minutes")
    print(f"divided              {taken:8.2f} s   {1e6 * taken / count:10.0f} µs a case")
    print(f"with their pieces    {whole:8.2f} s   {1e6 * whole / count:10.0f} µs a case")
    print(
        f"minute by minute     {plain * count / few:8.0f} s   {1e6 * plain / few:10.0f} µs a case"
        f" (by {few} cases in {plain:.2f} s; the same figures in {sum(same)} of {few})"
    )
    return int(not all(same) or taken > MOST_SECONDS_AN_EVENT * events)


def _seconds(act: Callable[[], object]) -> float:
    since = time.process_time()
    act()
    return time.process_time() - since


if __name__ == "__main__":
    main()
