"""Tables as people send them: CSV in any encoding, workbooks with merged cells."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from stdnum.cn import uscc


def credit_code(number: int) -> str:
    """A made-up code with a right check digit."""
    stem = f"91310117MA{number:07d}"
    return stem + uscc.calc_check_digit(stem)


def csv_of(text: str, encoding: str = "utf-8") -> bytes:
    """A CSV file from the lines of a text."""
    return "\n".join(line.strip() for line in text.strip().splitlines()).encode(encoding)


def xlsx_of(*rows: Sequence[object], merged: Iterable[str] = (), more: Iterable[str] = ()) -> bytes:
    """A workbook with these rows on its first sheet, and further empty sheets."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    for name in more:
        book.create_sheet(name)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


CRYSTAL, WAFER, SENSOR = credit_code(1), credit_code(2), credit_code(3)
FIRMS = csv_of(f"""
    企业名称,统一社会信用代码,所属街镇,行业代码,年份,营业收入(万元)
    林氏晶圆有限公司,{CRYSTAL},新桥镇,3973,2025,"1,200"
    松江晶体材料有限公司,{WAFER},九亭镇,3985,2025,1.5亿元
    云间传感器有限公司,{SENSOR},310117105,C3973,2025,
""")
LINKS = csv_of(f"""
    供应商,采购商,采购商信用代码,产品,年采购额（万元）,起始日期
    松江晶体材料有限公司,林氏晶圆有限公司,,晶体,"1,200",2022-03-08
    林氏晶圆有限公司,,{SENSOR},晶圆,2亿元,2022年4月1日
""")
ORGANISATIONS = csv_of(f"""
    组织名称,组织类型,上级组织,所在街镇,所在企业,统一社会信用代码,覆盖方式,正式党员数,统计日期
    新桥镇党委,党委,,新桥镇,,,,,
    林氏晶圆党支部,党支部,新桥镇党委,新桥镇,林氏晶圆有限公司,{CRYSTAL},单独组建,12,2025-12-31
""")
