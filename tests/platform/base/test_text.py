"""Names in letters."""

from __future__ import annotations

import pytest

from jilian.base.text import in_pinyin


@pytest.mark.parametrize(
    ("place", "letters"), [("洞泾镇", "Dongjing"), ("岳阳街道", "Yueyang"), ("镇", "Zhen")]
)
def test_a_town_is_written_in_pinyin_without_what_kind_it_is(place, letters):
    assert in_pinyin(place) == letters
