"""The table comes back as a workbook with its cells marked, to be mended and sent again."""

from __future__ import annotations

import io

import pytest
from click.testing import CliRunner
from django.urls import reverse
from openpyxl import load_workbook

from conftest import NOON
from jilian.base.errors import Refusal
from jilian.intake import operations
from jilian.intake.cli import import_table
from jilian.intake.formats import marking
from jilian.intake.models import Upload
from uploaded_tables import CRYSTAL, SENSOR, WAFER, csv_of, xlsx_of

BAD = csv_of(f"""
    企业名称,统一社会信用代码,年份,营业收入(万元)
    林氏晶圆有限公司,{CRYSTAL},2025,1200
    =cmd|' /C calc'!A0,{WAFER[:-1]},2025,很多
    云间传感器有限公司,{SENSOR},2025,3.125
""")


@pytest.fixture
def checked(mei, world, industries):
    def make(content=BAD, name="table.csv") -> Upload:
        upload = operations.receive_upload(
            by=mei, at=NOON, world=world, kind="firms", file_name=name, content=content
        )
        return operations.check_upload(upload_id=upload.pk, by=mei, at=NOON)

    return make


def opened(file):
    return load_workbook(io.BytesIO(file.content)).worksheets


def cells(sheet) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_rows_with_problems_come_back_marked_and_commented(checked):
    (sheet,) = opened(operations.marked_file(checked(), only_bad=True))
    head, bad, rounded = cells(sheet)
    assert head[:4] == ("企业名称", "统一社会信用代码", "年份", "营业收入(万元)")
    assert (bad[4] == 3 and "有17位" in bad[5]) or "17" in bad[5]
    assert rounded[4] == 4
    assert sheet["B2"].fill.fgColor.rgb.endswith(marking.WRONG.fgColor.rgb[-6:])
    assert sheet["D3"].fill.fgColor.rgb.endswith(marking.WARNED.fgColor.rgb[-6:])
    assert "17" in sheet["B2"].comment.text


def test_no_cell_of_it_runs_as_a_formula_and_the_name_is_read_back_as_it_was(checked, mei):
    (sheet,) = opened(operations.marked_file(checked(), only_bad=True))
    assert sheet["A2"].value == "'=cmd|' /C calc'!A0"
    assert sheet["A2"].data_type == "s"
    sheet["B2"].value, sheet["D2"].value = WAFER, 5
    written = io.BytesIO()
    sheet.parent.save(written)
    mended = checked(written.getvalue(), "mended.xlsx")
    assert mended.bad_rows == 0 and mended.counts["new"] == 2
    assert mended.reading["unknown"] == {}  # the two columns that we added are not asked about
    assert mended.counts["examples"]["new"][0]["title"] == "=cmd|' /C calc'!A0"


def test_all_rows_come_back_when_asked(checked):
    (sheet,) = opened(operations.marked_file(checked(), only_bad=False))
    assert [row[4] for row in cells(sheet)] == [cells(sheet)[0][4], 2, 3, 4]


def test_a_large_table_comes_back_without_its_good_rows_and_says_so(checked, monkeypatch):
    monkeypatch.setattr(marking, "MOST_CELLS", 12)
    file = operations.marked_file(checked(), only_bad=False)
    assert file.is_cut
    rows, notes = opened(file)
    assert [row[4] for row in cells(rows)][1:] == [3, 4]
    assert cells(notes)[0][0]


def test_titles_merged_heads_and_control_signs_survive(checked):
    content = xlsx_of(
        ("名单", None, None),
        ("企业名称", "信用代码", "2025年"),
        (None, None, "营业收入(万元)"),
        ("甲", CRYSTAL[:-1], 1),
        merged=("A1:C1", "A2:A3", "B2:B3"),
    )
    (sheet,) = opened(operations.marked_file(checked(content, "a.xlsx"), only_bad=True))
    assert cells(sheet)[0][0] == "名单" and cells(sheet)[3][3] == 4
    nul = csv_of(f"企业名称,信用代码\n甲\0乙,{CRYSTAL}")
    (sheet,) = opened(operations.marked_file(checked(nul, "nul.csv"), only_bad=True))
    assert sheet["A2"].value == "甲␀乙"


def test_the_page_api_and_command_give_the_same_file(checked, as_person, mei, wu, tmp_path):
    upload = checked()
    browser = as_person(mei)
    address = reverse("intake:marked", args=("songjiang", upload.pk))
    assert browser.get(address).content[:2] == b"PK"
    assert as_person(wu).get(address).status_code == 404
    assert address in browser.get(reverse("intake:detail", args=("songjiang", upload.pk))).text
    assert browser.get(f"/api/songjiang/uploads/{upload.pk}/marked.xlsx").content[:2] == b"PK"
    file, marked = tmp_path / "t.csv", tmp_path / "marked.xlsx"
    file.write_bytes(BAD + b"\n")
    CliRunner().invoke(import_table, ["firms", str(file), "--marked", str(marked)])
    assert len(cells(load_workbook(marked).worksheets[0])) == 3


def test_a_table_whose_content_was_deleted_is_not_given_back(checked, mei, as_person):
    upload = checked()
    operations.refuse_upload(upload_id=upload.pk, by=mei, at=NOON)
    with pytest.raises(Refusal) as refusal:
        operations.marked_file(upload, only_bad=True)
    assert refusal.value.code == "upload_content_gone"
    address = reverse("intake:marked", args=("songjiang", upload.pk))
    assert as_person(mei).get(address).status_code == 302
