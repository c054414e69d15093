"""Made courses of cases from a chance: every event that may follow, at whole minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from jilian_engine.clocks import SHANGHAI, Event

GROUNDS = ("hearing", "expert_review", "inspection")
OFFICES = ("tax office", "planning bureau", "housing office", "firm", "")
BRANCHES = ("tax", "plan", "land", "fire")


def make_case(chance, count=30, most_minutes=2_000, first=datetime(2024, 1, 2, tzinfo=SHANGHAI)):
    """Events from acceptance to decision, about `count` of them, ordered and without fault.

    `chance` has random(), choice() and randrange(), as random.Random does.
    """
    now = first + timedelta(minutes=chance.randrange(400 * 1440))
    events = [Event(now, "accepted")]
    ground, running, returned, with_firm = "", {}, set(), False
    while len(events) < count - 1 - len(running) - bool(ground):
        if chance.random() < 0.8:  # or else at the same minute
            now += timedelta(minutes=chance.randrange(1, most_minutes))
        name = chance.choice(_possible(ground, running, returned, with_firm))
        branch = holder = cited = ""
        if name == "paused":
            ground = cited = chance.choice(GROUNDS)
        elif name == "resumed":
            ground = ""
        elif name == "branch_started":
            branch = chance.choice(sorted(set(BRANCHES) - set(running)))
            running[branch] = holder = chance.choice(OFFICES)
        elif name == "branch_ended":
            branch = chance.choice(sorted(running))
            running.pop(branch)
            returned.discard(branch)
        elif name == "branch_returned":
            name, branch = "returned_to_firm", chance.choice(sorted(set(running) - returned))
            returned.add(branch)
        elif name == "branch_answered":
            name, branch = "firm_answered", chance.choice(sorted(returned))
            returned.discard(branch)
        elif name in ("returned_to_firm", "firm_answered"):
            with_firm = not with_firm
        elif name == "assigned":
            holder = chance.choice(OFFICES)
        events.append(Event(now, name, branch, holder, cited))
    if ground:
        events.append(Event(now, "resumed"))
    for branch in sorted(running):
        now += timedelta(minutes=chance.randrange(most_minutes))
        events.append(Event(now, "branch_ended", branch))
    return [*events, Event(now + timedelta(minutes=chance.randrange(600)), "decided")]


def _possible(ground, running, returned, with_firm):
    found = ["resumed" if ground else "paused", "assigned", "noted"]
    found.append("firm_answered" if with_firm else "returned_to_firm")
    if len(running) < len(BRANCHES):
        found += ["branch_started"] * 3
    if running:
        found += ["branch_ended"] * 2
    if set(running) - returned:
        found.append("branch_returned")
    if returned:
        found.append("branch_answered")
    return found
