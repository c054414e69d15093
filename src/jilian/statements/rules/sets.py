"""Parts and wholes, shares, ranks and runs of one text, and the same measure said twice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from django.utils.translation import gettext as _

from jilian.statements.rules.amounts import amount_words, number_of, overlap, short
from jilian.statements.rules.growths import Text
from jilian.statements.rules.measures import PART_OF, SHARE_OF
from jilian.statements.rules.periods import month_before
from jilian.statements.rules.said import CHANGE, LEVEL, RANK, RUN, SHARE, Finding, Said, Verdict

OF_WHICH = "其中"
_APART = ("其中", "由", "从", "分别", "比", "较")
DECEMBER = 12
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def parts(text: Text) -> Iterator[Finding]:
    """A part beside its whole: 39 of 735; a part above its whole cannot be."""
    for place, part in enumerate(text.figures):
        whole = _whole_of(text, place)
        if whole is None or part.value is None:
            continue
        all_of = text.figures[whole]
        assert all_of.value is not None
        told = {"part": part.text, "whole": all_of.text}
        low, high = part.possible.low, all_of.possible.high
        if low is not None and high is not None and low > high:
            yield Finding("part_above_whole", Verdict.CONTRADICTORY, (place, whole), _(
                "%(part)s is said to be part of %(whole)s, and is more."
            ) % told)  # fmt: skip
        elif part.is_exact and all_of.is_exact and all_of.value > 0:
            share = short(part.value * 100 / all_of.value, 1)
            yield Finding("part_of_whole", Verdict.CONSISTENT, (place, whole), _(
                "%(part)s of %(whole)s is %(share)s per cent; a part is not added to its whole."
            ) % {**told, "share": share})  # fmt: skip


def _whole_of(text: Text, place: int) -> int | None:
    part = text.figures[place]
    if part.kind != LEVEL:
        return None
    for other in range(place - 1, -1, -1):
        whole = text.figures[other]
        if whole.kind != LEVEL or whole.unit != part.unit or whole.value is None:
            continue
        known = PART_OF.get(part.measure)
        if known is not None and whole.measure == known:
            return other
        said = whole.sentence == part.sentence and OF_WHICH in text.between(whole, part)
        return other if said else None
    return None


def shares(text: Text) -> Iterator[Finding]:
    """A share beside its whole gives its part; a bounded share bounds it."""
    for place, share in enumerate(text.figures):
        if share.kind != SHARE or share.value is None:
            continue
        if not share.is_exact:
            yield Finding("share_is_a_bound", Verdict.CONSISTENT, (place,), _(
                "“%(text)s” is a bound, not a value: %(sign)s %(number)s per cent."
            ) % {"text": share.text, "sign": _sign(share),
                 "number": short(share.value)})  # fmt: skip
        whole = _share_whole(text, place)
        if whole is not None:
            yield _part_of_share(text, place, whole)
        elif share.value > 100:
            yield Finding("share_above_all", Verdict.CONTRADICTORY, (place,), _(
                "A share above 100 per cent."
            ))  # fmt: skip


def _sign(said: Said) -> str:
    return {"more_than": ">", "at_least": "≥", "below": "<", "at_most": "≤"}.get(said.bound, "≈")


def _share_whole(text: Text, place: int) -> int | None:
    share = text.figures[place]
    known = SHARE_OF.get(share.measure)
    for other, whole in enumerate(text.figures):
        if known and whole.kind == LEVEL and whole.measure == known and whole.value is not None:
            return other
    return None


def _part_of_share(text: Text, place: int, whole_place: int) -> Finding:
    share, whole = text.figures[place], text.figures[whole_place]
    assert share.value is not None and whole.value is not None
    part = whole.value * share.value / 100
    told = {"whole": whole.text, "part": amount_words(part, whole.unit), "share": share.text}
    if share.bound in ("more_than", "at_least") and whole.is_exact:
        return Finding("least_part", Verdict.CONSISTENT, (place, whole_place), _(
            "%(share)s of %(whole)s: the part is more than %(part)s if this is the whole, which the"
            " text does not say."
        ) % told)  # fmt: skip
    return Finding("part_by_share", Verdict.CONSISTENT, (place, whole_place), _(
        "%(share)s of %(whole)s: about %(part)s if this is the whole, which the text does not say."
    ) % told)  # fmt: skip


def ranks(text: Text) -> Iterator[Finding]:
    """A rank without the number of those that are ranked."""
    for place, rank in enumerate(text.figures):
        if rank.kind == RANK:
            yield Finding("ranked_among_how_many", Verdict.UNCHECKABLE, (place,), _(
                "A rank without the number of ranked units."
            ))  # fmt: skip


def runs(text: Text) -> Iterator[Finding]:
    """A run ends with the text's year, or its own month, and so began on a certain one."""
    for place, run in enumerate(text.figures):
        if run.kind != RUN or run.value is None or run.unit not in _MONTHS:
            continue
        end = _end_of(text, run)
        if end is None:
            yield Finding("run_without_end", Verdict.UNCHECKABLE, (place,), _(
                "A run without its last month: the text names no year."
            ))  # fmt: skip
            continue
        months = int(run.value) * _MONTHS[run.unit]
        first = month_before(*end, months - 1)
        told = {"run": run.text, "first": _month(first), "last": _month(end), "months": months}
        why = _("%(run)s up to %(last)s is %(first)s to %(last)s, %(months)s months; monthly or"
                " cumulative growth is not said.") % told  # fmt: skip
        yield Finding("run", Verdict.CONSISTENT, (place,), why)


def _end_of(text: Text, run: Said) -> tuple[int, int] | None:
    if len(run.period) == 7:
        month = int(run.period[:4]), int(run.period[5:7])
        # 目前: a text speaks of the last whole year where one of its figures names that
        if month != text.written:
            return month
    if "-" in run.period and ".." in run.period:
        return int(run.period[:4]), int(run.period[-2:]) if run.period[-2:].isdigit() else DECEMBER
    year = text.year_of(run) or text.year
    return None if year is None else (year, DECEMBER)


def _month(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02d}"


def twice(text: Text) -> Iterator[Finding]:
    """The same measure of the same period with two values."""
    for one, other in combinations(range(len(text.figures)), 2):
        first, last = text.figures[one], text.figures[other]
        same = first.kind == last.kind == LEVEL and first.measure and first.unit == last.unit
        if not same or (first.measure, first.period) != (last.measure, last.period):
            continue
        if any(word in _lead(text, said) for word in _APART for said in (first, last)):
            continue
        if overlap(first.possible, last.possible):
            continue
        verdict = Verdict.CONTRADICTORY if first.period else Verdict.AMBIGUOUS
        yield Finding("said_twice", verdict, (other, one), _(
            "The text gives this measure twice for one period: %(first)s and %(last)s."
        ) % {"first": first.text, "last": last.text})  # fmt: skip


def _lead(text: Text, said: Said) -> str:
    return text.words[max(0, said.start - 14) : said.start]


def sums(text: Text) -> Iterator[Finding]:
    """Parts behind 其中 that add up to more than the whole before it."""
    for place, whole in enumerate(text.figures):
        listed = _listed(text, place)
        if len(listed) < 2 or not whole.is_exact or whole.value is None:
            continue
        added = sum((text.figures[one].possible.low or Decimal(0) for one in listed), Decimal(0))
        high = whole.possible.high
        if high is not None and added > high:
            yield Finding("parts_above_whole", Verdict.CONTRADICTORY, (place, *listed), _(
                "The parts add up to more than %(whole)s: %(parts)s."
            ) % {"whole": whole.text,
                 "parts": " + ".join(text.figures[one].text for one in listed)})  # fmt: skip


def _listed(text: Text, place: int) -> list[int]:
    whole = text.figures[place]
    found: list[int] = []
    for other in range(place + 1, len(text.figures)):
        part = text.figures[other]
        if part.sentence != whole.sentence or whole.kind != LEVEL:
            break
        if part.kind != LEVEL or part.unit != whole.unit:
            continue
        if not found and OF_WHICH not in text.between(whole, part):
            break
        found.append(other)
    return found


def changes(text: Text) -> Iterator[Finding]:
    """A level with its difference gives the level before; a growth beside them must agree."""
    for place, change in enumerate(text.figures):
        if change.kind != CHANGE or not change.is_exact or place == 0:
            continue
        level = text.figures[place - 1]
        fits = level.kind == LEVEL and level.unit == change.unit and level.is_exact
        if fits and level.sentence == change.sentence:
            before = number_of(level) - number_of(change)
            yield Finding("level_before", Verdict.CONSISTENT, (place, place - 1), _(
                "%(level)s after a difference of %(change)s implies %(before)s before."
            ) % {"level": level.text, "change": change.text,
                 "before": amount_words(before.value, level.unit)})  # fmt: skip
