"""Whether what a number opens adds up to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lxml import html

from flows.printed.pages import Page, Printed, lists_in, rows_on, without_fragment

NOTHING = Decimal(0)
SIX = Decimal("0.000001")
AT_LEAST = ("以上", "超过", "余", "多", "至少", "≥", "at least", "over", "more than")
AT_MOST = ("以下", "不足", "近", "≤", "at most", "under", "nearly")
MORE_TO_COME = ".//a[@rel='next'] | .//*[contains(@hx-trigger, 'toggle')] | .//*[@hx-get]/a"
Further = Callable[[Page, html.HtmlElement], Iterator[Page]]


@dataclass(frozen=True)
class Answer:
    """``kind``: how the number was checked; ``words``: what was found instead."""

    kind: str
    holds: bool
    words: str = ""


def opened(printed: Printed, page: Page, fragment: str, further: Further) -> Answer:
    """Hold a number against the page it opens; ``further`` gives the next pages of a list."""
    place = page.at(fragment)
    if place is None:
        return Answer("no place", False, f"#{fragment}")
    if page.tree.xpath("//*[@data-recipe]"):
        is_list = fragment and place.get("data-rows")
        return of_part_list(printed, place) if is_list else of_parts(printed, page)
    if page.tree.xpath("//*[@data-printed]"):
        return of_report(printed, page)
    if place.get("data-total") is not None:
        wrong = wrong_sum(place, "sum")
        holds = wrong is None and Decimal(place.get("data-total")) == printed.value
        return Answer("sum", holds, wrong or place.get("data-total"))
    lists = lists_in(place)
    if lists:
        return of_list(
            printed,
            lists[0],
            [
                lists_in(one.at(fragment) if fragment else one.main)[0]
                for one in further(page, lists[0])
            ],
        )
    count = rows_on(place)
    if not count and printed.value:
        return Answer("no list", False)
    return Answer("rows", Decimal(count) == printed.value, f"{count} rows")


def of_list(printed: Printed, listed: html.HtmlElement, further: list[html.HtmlElement]) -> Answer:
    """Hold a number against a list: what it states, and what stands on its pages."""
    stated = Decimal(listed.get("data-rows")) + said_beside(listed, "unseen")
    if printed.value not in (stated, stated - said_beside(listed, "perhaps")):
        return Answer("list", False, f"{stated} rows")
    count = rows_on(listed) + int(listed.get("data-more", 0))
    if listed.get("data-bound"):
        return Answer("bounded list", bool(printed.words))
    last = listed
    for last in further:
        count += rows_on(last)
    whole = not last.xpath(MORE_TO_COME)
    count += int(said_beside(listed, "unseen"))
    return Answer("list", count == stated if whole else count <= stated, f"{count} rows counted")


def said_beside(listed: html.HtmlElement, what: str) -> Decimal:
    """How many more the page says that its reader may not see, or that hold only perhaps."""
    found = listed.xpath(f"ancestor-or-self::*/@data-{what}")
    return Decimal(found[0]) if found else NOTHING


def of_report(printed: Printed, page: Page) -> Answer:
    """Hold a figure of a report against what was frozen, which the page says beside today's."""
    frozen = page.tree.xpath("//*[@data-printed]")[0]
    if frozen.get("data-printed") != printed.words:
        return Answer("report", False, f"frozen as {frozen.get('data-printed')}")
    kind = {"yes": "report, unchanged", "no": "report, changed since"}.get(
        frozen.get("data-same", ""), "report, not compared"
    )
    return Answer(kind, True)


def of_parts(printed: Printed, page: Page) -> Answer:
    """Hold a printed value against the records it is made of."""
    answer = page.tree.xpath("//*[@data-recipe]")[0]
    stored = Decimal(answer.xpath("./*[@data-value]/@data-value")[0])
    if not rounds_to(stored, printed):
        return Answer("parts", False, f"prints {printed.value}, stands as {stored}")
    lists = page.tree.xpath("//section[@data-rows]")
    for listed in lists:
        if (words := wrong_sum(listed, answer.get("data-recipe"))) is not None:
            return Answer("parts", False, words)
    totals = [Decimal(listed.get("data-total")) for listed in lists if listed.get("data-total")]
    made = made_of(answer, totals, stored)
    if not answer.get("data-agrees"):
        return Answer("parts changed since", made is None or rounded(made) != rounded(stored))
    return Answer("parts", made is not None and rounded(made) == rounded(stored), f"give {made}")


def of_part_list(printed: Printed, listed: html.HtmlElement) -> Answer:
    """Hold a number against one of the lists of a value's records.

    On the page of the records it is their sum, on any other page it is how many there are.
    """
    recipe = listed.xpath("//*[@data-recipe]/@data-recipe")[0]
    is_sum = without_fragment(printed.url)[0] == printed.page
    said = listed.get("data-total" if is_sum else "data-rows")
    wrong = wrong_sum(listed, recipe)
    holds = wrong is None and said is not None and Decimal(said) == printed.value
    return Answer("sum of parts" if is_sum else "list of parts", holds, wrong or f"says {said}")


def wrong_sum(listed: html.HtmlElement, recipe: str) -> str | None:
    """What a list of parts adds up to, where it is not what it states."""
    amounts = [Decimal(one) for one in listed.xpath(".//@data-amount")]
    shown = len(listed.xpath(".//tbody/tr"))
    stated = int(listed.get("data-rows", shown))
    if shown > stated or (shown < stated and shown < 200):
        return f"{shown} of {stated} rows"
    if shown < stated or int(listed.get("data-unseen", 0)) or recipe == "median":
        return None
    total = Decimal(listed.get("data-total", "0"))
    return None if sum(amounts, NOTHING) == total else f"{sum(amounts, NOTHING)}, not {total}"


def made_of(answer: html.HtmlElement, totals: list[Decimal], stored: Decimal) -> Decimal | None:
    """The value that the totals of its lists give."""
    recipe, factor = answer.get("data-recipe"), Decimal(answer.get("data-factor"))
    if recipe in ("ratio", "growth"):
        if len(totals) < 2 or not totals[1]:
            return None
        quotient = totals[0] / totals[1]
        return (quotient - (recipe == "growth")) * factor
    return totals[0] if totals else None


def rounded(value: Decimal) -> Decimal:
    """Six places, halves up."""
    return value.quantize(SIX, rounding=ROUND_HALF_UP)


def rounds_to(stored: Decimal, printed: Printed) -> bool:
    """Whether a stored value is printed like this: to its places, or towards its bound."""
    value, size = abs(printed.value), abs(stored)
    step = Decimal(1).scaleb(int(printed.value.as_tuple().exponent))
    if any(word in printed.words for word in AT_LEAST):
        return value <= size < value + step
    if any(word in printed.words for word in AT_MOST):
        return value - step < size <= value
    return abs(size - value) <= step / 2
