"""What names a natural person: a table with such a column is refused whole, and not stored.

Counts, never people: nothing about a person's political status, membership, study or attendance
is held, and of other personal data no more than an office needs (PIPL articles 6 and 28).
"""

from __future__ import annotations

import re
import unicodedata

from stdnum.cn import ric

_NAMES = frozenset({
    "姓名", "名字", "人员", "人员姓名", "员工", "职工", "党员", "联系人", "负责人", "书记",
    "法人", "法人代表", "法定代表人", "性别", "民族", "籍贯", "学历", "年龄", "职务", "邮箱",
    "微信", "微信号", "qq", "qq号", "照片", "name of person", "person", "full name", "first name",
    "last name", "surname", "contact", "contact person", "legal representative", "gender", "sex",
    "ethnicity", "date of birth", "birthday", "mobile", "mobile phone", "phone number", "secretary",
    "email", "e-mail",
})  # fmt: skip
_PARTS = (
    "姓名", "身份证", "证件号", "护照", "手机", "联系电话", "联系方式", "家庭住址", "家庭地址",
    "负责人", "法定代表人", "联系人", "住宅", "政治面貌", "入党", "转正时间", "转正日期", "党龄",
    "出生", "生日", "银行卡", "社保号", "缴纳党费", "党费", "学习记录", "考勤", "签到",
    "id card", "identity card", "identity number", "id number", "passport", "political status",
    "political affiliation", "joined the party", "date of joining", "party member name",
    "home address",
)  # fmt: skip
_COUNTS = ("数", "比例", "占比", "率", "count", "share")  # how many persons is no person
_SPACE = re.compile(r"[\s_*:]+")
_RESIDENT = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
# Every sign that NFKC turns into one digit.
_DIGITS = re.compile(
    r"[\d\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u2468\u24ea\U0001d7ce-\U0001d7ff]{17}"
)
RESIDENT_LENGTH = 18


def names_persons(heading: str) -> bool:
    """Say whether a column with this heading would hold something about single persons."""
    plain = _SPACE.sub(" ", unicodedata.normalize("NFKC", heading)).strip().casefold()
    tight = plain.replace(" ", "")
    if plain in _NAMES or tight in _NAMES:
        return True
    if tight.endswith(_COUNTS):
        return False
    return any(part in plain or part in tight for part in _PARTS)


def may_reveal_person(text: str) -> bool:
    """Say whether a text has seventeen digits in a row, in any width: what few texts have."""
    return _DIGITS.search(text) is not None


def reveals_person(text: str) -> bool:
    """Say whether a text holds a resident identity number with a right check digit (GB 11643)."""
    if len(text) < RESIDENT_LENGTH or not may_reveal_person(text):
        return False
    plain = unicodedata.normalize("NFKC", text)
    return any(ric.is_valid(found[0]) for found in _RESIDENT.finditer(plain))
