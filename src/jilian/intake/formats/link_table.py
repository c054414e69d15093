"""Tables of supply links: who supplies whom, with what, for how much, since when."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.bulk import chunks
from jilian.base.reading import cells
from jilian.intake.formats import numbers
from jilian.intake.formats.columns import Column, TableFormat
from jilian.intake.formats.firm_table import SCHEMES
from jilian.intake.formats.lines import Line
from jilian.intake.formats.meanings import FirmFields, FirmsNamed
from jilian.intake.queries import Register
from jilian.intake.rules import TableKind
from jilian.network.operations import save_links
from jilian.network.queries import compare_links
from jilian.network.rules import REASONS, Evidence, LinkRow, ValueBand

EVIDENCE = {
    Evidence.DECLARED: ("申报", "企业申报", "自报", "declared", "declared by a party"),
    Evidence.ORDER: ("订单", "合同", "发票", "order", "order seen"),
    Evidence.PUBLISHED: ("公开", "公告", "年报", "published"),
    Evidence.INFERRED: ("推断", "inferred"),
}
BANDS = {
    ValueBand.TO_50: ("50万元以下", "50万以下", "0-50万元", "under 500,000 yuan"),
    ValueBand.TO_200: ("50-200万元", "50万-200万元", "50万-200万"),
    ValueBand.TO_1000: ("200-1000万元", "200万-1000万元", "200万-1000万"),
    ValueBand.TO_5000: ("1000-5000万元", "1000万-5000万元", "1000万-5000万"),
    ValueBand.OVER_5000: ("5000万元以上", "5000万以上", "50 million yuan or more"),
}
LABELS = {
    "amount_yuan": _("yearly value (yuan)"),
    "band": _("band of yearly value"),
    "last_seen_on": _("last seen on"),
    "valid_from": pgettext_lazy("link", "from"),
    "valid_to": pgettext_lazy("link", "to"),
    "known_by": _("known by"),
    "not_before": _("not before"),
}
SUPPLIER = FirmFields("supplier_code", "supplier_scheme", "supplier_identifier", "supplier")
BUYER = FirmFields("buyer_code", "buyer_scheme", "buyer_identifier", "buyer")
SIDES = (SUPPLIER, BUYER)
_SUPPLIER_WORDS = ("供应商", "供方", "供货方", "卖方", "销售方", "上游企业", "供应企业")
_BUYER_WORDS = (
    "采购商",
    "客户",
    "需方",
    "购方",
    "购货方",
    "买方",
    "采购方",
    "下游企业",
    "采购企业",
)
_CODES = ("统一社会信用代码", "信用代码", "社会信用代码")


def _joined(words: tuple[str, ...], ends: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word + end for end in ends for word in words)


COLUMNS: tuple[Column, ...] = (
    Column("supplier", (*_SUPPLIER_WORDS, *_joined(_SUPPLIER_WORDS, ("名称", "企业名称")),
                        "supplier name"), "Supplier", cells.text(200),
           _("A registered name that only one firm has; or leave it and give the code."),
           "示例：某某半导体材料有限公司", "Example: name of the supplier"),
    Column("supplier_code", _joined(_SUPPLIER_WORDS, _CODES), "Supplier credit code",
           cells.credit_code, _("Goes before the name."), "91310117XXXXXXXXXX",
           "91310117XXXXXXXXXX"),
    Column("supplier_scheme", _joined(_SUPPLIER_WORDS, ("标识类型", "代码类型")),
           "Supplier scheme", cells.word(SCHEMES), in_template=False),
    Column("supplier_identifier", _joined(_SUPPLIER_WORDS, ("标识", "标识号", "编号")),
           "Supplier identifier", cells.code(80), _("For a firm without a credit code."),
           in_template=False),
    Column("buyer", (*_BUYER_WORDS, *_joined(_BUYER_WORDS, ("名称", "企业名称")), "buyer name",
                     "customer"), "Buyer", cells.text(200),
           _("As for the supplier."), "某某集成电路有限公司", "Name of the buyer"),
    Column("buyer_code", _joined(_BUYER_WORDS, _CODES), "Buyer credit code", cells.credit_code,
           _("Goes before the name."), "91310117XXXXXXXXXX", "91310117XXXXXXXXXX"),
    Column("buyer_scheme", _joined(_BUYER_WORDS, ("标识类型", "代码类型")), "Buyer scheme",
           cells.word(SCHEMES), in_template=False),
    Column("buyer_identifier", _joined(_BUYER_WORDS, ("标识", "标识号", "编号")),
           "Buyer identifier", cells.code(80), _("For a firm without a credit code."),
           in_template=False),
    Column("product", ("产品", "产品名称", "供应产品", "供货产品", "物料", "物料名称", "品名"),
           "Product", cells.text(120), _("What is supplied."), "光刻胶", "光刻胶"),
    Column("amount", ("年采购额(万元)", "采购额", "年供货额", "供货额", "年交易额", "交易额",
                      "采购金额", "金额", "amount", "value"), "Yearly value (10,000 yuan)",
           numbers.money("元"), _("With its unit in the heading or in the cell: 万元, 亿元."),
           "1,200", "1,200", shared=False),
    Column("band", ("年采购额区间", "采购额区间", "金额区间", "交易额区间", "band"), "Value band",
           cells.word(BANDS), _("Where only the size class is known."), in_template=False),
    Column("evidence", ("依据", "证据", "数据来源", "来源"), "Evidence", cells.word(EVIDENCE),
           _("申报 (taken where it is empty), 订单 or 公开."), "申报", "declared"),
    Column("valid_from", ("起始日期", "开始日期", "起始供货日期", "合作起始日期", "from",
                          "valid from"), "Start", cells.day,
           _("First day of the supply, if it is known."), "2022-03-08", "2022-03-08"),
    Column("last_day", ("终止日期", "结束日期", "截止日期", "until", "last day"), "End",
           cells.day_after, _("Last day of the supply; empty while it lasts.")),
    Column("last_seen_on", ("最近交易日期", "最近供货日期", "last seen on"), "Last seen",
           cells.day, in_template=False),
    Column("known_by", ("数据日期", "截至日期", "统计时点", "as of"), "Known by", cells.day,
           _("The day that the row tells of; the day of the upload where it is empty."),
           in_template=False),
)  # fmt: skip


def rows(lines: Iterable[Line], register: Register) -> Iterator[tuple[Line, LinkRow]]:
    """Turn lines into rows of links."""
    for part in chunks(lines):
        firms = FirmsNamed(part, SIDES, register)
        for line in part:
            supplier, buyer = firms.one(line, SUPPLIER), firms.one(line, BUYER)
            _check(line)
            if supplier is None or buyer is None:
                continue
            if supplier == buyer:
                line.refuse("buyer", "firms_same")
            if not line.is_bad:
                yield line, _row(line, supplier, buyer)


def _check(line: Line) -> None:
    if line["evidence"] == Evidence.INFERRED:
        line.refuse("evidence", "inferred_not_taken")
    start = line["valid_from"] or line["known_by"]
    if line["last_day"] and start and line["last_day"] <= start:
        line.refuse("last_day", "dates_reversed", start=start.isoformat())


def _row(line: Line, supplier: tuple[str, str], buyer: tuple[str, str]) -> LinkRow:
    return LinkRow(
        supplier=supplier,
        buyer=buyer,
        evidence=str(line["evidence"] or Evidence.DECLARED),
        product=line["product"] or "",
        amount_yuan=line["amount"],
        band=str(line["band"] or ""),
        valid_from=line["valid_from"],
        known_by=line["known_by"],
        valid_to=line["last_day"],
        last_seen_on=line["last_seen_on"],
        row=line.number,
    )


def identity(row: LinkRow) -> Hashable:
    """The same two firms, product, evidence and start may stand in one row only."""
    return row.supplier, row.buyer, row.product, row.evidence, row.valid_from or row.known_by


FORMAT: TableFormat[LinkRow] = TableFormat(
    kind=TableKind.LINKS,
    columns=COLUMNS,
    either=(
        ("supplier", "supplier_code", "supplier_identifier"),
        ("buyer", "buyer_code", "buyer_identifier"),
    ),
    rows=rows,
    identity=identity,
    compare=compare_links,
    save=save_links,
    labels=LABELS,
    reasons=REASONS,
)
