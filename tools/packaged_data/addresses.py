"""Which county or town an English address names, where it names one unmistakably.

A county counts when its romanised name stands in the address of a site in its own city, not
followed by a word for a road; Songjiang is its own county. A town counts only when the address
says "<name> Town" and the divisions of 2023 have exactly this one 镇 in the city. Anything else
stays unknown: a misspelt name, a town that has since become a street or was merged, a name without
the word Town, and the industrial and export zones, which are no towns.
"""

from __future__ import annotations

import re

from packaged_data.tables import Row

COUNTIES = {
    "320500": {
        "kunshan": "320583",
        "changshu": "320581",
        "wuzhong": "320506",
        "wujiang": "320509",
        "xiangcheng": "320507",
        "taicang": "320585",
        "suzhouindustrialpark": "320576",
        "sip": "320576",
    },
    "330400": {"jiashan": "330421"},
    "330100": {"tonglu": "330122"},
    "330700": {"dongyang": "330783"},
}
TOWNS = {
    "310117": {
        "sijing": "泗泾镇",
        "sheshan": "佘山镇",
        "chedun": "车墩镇",
        "xinqiao": "新桥镇",
        "dongjing": "洞泾镇",
        "jiuting": "九亭镇",
        "maogang": "泖港镇",
        "shihudang": "石湖荡镇",
        "xinbang": "新浜镇",
        "yexie": "叶榭镇",
        "xiaokunshan": "小昆山镇",
    },
    "320500": {
        "xukou": "胥口镇",
        "zhangpu": "张浦镇",
        "huangdai": "黄埭镇",
        "lujia": "陆家镇",
        "yushan": "玉山镇",
        "qiandeng": "千灯镇",
        "luzhi": "甪直镇",
        "guangfu": "光福镇",
        "haiyu": "海虞镇",
    },
    "330400": {"xitang": "西塘镇"},
}
ROAD = r"(?!\s*(?:road|rd|street|st|avenue|ave)\b)"


class Gazetteer:
    """Finds counties and towns in addresses.

    `towns` are rows with code, name, city_code and area_code.
    """

    def __init__(self, towns: list[Row]) -> None:
        self._towns = {
            (city, word): _only_town(towns, city, name)
            for city, names in TOWNS.items()
            for word, name in names.items()
        }

    def place(self, address: str, city: str) -> tuple[str, str]:
        """County and town codes named in the address, each empty when not named unmistakably."""
        town = self._town(address, city)
        return self._county(address, city, town), town

    def _town(self, address: str, city: str) -> str:
        found = {
            code
            for (where, word), code in self._towns.items()
            if where == city and re.search(rf"\b{_spaced(word)}\s+town\b", address, re.IGNORECASE)
        }
        return found.pop() if len(found) == 1 else ""

    def _county(self, address: str, city: str, town: str) -> str:
        if town or city == "310117":
            return town[:6] or city
        found = {
            code
            for word, code in COUNTIES.get(city, {}).items()
            if re.search(rf"\b{_spaced(word)}(?:\b|(?=jiangsu)){ROAD}", address, re.IGNORECASE)
        }
        return found.pop() if len(found) == 1 else ""


def _spaced(word: str) -> str:
    return r"\s*".join(word)


def _only_town(towns: list[Row], city: str, name: str) -> str:
    """Code of the one town of that name in the city; raises ValueError if there is not one."""
    (code,) = (
        town["code"]
        for town in towns
        if town["name"] == name and city in (town["city_code"], town["area_code"])
    )
    return code
