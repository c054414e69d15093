"""What an inference may be asked, and its parts in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from jilian.base.errors import Refusal
from jilian.network.rules import check_day, check_inference, parts_in_words


@pytest.mark.parametrize(
    ("expected", "least", "half_km", "code"),
    [
        (1500, 0.15, 10, None),
        (1, 1, 10, None),
        (0, 0.15, 10, "expected_links_odd"),
        (5_000_001, 0.15, 10, "expected_links_odd"),
        (1500, 0.001, 10, "least_probability_odd"),
        (1500, 1.01, 10, "least_probability_odd"),
        (1500, float("nan"), 10, "least_probability_odd"),
        (1500, 0.15, 0, "half_km_odd"),
    ],
)
def test_an_inference_is_asked_within_bounds(expected, least, half_km, code):
    if code is None:
        check_inference(expected, least, half_km)
        return
    with pytest.raises(Refusal) as refused:
        check_inference(expected, least, half_km)
    assert refused.value.code == code


def test_the_network_of_tomorrow_is_not_known():
    check_day(date(2026, 3, 2), date(2026, 3, 2))
    with pytest.raises(Refusal) as refused:
        check_day(date(2026, 3, 3), date(2026, 3, 2))
    assert refused.value.code == "day_ahead"


def test_the_parts_of_a_probability_are_said_in_words():
    parts = parts_in_words(
        {"io": 0.2063, "product": 1.0, "distance_km": 4.2, "closeness": 0.7, "size": 1.0}
    )
    assert [part.value for part in parts] == [0.2063, 1.0, 4.2, 0.7, 1.0]
    with translation.override("en"):
        assert str(parts[1].says) == "The supplier makes a product that the buyer buys."


def test_an_unknown_distance_stays_unknown():
    parts = parts_in_words({"io": 0.1, "product": 0.0, "closeness": 0.5, "size": 1.0})
    assert (parts[2].value, parts[2].unit) == (None, "km")


def test_no_parts_are_made_up_where_none_are_kept():
    assert parts_in_words({}) == []
