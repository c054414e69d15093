"""Frozen reports: the published article's results as a brief, and a month of the made district."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from jilian.accounts.models import Person
from jilian.base.months import months_later
from jilian.places.models import World
from jilian.reports import operations as reports
from jilian.reports.models import Report

RESULTS = """# 经济运行
2021年，松江区规上工业企业达【规模以上工业企业数·松江区·2021年12月31日】，产值达【规上工业总产值·松江区·2021年】，战略性新兴产业产值占比【战略性新兴产业产值占比·松江区·2021年】；高新技术企业达【高新技术企业数·松江区·2021年12月31日】，【高新技术企业数·松江区·2021年12月31日·同比】；专精特新企业达【专精特新企业数·松江区·2022年3月】，其中国家级专精特新“小巨人”企业【专精特新“小巨人”企业数·松江区·2022年3月】。
# 财政与总量
“十三五”期间，地方财政收入年均增长【地方财政收入年均增长·松江区·2016..2020】，地区生产总值绝对量年均增长【生产总值年均增长（绝对量）·松江区·2016..2020】。2021年地方财政收入【地方财政收入·松江区·2021年】，【地方财政收入·松江区·2021年·同比】，连续【地方财政收入连续同比正增长月数·松江区·2021年12月31日】保持同比正增长。
"""
RESULTS_EN = """# Economy
In 2021 the district had 【above_scale_firms·310117·2021-12-31】 above scale with an output of 【above_scale_output·310117·2021】, 【high_tech_firms·310117·2021-12-31】 of high technology (【high_tech_firms·310117·2021-12-31·growth on the year before】). Local fiscal revenue was 【local_fiscal·310117·2021】, 【local_fiscal·310117·2021·growth on the year before】.
"""  # noqa: E501  one line is one paragraph
MONTH = """# 企业与集群
本月末，全区在册企业【在册企业数】，其中规模以上工业企业【规模以上工业企业数】，高新技术企业【高新技术企业数】，高新技术企业【高新技术企业数·同比】。产业集群【产业集群数】，成员企业【集群成员企业数·自动】。
# 服务
| 项目 | 本月 | 上月 |
| 受理企业诉求 | 【受理企业诉求数】 | 【受理企业诉求数·上月】 |
| 短缺求助 | 【短缺求助数】 | 【短缺求助数·上月】 |
| 集群内解决率 | 【集群内解决率】 | 【集群内解决率·上月】 |
以上为虚构数据。
"""
ARTICLE_MONTH = date(2022, 3, 1)


def compile_briefs(
    *, by: Person, second: Person, at: datetime, corridor: World, made: World
) -> None:
    """Compile both, sign them by two, print them; once."""
    if Report.objects.filter(world__in=(corridor, made)).exists():
        return
    last = months_later(timezone.localdate(at).replace(day=1), -1)
    for world, key, name, name_en, body, body_en, month, audience in (
        (corridor, "results", "松江区产业发展成效", "Results of Songjiang", RESULTS, RESULTS_EN,
         ARTICLE_MONTH, "public"),
        (made, "monthly", "经济运行月报（虚构）", "", MONTH, "", last, "inside"),
    ):  # fmt: skip
        template = reports.save_template(
            by=by, at=at, world=world, key=key, name=name, name_en=name_en, body=body,
            body_en=body_en,
        )  # fmt: skip
        done = reports.compile_report(
            by=by, at=at, world=world, month=month, template=template, audience=audience
        )
        for person in (by, second):
            reports.sign_report(by=person, at=at, report=done.report)
        reports.print_report(by=by, at=at, report=done.report, kind="pdf")
