"""Tables of firms: identity, names, place, industry, products, yearly figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from jilian.base.bulk import chunks
from jilian.base.reading import cells
from jilian.base.reading.places import Reader
from jilian.firms.operations import save_firms
from jilian.firms.queries import compare_firms
from jilian.firms.rules import FIELD_LABELS, REASONS, FirmKey, FirmRow, Measure, Scheme
from jilian.intake.formats import numbers
from jilian.intake.formats.columns import Column, TableFormat
from jilian.intake.formats.lines import Line
from jilian.intake.formats.meanings import known_division, known_industry
from jilian.intake.formats.straight import straight_firms
from jilian.intake.queries import Register
from jilian.intake.rules import TableKind

SCHEMES = {
    Scheme.STOCK_CODE: ("股票代码", "证券代码", "stock code"),
    Scheme.REGISTER_NUMBER: ("注册号", "工商注册号", "register number"),
    Scheme.USCC: ("统一社会信用代码", "信用代码", "credit code", "unified social credit code"),
    Scheme.NAMED_IN_DOCUMENT: ("文件所载名称", "named in a document"),
    Scheme.MADE: ("示例编号", "number of a made-up firm"),
}
CREDIT_CODE_NAMES = (
    "统一社会信用代码", "社会信用代码", "统一信用代码", "信用代码", "USCC",
    "credit code", "social credit code",
)  # fmt: skip
KEYS = ("credit_code", "stock_code", "register_number", "identifier")


def _figure(field: Measure, names: tuple[str, ...], name_en: str, reader: Reader) -> Column:
    return Column(field, names, name_en, reader, _("Of the year in column 年份."), yearly=True,
                  example="", in_template=field in (Measure.EMPLOYEES, Measure.REVENUE,
                                                    Measure.RESEARCH_COST))  # fmt: skip


_money = numbers.money("万元")
_signed = numbers.money("万元", may_be_negative=True)

COLUMNS: tuple[Column, ...] = (
    Column("name", ("企业名称", "单位名称", "公司名称", "单位详细名称", "名称", "firm", "company",
                    "company name", "name"), "Firm name", cells.text(200),
           _("As registered."), "示例：某某半导体材料有限公司", "Example: a firm's full name",
           needed=True),
    Column("credit_code", CREDIT_CODE_NAMES, "Unified social credit code", cells.credit_code,
           _("18 characters; the check digit is checked."), "91310117XXXXXXXXXX",
           "91310117XXXXXXXXXX"),
    Column("stock_code", ("股票代码", "证券代码"), "Stock code", cells.code(80),
           _("With its exchange. Stands in for a missing credit code."), "", ""),
    Column("register_number", ("注册号", "工商注册号", "营业执照注册号"), "Register number",
           cells.code(80), _("Stands in for a missing credit code."), "", "", in_template=False),
    Column("scheme", ("标识类型", "证照类型", "代码类型", "identifier type"), "Scheme",
           cells.word(SCHEMES), _("Of the identifier in the next column."), in_template=False),
    Column("identifier", ("标识", "标识号", "证照号码", "企业编号"), "Identifier", cells.code(80),
           _("A firm without a credit code is found by scheme and identifier."),
           in_template=False),
    Column("short_name", ("企业简称", "简称"), "Short name", cells.text(200), in_template=False),
    Column("english_name", ("英文名称", "企业英文名称"), "English name", cells.text(200),
           in_template=False),
    Column("former_names", ("曾用名", "曾用名称", "原名称", "former name"), "Former names",
           cells.texts(200), _("Several between 、 or ;"), in_template=False),
    Column("division", ("所属街镇", "街镇", "所在街镇", "所属街道", "所在街道", "所属乡镇", "乡镇",
                        "街道", "街镇代码", "行政区划代码", "行政区划", "区划代码", "town",
                        "division code"), "Division", cells.text(60),
           _("Name or code of the town or street."), "新桥镇", "新桥镇"),
    Column("address", ("地址", "注册地址", "住所", "经营地址", "生产经营地址", "企业地址"),
           "Address", cells.text(300), "", "某某路 1 号", "1 Example Road"),
    Column("lon", ("经度", "lng"), "Longitude", numbers.degrees(180), _("Degrees."),
           in_template=False),
    Column("lat", ("纬度",), "Latitude", numbers.degrees(90), _("Degrees."), in_template=False),
    Column("industry", ("行业代码", "国民经济行业代码", "行业小类代码", "行业小类", "行业",
                        "所属行业", "行业名称", "industry"), "Industry code", cells.text(120),
           _("GB/T 4754-2017, for example 3973 or C3973; or the exact name of the class."),
           "3985", "3985"),
    Column("makes", ("主要产品", "产品", "主营产品", "主要产品名称", "products"), "Makes",
           cells.texts(120), _("Several between 、 or ;"), "光刻胶、清洗液", "光刻胶、清洗液"),
    Column("buys", ("采购产品", "主要原材料", "原材料", "主要采购产品"), "Buys", cells.texts(120),
           _("Several between 、 or ;"), "树脂", "树脂"),
    Column("year", ("年份", "年度", "统计年度", "数据年份", "所属年份"), "Year", cells.year,
           _("Of the yearly figures."), "2025", "2025"),
    _figure(Measure.EMPLOYEES, ("从业人员", "从业人员数", "从业人数", "员工人数", "员工数",
            "职工人数", "从业人员期末人数", "用工人数"), "Employees", numbers.count),
    _figure(Measure.REVENUE, ("营业收入(万元)", "营收", "年营业收入", "主营业务收入"),
            "Revenue (10,000 yuan)", _money),
    _figure(Measure.OUTPUT, ("工业总产值(万元)", "产值", "总产值"), "Output value (10,000 yuan)",
            _money),
    _figure(Measure.ASSETS, ("资产总计(万元)", "总资产", "资产总额"), "Assets (10,000 yuan)",
            _money),
    _figure(Measure.RESEARCH_COST, ("研发费用(万元)", "研发投入", "研发经费", "研究开发费用"),
            "Research cost (10,000 yuan)", _money),
    _figure(Measure.PATENTS, ("有效专利数", "专利数", "有效专利", "专利拥有量"), "Patents",
            numbers.count),
    _figure(Measure.TAX, ("税收(万元)", "纳税额", "税金", "税收总额", "实缴税金"),
            "Tax (10,000 yuan)", _signed),
    _figure(Measure.VALUE_ADDED, ("增加值(万元)", "工业增加值"), "Value added (10,000 yuan)",
            _signed),
    _figure(Measure.LAND, ("占地面积(亩)", "用地面积", "土地面积"), "Land (mu)",
            numbers.measured(numbers.MU, "亩")),
    Column("known_by", ("数据日期", "截至日期", "统计时点", "as of"), "Known by", cells.day,
           _("The day that the row tells of; the day of the upload where it is empty.")),
    Column("valid_from", ("生效日期", "起始日期", "valid from"), "From", cells.day,
           _("First day on which the row holds, if it is known."), in_template=False),
)  # fmt: skip


def rows(lines: Iterable[Line], register: Register) -> Iterator[tuple[Line, FirmRow]]:
    """Turn lines into rows of firms."""
    for part in chunks(lines):
        divisions = register.divisions(line["division"] for line in part if line["division"])
        for line in part:
            keys = _keys(line)
            place = known_division(line, divisions)
            industry = known_industry(line, register)
            facts = _facts(line)
            if (line["lon"] is None) != (line["lat"] is None):
                line.refuse("lon" if line["lon"] is not None else "lat", "point_odd")
            if not line.is_bad:
                yield line, _row(line, keys, place, industry, facts)


def _keys(line: Line) -> list[FirmKey]:
    """All identifiers of the row; the credit code first, then in the order of trust."""
    keys: list[FirmKey] = []
    if line["credit_code"]:
        keys.append((Scheme.USCC.value, line["credit_code"]))
    if line["identifier"]:
        if line["scheme"]:
            keys.append(_stated_key(line))
        elif not line.is_bad:
            line.refuse("identifier", "scheme_missing")
    if line["stock_code"]:
        keys.append((Scheme.STOCK_CODE.value, line["stock_code"]))
    if line["register_number"]:
        keys.append((Scheme.REGISTER_NUMBER.value, line["register_number"]))
    if not keys and not line.is_bad:
        line.refuse("credit_code", "identifier_missing")
    return list(dict.fromkeys(keys))


def _stated_key(line: Line) -> FirmKey:
    scheme, identifier = str(line["scheme"]), line["identifier"]
    if scheme == Scheme.USCC:
        identifier = line.reread("identifier", cells.credit_code) or identifier
    return scheme, identifier


def _facts(line: Line) -> tuple[tuple[int, str, Decimal], ...]:
    found: list[tuple[int, str, Decimal]] = []
    for in_heading, measure, value in line["yearly"] or ():
        year = in_heading or line["year"]
        if year is None:
            if not line.is_bad:
                line.refuse("year", "year_missing")
            continue
        found.append((year, str(measure), Decimal(value)))
    return tuple(found)


def _row(
    line: Line, keys: list[FirmKey], place: str | None, industry: str | None, facts: Any
) -> FirmRow:
    (scheme, identifier), *others = keys
    return FirmRow(
        scheme=scheme,
        identifier=identifier,
        name=line["name"],
        short_name=line["short_name"],
        english_name=line["english_name"],
        former_names=line["former_names"] or (),
        other_identities=tuple(others),
        division_code=place,
        address=line["address"],
        lon=line["lon"],
        lat=line["lat"],
        industry_code=industry,
        industry_basis="stated" if industry else "",
        makes=line["makes"] or (),
        buys=line["buys"] or (),
        facts=facts,
        known_by=line["known_by"],
        valid_from=line["valid_from"],
        row=line.number,
    )


FORMAT: TableFormat[FirmRow] = TableFormat(
    kind=TableKind.FIRMS,
    columns=COLUMNS,
    either=(KEYS,),
    rows=rows,
    identity=lambda row: row.key,
    compare=compare_firms,
    save=save_firms,
    straight=straight_firms,
    labels=FIELD_LABELS,
    reasons=REASONS,
)
