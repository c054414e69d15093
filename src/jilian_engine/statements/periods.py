"""Which day, month, year or span each figure speaks of: what was named last before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jilian_engine.statements import dates
from jilian_engine.statements.dates import number_of

Month = tuple[int, int]
_PLANS = {
    "十一五": 2006,
    "十二五": 2011,
    "十三五": 2016,
    "十四五": 2021,
    "十五五": 2026,
    "十六五": 2031,
}
_HALVES = {"上": (1, 6), "下": (7, 12)}
_YEARS_OFF = {"今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "上一年": -1, "上年度": -1,
              "上一年度": -1, "前年": -2, "明年": 1}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """A time named in the text: `period` None where it changes nothing (a base, a time of day)."""

    start: int
    end: int
    period: str | None = None
    bracketed: bool = False  # in brackets of its own, which may make it one figure's alone
    base: str = ""  # the period of a base: that of a figure it stands with, 2015年的18.5%


@dataclass
class Reader:
    """The times of a text in order, with the year and span that were named last."""

    text: str
    written: Month | None
    year: int | None = None
    span: str = ""

    def moments(self) -> Iterator[Moment]:
        """Every time expression of the text, none overlapping."""
        at = 0
        for found in _EXPRESSION.finditer(self.text):
            if found.start() < at:
                continue
            moment = self._moment(found.start())
            if moment is not None and moment.end > moment.start:
                at = moment.end
                yield moment

    def _moment(self, at: int) -> Moment | None:
        for pattern, read in (
            (dates.CLOCK, None), (dates.LOOSE, self._loose), (dates.WHEN, self._when),
            (dates.NOW, self._now), (dates.BARE_DAY, self._bare_day),
        ):  # fmt: skip
            found = pattern.match(self.text, at)
            if found and found.end() > at:
                if read is None:
                    return Moment(at, found.end())
                moment = read(found)
                if moment is not None:
                    return moment
        return None

    def _loose(self, found: re.Match[str]) -> Moment:
        mean = found[0][:1] not in "近最过未今前此这" and self.text.startswith(
            ("年均", "平均"), found.end()
        )
        mean = mean or (
            found[0][0] == "前"
            and re.search(r"五[”\"’」]?$", self.text[: found.start()][-3:]) is not None
        )
        if (
            mean
            or _SUPERLATIVE.match(self.text, found.end())
            or "代" in found[0]
            or "世纪" in found[0]
        ):
            return Moment(found.start(), found.end())
        return self._named(found, "")

    def _bare_day(self, found: re.Match[str]) -> Moment | None:
        before = self.text[max(0, found.start() - 6) : found.start()]
        if dates.AS_TIME_SPAN.search(before):
            return None
        return Moment(found.start(), found.end())

    def _now(self, found: re.Match[str]) -> Moment:
        if found["same"]:
            return Moment(found.start(), found.end())
        month = self.written
        if found["this"] and re.match(r"\d{4}-\d\d$", self.span):
            return self._named(found, self.span)
        if found["last"] and month:
            month = (month[0], month[1] - 1) if month[1] > 1 else (month[0] - 1, 12)
        return self._named(found, "" if month is None else f"{month[0]}-{month[1]:02d}")

    def _when(self, found: re.Match[str]) -> Moment | None:
        """A date or span, resolved; None where the characters only look like one."""
        part = found.groupdict()
        if part["frame"]:
            return self._named(found, *self._plan(part))
        if part["iso"]:
            day = f"{part['iy']}-{int(part['im']):02d}-{int(part['id']):02d}"
            return self._named(found, day, int(part["iy"]))
        if part["listed"]:
            return self._named(found, part["listed"], number_of(part["listed"]))
        if part["y1"]:
            return self._named(found, f"{number_of(part['y1'])}..{number_of(part['y2'])}")
        if part["fy"]:
            first = f"{number_of(part['fy'])}-{number_of(part['fm']):02d}"
            last = f"{number_of(part['ty'])}-{number_of(part['tm']):02d}"
            return self._named(found, f"{first}..{last}", number_of(part["ty"]))
        months = _months(part)
        if part["named"] == "全年" and _AIM.match(self.text, found.end()):
            return Moment(found.start(), found.end())
        if not (months or part["year"] or part["named"]):
            return None
        if re.match(r"版|级|款", self.text[found.end() : found.end() + 1]):
            return Moment(found.start(), found.end())
        year = self._year(part, months)
        if year is None:
            return self._named(found, "")
        shown = f"{year}{months[0] if months else ''}"
        if part["same"] and not months and re.match(r"\d{4}-", self.span):
            shown = f"{year}{self.span[4:]}"
        if part["since"] or _SINCE.match(self.text, found.end()):
            shown = f"{shown.split('..')[0]}.."
        return self._named(found, shown, year)

    def _plan(self, part: dict[str, str | None]) -> tuple[str, int | None]:
        first = _PLANS.get((part["frame"] or "").strip('“”"‘’「」'), 0)
        if not first:
            return "", None
        edge = part["frame_part"] or ""
        if part["frame_since"]:
            return f"{first}..", None
        if re.search("初|开局|首年|一年$", edge) and "最后" not in edge:
            return str(first), first
        return (str(first + 4), first + 4) if edge else (f"{first}..{first + 4}", None)

    def _year(self, part: dict[str, str | None], months: tuple[str, int] | None) -> int | None:
        if part["year"]:
            return number_of(part["year"])
        named = part["named"] or ""
        if named in _YEARS_OFF:
            return self.written[0] + _YEARS_OFF[named] if self.written else None
        if self.year is not None:
            return self.year + (named == "次年")
        if self.written is None:
            return None
        year, month = self.written
        whole = named == "全年" or (named == "年" and part["edge"] in ("末", "终"))
        last = 12 if whole else months[1] if months else 1
        return year - (last > month)

    def _named(self, found: re.Match[str], period: str, year: int | None = None) -> Moment:
        """The moment, kept as the one named last unless it is only the base of a comparison."""
        start, end = found.start(), found.end()
        before = self.text[max(0, start - 14) : start]
        behind = self.text[end : end + 26]
        bracketed = before[-1:] in ("（", "(") and behind[:1] in ("）", ")")
        if dates.BASE_BEFORE.search(before) or _stands_between(before, behind, dates.COMPARED):
            return Moment(start, end, base=period)
        if _stands_between(before, behind, dates.MEASURED):
            return Moment(start, end)
        if dates.FROM_BEFORE.search(before) and (found[0].endswith("的") or behind[:1] == "的"):
            return Moment(start, end, base=period)
        if before.endswith(("每年", "历年")):
            return Moment(start, end)
        if year is not None:
            self.year = year
        if not bracketed:
            self.span = period
        return Moment(start, end, period, bracketed)


_SUPERLATIVE = re.compile(r"(?:同期)?(?:的)?(?:新高|新低|最|历史|同期最)")
_SINCE = re.compile(r"[^，。；：、\d]{1,10}以来")
_AIM = re.compile(r"的?(?:目标|任务|计划|预期|预算|指标)")
_EXPRESSION = re.compile(
    r"(?=\d|"
    r"[一二两三四五六七八九十几近最过未今前此这多连本当去上下同明次全年第截到目现早晚凌中“\"‘「])"
)


def moments(text: str, written: Month | None) -> tuple[Moment, ...]:
    """The times that a text names, its signs made alike."""
    return tuple(Reader(text, written).moments())


def _months(part: dict[str, str | None]) -> tuple[str, int] | None:
    """The part of a year that is named, as printed, and its last month."""
    span: tuple[int, int] | None = None
    if part["m1"] and part["m2"]:
        span = number_of(part["m1"]), number_of(part["m2"])
    elif part["dm"] and part["day"]:
        month = number_of(part["dm"])
        return f"-{month:02d}-{number_of(part['day']):02d}", month
    elif part["month"]:
        month = number_of(part["month"])
        return f"-{month:02d}", month
    elif part["half"]:
        span = _HALVES[part["half"][0]]
    elif part["three"]:
        span = 1, 9
    elif part["firsthalf"]:
        span = 1, 6
    elif part["to_quarter"]:
        span = 1, number_of(part["to_quarter"]) * 3
    elif part["quarter"]:
        quarter = number_of(part["quarter"])
        span = quarter * 3 - 2, quarter * 3
    elif part["months"]:
        span = 1, min(12, number_of(part["months"].replace("两", "二")))
    return (f"-{span[0]:02d}..{span[1]:02d}", span[1]) if span else None


def _stands_between(before: str, behind: str, around: dates.Around) -> bool:
    """Whether a time stands between such words: 与…相比, 是…的4.9倍."""
    return any(left.search(before) and right.match(behind) for left, right in around)
