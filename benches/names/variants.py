"""How other tables write a firm's name, and names that look like it and are another firm's.

Every function takes a Listed firm and a Random and gives the name, or None where it does not apply.
They know the parts of the name from the source's short name, not from the method that is measured.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

LEGAL = re.compile(r"(?:集团)?(?:\(集团\)|\(控股\))?(?:股份|控股)?有限(?:责任)?公司(?:\(集团\))?$")
PLAIN = ("股份有限公司", "有限公司", "有限责任公司")
CITIES = (
    "上海",
    "苏州",
    "合肥",
    "芜湖",
    "嘉兴",
    "金华",
    "湖州",
    "宁波",
    "成都",
    "武汉",
    "西安",
    "天津",
)
TRADES = (
    "建材",
    "食品",
    "物流",
    "广告",
    "纺织",
    "餐饮管理",
    "园林绿化",
    "房地产开发",
    "教育咨询",
    "包装",
)
_TRADES = (
    "科技电子药业医药生物环保环境材料机械机电电气电器电力能源化工食品服饰纺织汽车建设"
    "建筑工程软件信息网络通信光电智能精密重工包装物流传媒文化教育医疗金属数控装备轨道"
    "航空海洋集成数据传动特种家居新材制药塑料橡胶玻璃陶瓷印刷照明"
)
FIRST_TRADES = frozenset(_TRADES[at : at + 2] for at in range(0, len(_TRADES), 2))
NEAR_TRADES = (
    ("电气", "电器"), ("电子", "电力"), ("药业", "医药"), ("材料", "建材"), ("机械", "机电"),
    ("技术", "艺术"), ("化工", "化学"), ("服饰", "服务"), ("光电", "光学"), ("能源", "资源"),
    ("环境", "环保"), ("精工", "精密"), ("实业", "置业"), ("重工", "轻工"), ("软件", "硬件"),
)  # fmt: skip
_SIMPLE_TO = tuple(OpenCC(kind) for kind in ("s2t", "s2tw", "s2hk"))
_PLACES = Path(__file__).parents[2] / "src/jilian_engine/names/wordlists/places.csv"


@dataclass(frozen=True)
class Listed:
    """A listed firm; ``core`` is its full name between place and legal form."""

    code: str
    short: str
    full: str
    place: str
    core: str
    legal: str
    division: str

    @property
    def brand(self) -> str:
        """The first two characters of the core, which the source's short name confirms."""
        return self.core[:2] if self.short.startswith(self.core[:2]) else ""

    @property
    def trade(self) -> str:
        """What follows the brand."""
        return self.core[2:]


def listed_firm(row: dict[str, str], places: tuple[str, ...]) -> Listed:
    """Cut a full name by the list of divisions and by the legal forms."""
    full = row["full_name"].replace("（", "(").replace("）", ")")
    found = LEGAL.search(full)
    legal = found[0] if found else ""
    inner = full.removesuffix(legal) if legal else full
    place = next((one for one in places if inner.startswith(one) and len(inner) > len(one) + 2), "")
    short = clean_short(row["name"])
    if place and not short.startswith(inner[len(place) : len(place) + 2]):
        place = "" if short.startswith(inner[:2]) else place
    if inner.removeprefix(place)[:1] in "市省县区":
        place = ""
    return Listed(
        row["code"], short, full, place, inner.removeprefix(place), legal, row["division"]
    )


def clean_short(name: str) -> str:
    """A short name of the exchange without its marks (*ST, S, A)."""
    return re.sub(r"^(?:\*?ST|XD|XR|DR|N|C|S)(?=[\u4e00-\u9fff])|[AB]$|-[UWD]+$| ", "", name)


def places() -> tuple[str, ...]:
    """Provinces, cities and counties, with and without the word for their kind, longest first."""
    found: set[str] = {"中国"}
    with _PLACES.open(encoding="utf-8") as opened:
        for row in csv.DictReader(opened):
            name = row["name"]
            short = re.sub(r"(?:壮族|回族|维吾尔)?自治区$|[省市]$", "", name)
            found |= {name, short}
    return tuple(sorted((one for one in found if len(one) > 1), key=len, reverse=True))


def homophones(names: Iterable[str]) -> dict[str, list[str]]:
    """Characters that sound alike, among those that stand in the names."""
    by_sound: dict[str, set[str]] = defaultdict(set)
    for sign in {sign for name in names for sign in name if "\u4e00" <= sign <= "\u9fff"}:
        by_sound[lazy_pinyin(sign, style=Style.NORMAL)[0]].add(sign)
    return {
        sign: sorted(group - {sign})
        for group in by_sound.values()
        for sign in group
        if group - {sign}
    }


# --- the same firm -----------------------------------------------------------------------------
def place_dropped(firm: Listed, chance: Random) -> str | None:
    """Without the place before it."""
    return firm.core + firm.legal if firm.place else None


def place_longer(firm: Listed, chance: Random) -> str | None:
    """上海 as 上海市, 浙江 as 浙江省."""
    kind = {"浙江": "省", "江苏": "省", "安徽": "省", "广东": "省", "山东": "省", "上海": "市",
            "北京": "市", "深圳": "市", "杭州": "市", "苏州": "市", "厦门": "市",
            "宁波": "市"}  # fmt: skip
    return firm.place + kind[firm.place] + firm.core + firm.legal if firm.place in kind else None


def place_in_brackets(firm: Listed, chance: Random) -> str | None:
    """The place in brackets behind the brand and trade, half or full width."""
    if not firm.place or "(" in firm.core:
        return None
    left, right = chance.choice(("()", "（）", "〔〕", "[]"))
    return f"{firm.core}{left}{firm.place}{right}{firm.legal}"


def brackets(firm: Listed, chance: Random) -> str | None:
    """Brackets of another kind, or left out."""
    if "(" not in firm.full:
        return None
    left, right = chance.choice((("（", "）"), ("〔", "〕"), ("【", "】"), ("", "")))
    return firm.full.replace("(", left).replace(")", right)


def legal_short(firm: Listed, chance: Random) -> str | None:
    """A shorter or neighbouring legal form."""
    for end in PLAIN:
        if firm.full.endswith(end):
            others = [one for one in (*PLAIN, "公司", "股份公司") if one != end]
            return firm.full.removesuffix(end) + chance.choice(others)
    return None


def legal_missing(firm: Listed, chance: Random) -> str | None:
    """Without the words for the legal form; 集团 and 控股 stay."""
    for end in PLAIN:
        if firm.full.endswith(end):
            return firm.full.removesuffix(end)
    return None


def abbreviation(firm: Listed, chance: Random) -> str | None:
    """Brand and the first word of the trade, with or without 公司."""
    if not firm.brand or len(firm.trade) < 4 or firm.trade[:2] not in FIRST_TRADES:
        return None
    return firm.core[:4] + chance.choice(("公司", ""))


def full_width(firm: Listed, chance: Random) -> str | None:
    """Letters, digits, brackets and spaces in full width."""
    if not re.search(r"[A-Za-z0-9()]", firm.full):
        return f"　{firm.place}　{firm.core}{firm.legal}" if firm.place else None
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in firm.full)


def traditional(firm: Listed, chance: Random) -> str | None:
    """Traditional characters as of the mainland, Taiwan or Hong Kong."""
    written = str(chance.choice(_SIMPLE_TO).convert(firm.full))
    return written if written != firm.full else None


def spacing(firm: Listed, chance: Random) -> str | None:
    """Spaces, dots or a line end between the parts."""
    gap = chance.choice((" ", "  ", "·", "\u00a0", "\n", "\t"))
    return gap.join(part for part in (firm.place, firm.core, firm.legal) if part)


def slip_outside_brand(sounds: dict[str, list[str]]) -> Callable[[Listed, Random], str | None]:
    """One character of trade or legal form wrong, missing, doubled or swapped with the next."""

    def slip(firm: Listed, chance: Random) -> str | None:
        behind = firm.trade + firm.legal
        if not firm.brand or len(behind) < 6 or not firm.place:
            return None
        slipped = _slipped(behind, sounds, chance)
        if any(word in slipped and word not in behind for both in NEAR_TRADES for word in both):
            return None  # it would be another trade, as in near_trade
        return firm.place + firm.brand + slipped if slipped != behind else None

    return slip


def slip_in_brand(sounds: dict[str, list[str]]) -> Callable[[Listed, Random], str | None]:
    """Brand misheard: one character another of the same sound; the rest whole."""

    def slip(firm: Listed, chance: Random) -> str | None:
        if not firm.brand or not firm.place or len(firm.trade) < 2:
            return None
        at = chance.randrange(2)
        alike = sounds.get(firm.brand[at])
        if not alike:
            return None
        brand = firm.brand[:at] + chance.choice(alike) + firm.brand[at + 1 :]
        return firm.place + brand + firm.trade + firm.legal

    return slip


def _slipped(text: str, sounds: dict[str, list[str]], chance: Random) -> str:
    at = chance.randrange(len(text) - 1)
    match chance.randrange(4):
        case 0 if text[at] in sounds:
            return text[:at] + chance.choice(sounds[text[at]]) + text[at + 1 :]
        case 1 if text[at] != text[at + 1]:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        case 2:
            return text[:at] + text[at] + text[at:]
        case _:
            return text[:at] + text[at + 1 :]


# --- another firm ------------------------------------------------------------------------------
def branch(firm: Listed, chance: Random) -> str | None:
    """A branch, which the register keeps as a record of its own."""
    tail = chance.choice(("分公司", "松江分公司", "第一分公司", "销售分公司", "研发中心", "分厂"))
    city = chance.choice(CITIES) if tail in ("分公司", "研发中心", "分厂") else ""
    return firm.full + city + tail


def numbered(firm: Listed, chance: Random) -> tuple[str, str] | None:
    """Two works of one brand told apart by their number."""
    if not firm.brand:
        return None
    one, other = chance.sample("一二三四五", 2)
    kind = chance.choice(("厂", "机床厂", "化工厂", "印染厂", "建筑工程有限公司"))
    first = "" if kind == "厂" else "第"
    base = firm.place + firm.brand + first
    return base + one + kind, base + other + kind


def other_trade(firm: Listed, chance: Random) -> str | None:
    """Place and brand the same, the trade another."""
    if not firm.brand:
        return None
    fit = [one for one in TRADES if one[:2] not in firm.full]
    return firm.place + firm.brand + chance.choice(fit) + chance.choice(PLAIN)


def other_city(firm: Listed, chance: Random) -> str | None:
    """Brand and trade the same, in a city that is not the firm's and not within its province."""
    inside = {"江苏": ("苏州",), "安徽": ("合肥", "芜湖"), "四川": ("成都",), "湖北": ("武汉",),
              "浙江": ("嘉兴", "金华", "湖州", "宁波"), "陕西": ("西安",),
              "中国": CITIES}  # fmt: skip
    if not firm.place or not firm.brand:
        return None
    fit = [one for one in CITIES if one not in (firm.place, *inside.get(firm.place, ()))]
    return chance.choice(fit) + firm.core + chance.choice(PLAIN) if fit else None


def near_trade(firm: Listed, chance: Random) -> str | None:
    """正泰电气 beside 正泰电器: a trade word that looks or sounds like the firm's."""
    if not firm.brand:
        return None
    for one, other in NEAR_TRADES:
        for left, right in ((one, other), (other, one)):
            if left in firm.trade:
                return firm.place + firm.brand + firm.trade.replace(left, right) + firm.legal
    return None


def of_the_group(firm: Listed, chance: Random) -> str | None:
    """Another company of the group: its holding, its subsidiary for sales or in another city."""
    if not firm.brand or "集团" in firm.full or "控股" in firm.full:
        return None
    city = chance.choice([one for one in CITIES if one != firm.place])
    return chance.choice((
        f"{firm.place}{firm.brand}集团有限公司", f"{firm.place}{firm.brand}控股集团有限公司",
        f"{firm.place}{firm.core}销售有限公司", f"{firm.place}{firm.brand}进出口有限公司",
        f"{firm.core}({city})有限公司", f"{firm.place}{firm.brand}投资有限公司",
    ))  # fmt: skip


def one_character(
    sounds: dict[str, list[str]], signs: str
) -> Callable[[Listed, Random], str | None]:
    """One character of the brand another, of another sound: another brand."""

    def change(firm: Listed, chance: Random) -> str | None:
        if not firm.brand:
            return None
        at = chance.randrange(2)
        fit = [
            one
            for one in signs
            if one != firm.brand[at] and one not in sounds.get(firm.brand[at], ())
        ]
        brand = firm.brand[:at] + chance.choice(fit) + firm.brand[at + 1 :]
        return firm.place + brand + firm.trade + firm.legal

    return change
