"""One example of every part, for the components page; all names are made up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import django_tables2 as tables
from django import forms
from django.utils.translation import gettext_lazy as _

from jilian.ui.drawings import ChainLayer, ChainLink, ChainNode, LineEvent
from jilian.ui.example_branches import branches
from jilian.ui.example_charts import growth_chart, town_panels
from jilian.ui.parts import (
    Candidate,
    Cell,
    Change,
    Chip,
    Effect,
    FieldChange,
    MapConfig,
    MapPoint,
    Measure,
    Waiting,
)

PRODUCTS = ("晶体", "晶圆", "光刻胶", "引线框架", "特种气体", "靶材", "封装基板", "测试座")
STEMS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸")


class ShortageForm(forms.Form):
    """A form with each kind of field."""

    product = forms.CharField(label=_("What is short"), help_text=_("As you would say it."))
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1)
    needed_by = forms.DateField(
        label=_("Needed by"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    share = forms.ChoiceField(
        label=_("Who may see it"),
        choices=[("cluster", _("this cluster")), ("district", _("the whole district"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False)
    quiet = forms.BooleanField(label=_("Do not name my firm"), required=False)


class FirmTable(tables.Table):
    """A list with a head for phones, numbers, and a row that is inferred."""

    name = tables.Column(verbose_name=_("Firm"), attrs={"td": {"class": "lead"}})
    trade = tables.Column(verbose_name=_("Trade"))
    suppliers = tables.Column(
        verbose_name=_("Suppliers"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    since = tables.Column(verbose_name=_("Since"))

    class Meta:
        orderable = True
        row_attrs = {"class": lambda record: "row-inferred" if record["inferred"] else ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exports = [("CSV", "?as=csv"), ("Excel", "?as=xlsx")]


def firm_rows() -> list[dict[str, Any]]:
    """Forty made-up firms."""
    return [
        {
            "name": f"{STEMS[n % 10]}{PRODUCTS[n % 8]}{n // 10 + 1}厂",
            "trade": PRODUCTS[n % 8],
            "suppliers": n * 7 % 23,
            "since": f"{2010 + n % 14}年",
            "inferred": n % 9 == 4,
        }
        for n in range(40)
    ]


def chain_layers() -> list[ChainLayer]:
    """Three layers and a supporting one; more firms than can be named."""
    layers = []
    for key, label, goods, size, more in (
        ("up", _("Upstream"), ("晶体", "特种气体", "靶材", "光刻胶"), 18, 61),
        ("mid", _("Midstream"), ("晶圆", "引线框架", "封装基板"), 14, 82),
        ("down", _("Downstream"), ("传感器", "摄像模组", "车规芯片"), 16, 0),
    ):
        nodes = [
            ChainNode(
                key=f"{key}{n}",
                label=STEMS[n % 10]
                + goods[n % len(goods)]
                + ("股份" if n % 3 else "")
                + "有限公司",
                url=f"?firm={key}{n}",
                weight=size - n,
                kind="leader" if n == 0 else "inferred" if n % 7 == 5 else "",
            )
            for n in range(size)
        ]
        layers.append(ChainLayer(key, str(label), nodes, more=more, url=f"?layer={key}"))
    gap = ChainNode(key="gap", label="高纯石英砂（本地无人供应）", kind="gap", weight=99)
    layers[0] = ChainLayer("up", layers[0].label, [*layers[0].nodes, gap], 61, "?layer=up")
    support = [ChainNode(f"s{n}", f"{STEMS[n]}检测实验室", f"?firm=s{n}") for n in range(6)]
    layers.append(ChainLayer("support", str(_("Supporting")), support, 4, supporting=True))
    return layers


def chain_links() -> list[ChainLink]:
    """Links between the layers, some of them inferred."""
    ups = [
        ChainLink(f"up{n}", f"mid{(n * 5 + step) % 14}", n % 4 == 3, 1 + n % 3)
        for n in range(18)
        for step in range(1 + n % 2)
    ]
    downs = [
        ChainLink(f"mid{n}", f"down{(n * 3 + step) % 16}", n % 5 == 2, 1 + n % 4)
        for n in range(14)
        for step in range(1 + n % 3)
    ]
    rest = [ChainLink("up0", "down2"), ChainLink("s0", "mid0"), ChainLink("gap", "up0", True)]
    return ups + downs + rest


def events() -> list[LineEvent]:
    """A cluster's line: an unknown start, a span, a planned day."""
    return [
        LineEvent(None, "已有 50 余家企业", not_before=date(2014, 1, 1), known_by=date(2016, 4, 1)),
        LineEvent(date(2018, 7, 2), "设立集群党委", "confirmed", "?event=1"),
        LineEvent(date(2019, 5, 20), "第一次联席会议"),
        LineEvent(date(2019, 9, 1), "补链行动", until=date(2020, 6, 1)),
        LineEvent(date(2020, 11, 3), "推断：甲晶圆成为龙头", "inferred"),
        LineEvent(date(2021, 12, 31), "换届逾期", "late"),
        LineEvent(date(2023, 6, 30), "中期评估", "planned"),
    ]


def clock_events() -> list[LineEvent]:
    """A case's line, in hours."""
    return [
        LineEvent(datetime(2022, 3, 7, 9, 10), "收件", url="?event=2"),
        LineEvent(datetime(2022, 3, 7, 14, 30), "住建委接办"),
        LineEvent(datetime(2022, 3, 8, 10, 0), "补件", "soon"),
        LineEvent(datetime(2022, 3, 9, 11, 20), "办结", "confirmed"),
    ]


def closed_hours() -> list[tuple[date, date]]:
    """The hours when no office is open, 18:00 to 9:00."""
    evenings = [datetime(2022, 3, day, 18) for day in (6, 7, 8, 9)]
    return [(evening, evening + timedelta(hours=15)) for evening in evenings]


def decision() -> dict[str, Any]:
    """Three suppliers by four measures."""
    return {
        "decision_columns": [
            Candidate("甲晶圆", "?firm=1", chosen=True, note="九亭镇"),
            Candidate("乙晶圆", "?firm=2", note="新桥镇"),
            Candidate("丙晶圆", "?firm=3", note="嘉兴"),
        ],
        "decision_rows": [
            Measure(_("Distance"), [Cell(4, best=True), Cell(11), Cell(62)], unit="km"),
            Measure(
                _("Can deliver"),
                [Cell(400, best=True), Cell(250, inferred=True), Cell(None)],
                unit=_("pieces"),
            ),
            Measure(
                _("Price"),
                [
                    Cell(38),
                    Cell(35, best=True),
                    Cell(comparable=False, reason=_("Quoted with tax, the others without.")),
                ],
                unit=_("yuan"),
            ),
            Measure(
                _("Earlier matches"),
                [
                    Cell(12, best=True, reason=_("All twelve were confirmed by the buyer.")),
                    Cell(3, bound="above"),
                    Cell(0),
                ],
            ),
        ],
    }


def changes() -> list[Change]:
    """A re-uploaded table against what is held."""
    size, town = _("Employees"), _("Town")
    return [
        Change(
            "conflicting",
            "丙靶材厂",
            "?firm=4",
            [FieldChange(town, "新桥镇", "九亭镇")],
            _("Row 12, column Town: the site list of 2022-01-01 says otherwise."),
        ),
        Change(
            "changed",
            "乙晶圆厂",
            "?firm=2",
            [FieldChange(size, 140, 152), FieldChange(town, None, "泗泾镇")],
        ),
        Change("new", "丁封装厂", "?firm=5", [FieldChange(size, None, 31)]),
        Change("same", "甲晶体厂", "?firm=1"),
        Change("same", "戊测试厂", "?firm=6"),
    ]


def waiting(day: date) -> list[Waiting]:
    """Three matters, one late."""
    return [
        Waiting(
            "乙晶圆厂急需晶体 40 片",
            "?call=7",
            _("Forward"),
            "九亭镇 · 2 家可供",
            state="late",
            state_words=_("1 day late"),
        ),
        Waiting(
            "丁封装厂申请加入集群",
            "?join=3",
            _("Decide"),
            "已附 3 份材料",
            state="soon",
            state_words=_("due today"),
        ),
        Waiting("联席会议纪要待确认", "?note=5", _("Confirm"), due=day + timedelta(days=3)),
    ]


def map_config() -> MapConfig:
    """Nine squares for nine places; an outline is a sketch in any case."""
    points, features = [], []
    for n, count in enumerate((1526, 735, 404, 231, 127, 72, 39, 29, 9)):
        lon, lat = 119.0 + (n % 3) * 0.8, 30.0 + (n // 3) * 0.6
        ring = [[lon, lat], [lon + 0.8, lat], [lon + 0.8, lat + 0.6], [lon, lat + 0.6], [lon, lat]]
        features.append(
            {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
        kind = "inferred" if n == 4 else ""
        points.append(MapPoint(f"{STEMS[n]}镇", count, lon + 0.4, lat + 0.3, f"?town={n}", kind))
    outlines = {"type": "FeatureCollection", "features": features}
    return MapConfig(points, outlines=outlines, unit=_("firms"))


def context(day: date) -> dict[str, Any]:
    """Everything that ``ui/components.html`` prints, as of a day."""
    rejected = ShortageForm({"product": "", "quantity": "0", "share": "cluster"})
    return {
        "day": day,
        "history": [1526, 1580, None, 1755, 1902, 2110, 2306],
        "events": events(),
        "events_as_of": date(2022, 3, 8),
        "clock_events": clock_events(),
        "closed_hours": closed_hours(),
        "branches": branches(),
        "growth_chart": growth_chart(),
        "town_panels": town_panels(),
        "layers": chain_layers(),
        "links": chain_links(),
        "changes": changes(),
        "waiting_items": waiting(day),
        "chips": [
            Chip(_("Town"), "九亭镇", "?town="),
            Chip(_("Trade"), "集成电路", "?trade="),
            Chip(_("Leader"), _("yes"), "?leader="),
        ],
        "effects": [
            Effect("甲晶体厂党支部", _("becomes part of the cluster's organisation"), day),
            Effect("乙晶圆厂党支部", _("becomes part of the cluster's organisation"), day),
            Effect("九亭镇名册", _("keeps both firms in its own line")),
        ],
        "firm_table": FirmTable(firm_rows()),
        "firm_rows": firm_rows()[:8],
        "form": ShortageForm(initial={"share": "cluster"}),
        "rejected_form": rejected,
        "map_config": map_config(),
        "fact_pairs": [
            (_("Founded"), None),
            (_("Town"), "九亭镇"),
            (_("Unified code"), "91310000MA1FL0000X"),
        ],
        **decision(),
    }
