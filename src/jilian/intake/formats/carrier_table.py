"""Tables of carriers: incubators, maker spaces, laboratories, with who runs them and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from jilian.base.bulk import chunks
from jilian.base.reading import cells
from jilian.firms.operations import save_carriers
from jilian.firms.queries.comparing import compare_carriers
from jilian.firms.rules import CarrierRow
from jilian.intake.formats.columns import Column, TableFormat
from jilian.intake.formats.firm_table import SCHEMES
from jilian.intake.formats.lines import Line
from jilian.intake.formats.meanings import FirmFields, FirmsNamed, known_division
from jilian.intake.queries import Register
from jilian.intake.rules import TableKind

OPERATOR = FirmFields("operator_code", "operator_scheme", "operator_identifier", "operator")
_OPERATOR_WORDS = (
    "运营单位", "运营企业", "运营机构", "运营主体", "建设单位", "依托单位", "依托企业",
)  # fmt: skip
_CODES = ("统一社会信用代码", "信用代码", "社会信用代码")

COLUMNS: tuple[Column, ...] = (
    Column("name", ("载体名称", "创新载体名称", "孵化器名称", "众创空间名称", "平台名称", "载体",
                    "名称", "carrier name", "name"), "Carrier", cells.text(200), _("In full."),
           "示例：某某科技企业孵化器", "Example: name of an incubator", needed=True),
    Column("operator", (*_OPERATOR_WORDS, *(word + "名称" for word in _OPERATOR_WORDS),
                        "operated by"), "Operator", cells.text(200),
           _("A registered name that only one firm has; or leave it and give the code."),
           "某某园区运营有限公司", "Name of the operator"),
    Column("operator_code", (*(word + code for word in _OPERATOR_WORDS for code in _CODES),
                             *_CODES), "Operator credit code", cells.credit_code,
           _("Goes before the name."), "91310117XXXXXXXXXX", "91310117XXXXXXXXXX"),
    Column("operator_scheme", tuple(word + "标识类型" for word in _OPERATOR_WORDS),
           "Operator scheme", cells.word(SCHEMES), in_template=False),
    Column("operator_identifier", tuple(word + "标识" for word in _OPERATOR_WORDS),
           "Operator identifier", cells.code(80), _("For a firm without a credit code."),
           in_template=False),
    Column("division", ("所在街镇", "所属街镇", "街镇", "所在街道", "街道", "乡镇", "行政区划代码",
                        "town", "division code"), "Division", cells.text(60),
           _("Name or code of the town or street."), "新桥镇", "新桥镇"),
)  # fmt: skip


def rows(lines: Iterable[Line], register: Register) -> Iterator[tuple[Line, CarrierRow]]:
    """Turn lines into rows of carriers."""
    for part in chunks(lines):
        firms = FirmsNamed(part, (OPERATOR,), register)
        divisions = register.divisions(line["division"] for line in part if line["division"])
        for line in part:
            operator = firms.one(line, OPERATOR, needed=False)
            place = known_division(line, divisions)
            if not line.is_bad:
                yield line, CarrierRow(line["name"], operator, place, line.number)


FORMAT: TableFormat[CarrierRow] = TableFormat(
    kind=TableKind.CARRIERS,
    columns=COLUMNS,
    either=(),
    rows=rows,
    identity=lambda row: row.name,
    compare=compare_carriers,
    save=save_carriers,
    labels={"operator": _("operator"), "division": _("division")},
)
