"""Every printed number that opens leads to as many records, or to records that sum to it.

Here each office walks one world of the demo, a record of each route. ``pytest
tests/flows/test_figures_open.py --whole`` walks both worlds as each of them: every route, a dozen
records of each, every figure, every page of a list; some 9,000 pages in about an hour.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from first_start import first_start
from flows.printed.adding_up import opened
from flows.printed.pages import Page, Printed
from flows.printed.unopened import UNOPENED
from flows.printed.walk import Bounds, Walk
from repository.code import ROOT

OFFICES, RECORDS = 6, 12
HOLDING = """<main><div class="table-list" id="rows" data-rows="{rows}"><table><tbody>
<tr><td>甲</td></tr><tr><td>乙</td></tr></tbody></table></div></main>"""
PARTS = """<main><div data-recipe="ratio" data-factor="100" data-agrees="yes">
<div data-value="{value}"></div></div>
<section id="above" data-rows="2" data-unseen="0" data-total="{total}"><table><tbody>
<tr><td data-amount="1.5">甲</td></tr><tr><td data-amount="0.5">乙</td></tr>
</tbody></table></section>
<section data-rows="1" data-unseen="0" data-total="8"><table><tbody>
<tr><td data-amount="8">丙</td></tr></tbody></table></section></main>"""


def none_further(_page: Page, _listed: Any) -> Iterator[Page]:
    return iter(())


@pytest.fixture(scope="module")
def walks(request, tmp_path_factory) -> list[dict[str, Any]]:
    whole = (
        ["--whole", f"--records={RECORDS}"]
        if request.config.getoption("--whole", default=False)
        else []
    )
    with first_start(tmp_path_factory.mktemp("home")) as start:
        paths = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "flows.printed", *whole],
            env={**start.env, "PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "jilian.settings"},
            capture_output=True, text=True, timeout=4 * 3600,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_number_that_opens_leads_to_records_that_give_it(walks):
    assert len(walks) == OFFICES
    assert [(one["office"], *wrong) for one in walks for wrong in one["wrong"]] == []


def test_a_number_that_opens_nothing_has_its_reason(walks):
    bare = {
        (route, label)
        for one in walks
        for route, labels in one["unopened"].items()
        for label in labels
        if label not in UNOPENED.get(route, {})
    }
    assert bare == set()


def test_no_link_of_a_page_leads_nowhere(walks):
    assert [(one["office"], *broken) for one in walks for broken in one["broken"]] == []


def test_the_walk_reached_lists_parts_and_reports(walks):
    """A walk that opens nothing would find nothing wrong."""
    answers: Counter[str] = sum((Counter(one["answers"]) for one in walks), Counter())
    routes = {route for one in walks for route in one["routes"]}
    assert answers["list"] >= 100, answers
    assert answers["parts"] >= 6, answers
    assert sum(count for kind, count in answers.items() if kind.startswith("report")) >= 4, answers
    assert len(routes) >= 100, sorted(routes)


@pytest.mark.parametrize("value, rows, holds", [(2, 2, True), (3, 2, False), (3, 3, False)])
def test_a_list_is_held_against_the_number_and_counted(value: int, rows: int, holds: bool):
    printed = Printed("/a/", "企业", Decimal(value), "", "/b/#rows")
    page = Page("/b/", HOLDING.format(rows=rows))
    assert opened(printed, page, "rows", none_further).holds is holds


def test_a_list_that_the_address_names_and_the_page_lacks_is_told():
    printed = Printed("/a/", "企业", Decimal(2), "", "/b/#there")
    assert (
        opened(printed, Page("/b/", HOLDING.format(rows=2)), "there", none_further).kind
        == "no place"
    )


@pytest.mark.parametrize(
    "printed, value, total, holds",
    [
        ("25", "25.000000", "2", True),
        ("25.0", "25.000000", "2", True),
        ("24", "25.000000", "2", False),  # another number than the one behind it
        ("25", "25.000000", "3", False),  # records that do not add up to their sum
        ("26", "26.000000", "2", False),  # a quotient that is not the value
    ],
)
def test_parts_are_added_up_and_divided(printed: str, value: str, total: str, holds: bool):
    said = Printed("/a/", "占比", Decimal(printed), f"{printed}%", "/b/")
    page = Page("/b/", PARTS.format(value=value, total=total))
    assert opened(said, page, "", none_further).holds is holds


@pytest.mark.parametrize(
    "page, value, total, holds",
    [
        ("/a/", 2, "2.0", True),  # two records, told on another page
        ("/a/", 3, "3.0", False),
        ("/b/", 2, "2.0", True),  # their sum, told on their own
        ("/b/", 3, "2.0", False),
        ("/b/", 3, "3.0", False),  # a sum that its records do not give
    ],
)
def test_a_list_of_parts_is_held_by_its_count_or_its_sum(page, value, total, holds):
    said = Printed(page, "企业", Decimal(value), "", "/b/#above")
    parts = Page("/b/", PARTS.format(value="25.000000", total=total))
    assert opened(said, parts, "above", none_further).holds is holds


def test_on_the_page_of_the_parts_a_count_is_no_sum():
    parts = PARTS.format(value="100.000000", total="9.0").replace("1.5", "7").replace("0.5", "2")
    for page, value, holds in (("/b/", 9, True), ("/b/", 2, False), ("/a/", 2, True)):
        said = Printed(page, "企业", Decimal(value), "", "/b/#above")
        assert opened(said, Page("/b/", parts), "above", none_further).holds is holds


@pytest.fixture
def browsed(world, mei, as_person, firm):
    """Mei's browser on a register of three firms."""
    for name in ("甲", "乙", "丙"):
        firm(name)
    return as_person(mei)


def test_a_record_slipped_in_between_is_found(browsed, world, firm):
    start = f"/{world.code}/"

    class Slipping(Walk):
        """Puts a firm into the register after its number was printed."""

        def open(self, printed: Printed) -> None:
            if printed.value == 3 and not self.found.wrong:
                firm(f"新{self.found.opened}")
                self.kept.clear()
            super().open(printed)

    honest = Walk("mei", browsed, Bounds(records=1)).go([start])
    assert honest.opened and honest.wrong == []
    slipped = Slipping("mei", browsed, Bounds(records=1)).go([start])
    assert any("4 rows" in wrong[-1] for wrong in slipped.wrong), slipped.wrong
