"""Dated records answer yes, no or unknown."""

from datetime import date

import pytest

from jilian.base.dated import Held
from jilian.organisations.models import Organisation

ARTICLE = date(2022, 3, 8)


@pytest.mark.parametrize(
    ("start", "not_before", "known_by", "end", "day", "held"),
    [
        (None, None, ARTICLE, None, date(2022, 3, 8), Held.YES),
        (None, None, ARTICLE, None, date(2022, 3, 7), Held.UNKNOWN),
        (None, date(2018, 1, 1), date(2018, 6, 30), None, date(2017, 12, 31), Held.NO),
        (None, date(2018, 1, 1), date(2018, 6, 30), None, date(2018, 3, 1), Held.UNKNOWN),
        (ARTICLE, None, ARTICLE, None, date(2022, 3, 7), Held.NO),
        (ARTICLE, None, ARTICLE, date(2023, 1, 1), date(2022, 12, 31), Held.YES),
        (ARTICLE, None, ARTICLE, date(2023, 1, 1), date(2023, 1, 1), Held.NO),
    ],
)
def test_a_record_says_whether_it_held_on_a_day(
    world, source, start, not_before, known_by, end, day, held
):
    body = Organisation.objects.create(
        world=world,
        key="x",
        name="集群党委",
        sort_key="x",
        source=source,
        valid_from=start,
        not_before=not_before,
        known_by=known_by,
        valid_to=end,
    )
    assert body.held_on(day) is held
    assert Organisation.objects.on(day).exists() == (held is Held.YES)
    assert Organisation.objects.perhaps_on(day).exists() == (held is Held.UNKNOWN)
