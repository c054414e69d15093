"""The normal form of a firm's name, its parts, and keys for search and order.

A registered name is made of area, brand (字号), trade and legal form, in this order or with the
area after the trade in brackets (企业名称登记管理规定).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from jilian_engine.names.words import place_cuts, trades

_CJK = "\u3007\u3400-\u9fff\U00020000-\U0003ffff"
_WIDE_BRACKETS = {ord("（"): "(", ord("）"): ")"}
_PLAIN = re.compile("[\u3007\u3400-\u9fff()]+")
_HAS_CJK = re.compile(f"[{_CJK}]")
_OPENING = dict.fromkeys(map(ord, "[{〔【「『〈《"), "(")
_CLOSING = dict.fromkeys(map(ord, "]}〕】」』〉》"), ")")
_FOLDED = {**_OPENING, **_CLOSING, **dict.fromkeys(map(ord, "•・‧∙●"), "·"), ord("."): None}
_LOOSE_SPACE = re.compile(rf" (?=[{_CJK}()·])|(?<=[{_CJK}()·]) ")
_NO_SIGN = re.compile(r"[\W_]+")
_BRACKET = re.compile(r"\(([^()]*)\)")
_GROUP = r"(?:\(集团\)|集团)?"
_LEGAL = re.compile(
    rf"({_GROUP}(?:股份有限公司|有限责任公司|有限公司|股份公司|总公司|公司)(?:\(集团\))?"
    r"|集团|(?:合伙企业)?\((?:有限合伙|普通合伙|特殊普通合伙)\)|合伙企业|个人独资企业"
    r"|(?:专业)?合作社)$"
)
_BRANCH = re.compile(
    r"^(.*?(?:公司|集团|厂|银行|合作社))"
    r"\(?((?:(?!公司)[^()])*?(?:分公司|分厂|分店|分行|支行|分部|营业部|办事处|门店))\)?$"
)
_LATIN_LEGAL = re.compile(
    r"(?: (?:group|co|company|corp|corporation|ltd|limited|inc|incorporated|llc|llp|lp|plc|pte"
    r"|sdn|bhd|gmbh|ag|kg|sa|sas|sarl|spa|srl|bv|nv|ab|oy|kk|holdings?))+$"
)


@dataclass(frozen=True)
class NameParts:
    """The parts of a firm's name in normal form; a part that is not there is empty."""

    area_prefix: str
    brand: str
    trade: str
    legal_form: str
    branch: str


def normal_form(name: str) -> str:
    """One writing for one name: width (NFKC), case, brackets, dots and spaces folded.

    Signs stay, so the form can be shown; `search_key` drops them. Traditional characters are
    not turned into simplified ones.
    """
    plain = name.translate(_WIDE_BRACKETS)
    if _PLAIN.fullmatch(plain):  # as most names are: nothing is left to fold
        return plain
    folded = _fold_once(name)
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def search_key(name: str) -> str:
    """The name without signs, spaces and legal form: equal keys are candidates for one firm."""
    form = normal_form(name)
    branch = parts(form).branch
    main = _split_branch(form)[0]
    key = _NO_SIGN.sub("", _without_legal_form(main)[0] + branch)
    return key or _NO_SIGN.sub("", form)


def sort_key(name: str) -> str:
    """A key that orders names by code point; for pinyin order the platform keeps its own key."""
    return normal_form(name)


@lru_cache(maxsize=65536)
def parts(name: str) -> NameParts:
    """Split a name; the brand is never empty unless the name is.

    Peeling stops before it would eat the brand: 上海电气集团 has the brand 电气.
    """
    main, branch = _split_branch(normal_form(name))
    main, legal_form = _without_legal_form(main)
    if not _HAS_CJK.search(main):
        return NameParts("", main, "", legal_form, branch)
    main, areas, groups = _take_brackets(main)
    rest, behind = _area_behind(main)
    before, brand, trade = _split_core(rest)
    legal_form = "".join(groups) + legal_form
    return NameParts("".join([before, behind, *areas]), brand, trade, legal_form, branch)


def without_places_in_brackets(name: str) -> str:
    """The name before its branch and legal form, without places and 集团 in brackets."""
    main = _without_legal_form(_split_branch(normal_form(name))[0])[0]
    return _take_brackets(main)[0]


def _fold_once(name: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    text = text.translate(_FOLDED).replace(",", " ")
    if not text.isprintable():  # only then it can hold signs of control
        text = "".join(
            sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C"
        )
    return _LOOSE_SPACE.sub("", " ".join(text.split()))


def _split_branch(form: str) -> tuple[str, str]:
    found = _BRANCH.match(form)
    return (found[1], found[2]) if found else (form, "")


def _without_legal_form(main: str) -> tuple[str, str]:
    if _HAS_CJK.search(main):
        found = _LEGAL.search(main)
        return (main[: found.start()], found[0]) if found and found.start() else (main, "")
    words = " ".join(re.split(r"[ ()]+", main)).strip()
    found = _LATIN_LEGAL.search(words)
    return (words[: found.start()], found[0].strip()) if found else (words, "")


def _take_brackets(main: str) -> tuple[str, list[str], list[str]]:
    """Areas and 集团 out of the brackets; anything else stays in the name without its brackets."""
    areas: list[str] = []
    groups: list[str] = []

    def take(found: re.Match[str]) -> str:
        inside = found[1]
        if inside == "集团":
            groups.append(inside)
        elif inside and place_cuts(inside)[-1] == len(inside):
            areas.append(inside)
        else:
            return inside
        return ""

    left = _BRACKET.sub(take, main)
    return (left, areas, groups) if left else (main, [], [])


def _area_behind(main: str) -> tuple[str, str]:
    """An area after the trade without brackets: 某某科技上海."""
    for start in range(max(2, len(main) - 8), len(main) - 1):
        if place_cuts(main[start:])[-1] == len(main) - start and _peel(main[:start])[1]:
            return main[:start], main[start:]
    return main, ""


def _split_core(rest: str) -> tuple[str, str, str]:
    """Area, brand and trade: as much area as leaves a brand that is neither trade nor area."""
    cuts = place_cuts(rest)
    for cut in reversed(cuts):
        brand, trade = _peel(rest[cut:])
        named_after_place = cut == 0 and place_cuts(brand)[-1] == len(brand)
        if _may_be_brand(brand) and not named_after_place:
            return rest[:cut], brand, trade
    cut = next((cut for cut in reversed(cuts) if cut < len(rest)), 0)
    return rest[:cut], rest[cut:], ""


def _may_be_brand(word: str) -> bool:
    """One character before a trade is no brand either: 白云山医药 is not 白云 and 山医药."""
    known = trades()
    return len(word) > 1 and word not in known and word[1:] not in known


def _peel(core: str) -> tuple[str, str]:
    """Take trade words off the end, the longest first, as long as two characters stay."""
    end = len(core)
    while True:
        for start in range(2, end - 1):
            if core[start:end] in trades():
                end = start
                break
        else:
            return core[:end], core[end:]
