"""Tables of titles: recognitions of firms and carriers, by level, document and days."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.bulk import chunks
from jilian.base.reading import cells
from jilian.firms.operations import save_titles
from jilian.firms.queries.comparing import compare_titles
from jilian.firms.rules import TitleLevel, TitleRow
from jilian.intake.formats.columns import Column, TableFormat
from jilian.intake.formats.firm_table import CREDIT_CODE_NAMES, SCHEMES
from jilian.intake.formats.lines import Line
from jilian.intake.formats.meanings import FirmFields, FirmsNamed
from jilian.intake.queries import Register
from jilian.intake.rules import TableKind

FIRM = FirmFields("firm_code", "firm_scheme", "firm_identifier", "firm")
LEVELS = {
    TitleLevel.NATIONAL: ("国家级", "国家", "部级", "national"),
    TitleLevel.CITY: ("市级", "省级", "市", "上海市级", "municipal", "provincial", "city"),
    TitleLevel.DISTRICT: ("区级", "区", "县级", "district"),
}

COLUMNS: tuple[Column, ...] = (
    Column("kind", ("称号", "资质名称", "认定名称", "称号名称", "资质", "资质类型", "认定类型",
                    "荣誉名称", "荣誉称号", "title", "recognition"), "Title", cells.text(80),
           _("For example 高新技术企业 or 创新载体."), "示例：高新技术企业",
           "Example: high-tech enterprise", needed=True),
    Column("level", ("级别", "认定级别", "称号级别", "等级", "层级"), "Level", cells.word(LEVELS),
           _("国家级, 市级 or 区级."), "国家级", "national", needed=True),
    Column("firm", ("企业名称", "单位名称", "公司名称", "获评企业", "认定企业", "company",
                    "firm name"), "Firm", cells.text(200),
           _("A title has one holder: a firm, or a carrier in its own column."),
           "某某半导体材料有限公司", "Name of the firm"),
    Column("firm_code", (*CREDIT_CODE_NAMES, "企业统一社会信用代码"), "Firm credit code",
           cells.credit_code, _("Goes before the name."), "91310117XXXXXXXXXX",
           "91310117XXXXXXXXXX"),
    Column("firm_scheme", ("企业标识类型", "标识类型"), "Firm scheme", cells.word(SCHEMES),
           in_template=False),
    Column("firm_identifier", ("企业标识", "企业标识号", "标识"), "Firm identifier",
           cells.code(80), _("For a firm without a credit code."), in_template=False),
    Column("carrier", ("载体名称", "创新载体名称", "载体", "孵化器名称", "平台名称"), "Carrier",
           cells.text(200), _("As it is called in the register."), "", ""),
    Column("document", ("文号", "认定文号", "证书编号", "文件名称", "批次", "认定文件"),
           "Document", cells.text(200), _("Number or name of the document that gives it."), "", ""),
    Column("valid_from", ("认定日期", "发证日期", "生效日期", "起始日期", "有效期起", "认定时间",
                          "valid from"), "From", cells.day,
           _("First day on which it is held, if it is known."), "2022-03-08", "2022-03-08"),
    Column("last_day", ("有效期至", "有效期止", "到期日期", "截止日期", "失效日期", "valid until"),
           "Until", cells.day_after, _("Last day; empty while it lasts."), "2025-03-07",
           "2025-03-07"),
    Column("known_by", ("数据日期", "截至日期", "统计时点", "as of"), "Known by", cells.day,
           _("The day that the row tells of; the day of the upload where it is empty."),
           in_template=False),
)  # fmt: skip


def rows(lines: Iterable[Line], register: Register) -> Iterator[tuple[Line, TitleRow]]:
    """Turn lines into rows of titles."""
    for part in chunks(lines):
        firms = FirmsNamed(part, (FIRM,), register)
        carriers = register.carriers(line["carrier"] for line in part if line["carrier"])
        for line in part:
            firm = firms.one(line, FIRM, needed=False)
            carrier = line["carrier"]
            if carrier and carrier not in carriers:
                line.refuse("carrier", "carrier_unknown")
            _check(line, names_a_firm=firm is not None)
            if not line.is_bad:
                yield line, _row(line, firm, carrier)


def _check(line: Line, *, names_a_firm: bool) -> None:
    if names_a_firm and line["carrier"]:
        line.refuse("carrier", "holder_twice")
    if not names_a_firm and not line["carrier"] and not line.is_bad:
        line.refuse("firm", "holder_missing")
    start = line["valid_from"] or line["known_by"]
    if line["last_day"] and start and line["last_day"] <= start:
        line.refuse("last_day", "dates_reversed", start=start.isoformat())
    elif line["last_day"] and not start and not line.is_bad:
        line.refuse("valid_from", "start_missing")


def _row(line: Line, firm: tuple[str, str] | None, carrier: str | None) -> TitleRow:
    return TitleRow(
        kind=line["kind"],
        level=int(line["level"]),
        firm=firm,
        carrier=carrier,
        document=line["document"] or "",
        valid_from=line["valid_from"],
        known_by=line["known_by"],
        valid_to=line["last_day"],
        row=line.number,
    )


def identity(row: TitleRow) -> Hashable:
    """The same title may not stand in two rows."""
    return replace(row, row=None)


FORMAT: TableFormat[TitleRow] = TableFormat(
    kind=TableKind.TITLES,
    columns=COLUMNS,
    either=(("firm", "firm_code", "firm_identifier", "carrier"),),
    rows=rows,
    identity=identity,
    compare=compare_titles,
    save=save_titles,
    labels={
        "document": _("document"),
        "valid_from": pgettext_lazy("link", "from"),
        "valid_to": pgettext_lazy("link", "to"),
        "known_by": _("known by"),
        "not_before": _("not before"),
    },
    reasons={"ends_before_start": _("It would end before the day on which it is held to start.")},
)
