"""What must not stand in a text that somebody types."""

from __future__ import annotations

import pytest
from stdnum.cn import ric

from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text, has_personal_number

# A number of nobody, with a right check digit: born on 1 January 1980.
_BODY = "11010119800101001"
ID_NUMBER = _BODY + ric.calc_check_digit(_BODY + "0")


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("营业执照 91310117MA1J1A2B3C", False),
        ("合同 2026-117", False),
        ("请致电 13800138000", True),
        ("请致电 138-0013-8000", True),
        ("１３８００１３８０００", True),
        (f"身份证 {ID_NUMBER}", True),
        (f"{ID_NUMBER[:6]} {ID_NUMBER[6:14]} {ID_NUMBER[14:]}", True),
        ("913101170000000001", False),
        ("注册资本 12345678901234 元", False),
    ],
)
def test_numbers_of_persons_are_found_however_they_are_written(text, personal):
    assert has_personal_number(text) is personal


def test_a_text_with_a_persons_number_is_refused_and_so_is_one_too_long():
    assert checked_text("  合同 12  ") == "合同 12"
    with pytest.raises(Refusal) as refused:
        checked_text("13800138000")
    assert refused.value.code == "personal_number"
    with pytest.raises(Refusal) as refused:
        checked_text("长" * 501)
    assert refused.value.code == "text_too_long"
