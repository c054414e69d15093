"""Papers made from the record: their words, their layout, and the same bytes each time."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date

from django.utils import translation
from docx import Document
from docx.oxml.ns import qn

from jilian.committees import formats
from jilian.committees.formats import Paper
from jilian.committees.queries.record import record_of

from .conftest import NAME


def opened(procedure, kind):
    sheet = formats.made_of(record_of(procedure), kind)
    return sheet, Document(io.BytesIO(formats.as_docx(sheet)))


def words(document):
    return [one.text for one in document.paragraphs if one.text]


def test_the_application_says_what_is_recorded_and_nothing_else(draft, walk):
    sheet, document = opened(walk(draft(), until="applied"), Paper.APPLICATION)
    assert sheet.missing == []
    assert words(document) == [
        "正泰党〔2024〕5号",
        f"关于成立{NAME}的请示",
        "松江区两新工委：",
        "正泰智慧能源产业集群以正泰电气为龙头企业，现有成员企业3家。"
        "截至2024年4月30日，申报正式党员108名、预备党员4名。",
        f"为加强产业集群党的建设，拟成立{NAME}，设置形式为党的基层委员会，"
        "组织关系方式为实体型，下设党组织隶属关系按批复执行。",
        "委员会组成名额：共6名，其中书记1名（正泰电气）、副书记1名（铜材厂）、"
        "委员2名（正泰电气）、委员2名（配电设备厂）。",
        "拟自2024年6月15日起生效。",
        "妥否，请批示。",
        "正泰电气党委",
        "2024年5月6日",
    ]


def test_reply_and_notice_carry_the_three_dates(draft, walk):
    procedure = walk(draft(formal=38, probationary=2, exception="沪组〔2024〕8号"))
    reply, document = opened(procedure, Paper.REPLY)
    assert reply.missing == []
    text = "".join(words(document))
    assert "松两新〔2024〕12号" in text
    assert "因工作需要，依据沪组〔2024〕8号予以批准" in text
    assert "龙头企业原有党组织隶属关系不变" in text
    assert text.endswith("松江区两新工委2024年5月20日")
    notice, document = opened(procedure, Paper.NOTICE)
    assert notice.missing == []
    text = "".join(words(document))
    assert "松两新〔2024〕12号，2024年5月20日" in text
    assert "于2024年6月3日选举产生" in text
    assert "自2024年6月15日起成立" in text
    assert "自2024年6月3日起，至2029年6月2日止" in text


def test_what_is_missing_is_a_visible_blank_and_listed(draft):
    procedure = draft(formal=None, probationary=None, seats=False, effect_on=None)
    sheet, document = opened(procedure, Paper.APPLICATION)
    text = "".join(words(document))
    assert "拟自〔　　〕起生效" in text
    assert "正式党员〔　　〕名" in text
    assert "委员会组成名额：〔　　〕" in text
    with translation.override("en"):
        assert [str(one) for one in sheet.missing] == [
            "number of the application", "day of the count", "formal members",
            "probationary members", "seats", "day of effect", "day of the application",
        ]  # fmt: skip
    kinds = [one.kind for one in formats.papers_of(record_of(procedure))]
    assert kinds == [Paper.APPLICATION]


def test_the_layout_is_that_of_official_papers(draft, walk):
    _sheet, document = opened(walk(draft(), until="applied"), Paper.APPLICATION)
    section = document.sections[0]
    measures = (section.page_width, section.top_margin, section.left_margin, section.right_margin)
    assert [round(one.mm) for one in measures] == [210, 37, 28, 26]
    lines = [one for one in document.paragraphs if one.text]
    assert {one.paragraph_format.line_spacing.pt for one in lines} == {28}

    def font(paragraph):
        run = paragraph.runs[0]
        return run.font.size.pt, run._element.rPr.rFonts.get(qn("w:eastAsia"))

    assert font(lines[1]) == (22, "方正小标宋简体")
    assert {font(one) for one in (lines[0], *lines[2:])} == {(16, "仿宋_GB2312")}
    assert "PAGE" in section.footer._element.xml


def test_the_same_record_gives_the_same_bytes(draft, walk, monkeypatch):
    procedure = walk(draft(), until="applied")
    first = formats.as_docx(formats.made_of(record_of(procedure), Paper.APPLICATION))
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    again = formats.as_docx(formats.made_of(record_of(procedure), Paper.APPLICATION))
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as kept:
        assert {one.date_time[0] for one in kept.infolist()} == {1980}
    stated = Document(io.BytesIO(first)).core_properties
    assert (stated.title, stated.author) == (f"关于成立{NAME}的请示", "正泰电气党委")
    assert stated.created.date() == date(2024, 5, 6)
