"""The check as a page, in the API and on the command line; the article's facts and checks."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from docx import Document

from conftest import NOON, SAID
from jilian.audit.models import Trace
from jilian.base.errors import Refusal
from jilian.demo.formats import fact_rows
from jilian.sources.models import PublishedFact, Source
from jilian.statements.cli import check as check_command

TEXT = "2021年，规上工业企业达1526家，产值超过63亿元。高新技术企业2300家，增长31.4%。"
MARCH = "2022-03-10"


def url(name, *args):
    return reverse(f"statements:{name}", args=("songjiang", *args))


def page_of(answer):
    return answer.content.decode()


@pytest.fixture
def facts(world, source):
    """The article's facts and the published indicators, as the corridor has them."""
    sources = {}
    rows = fact_rows()
    for key in {row.source_key for row in rows}:
        sources[key] = Source.objects.create(
            key=key, kind="published", title=f"来源{key}", recorded_at=NOON, recorded_by="mei"
        )
    return PublishedFact.objects.bulk_create(
        PublishedFact(
            world=world, key=row.key, source=sources[row.source_key], quote=row.quote,
            subject=row.subject, measure=row.measure, value=row.value, comparator=row.comparator,
            unit=row.unit, period=row.period, unclear=row.unclear, confidence=row.confidence,
        )
        for row in rows
    )  # fmt: skip


@pytest.fixture
def desk(mei, as_person):
    """Mei's browser."""
    return as_person(mei)


def test_a_pasted_text_is_answered_figure_by_figure_and_not_kept(desk, facts):
    before = Trace.objects.count()
    page = page_of(desk.post(url("check"), {"text": TEXT, "written": MARCH}))
    assert 'href="#figure-1"' in page
    assert "The records hold 1526 firms for 2021." in page
    assert "The records hold 2306 firms for 2021, not 2300家." in page
    assert reverse("world:source", args=("songjiang", facts[0].source_id)).split("/")[1] in page
    assert Trace.objects.count() == before
    assert "1526家" not in page_of(desk.get(url("check")))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_its_encoding(desk, encoding):
    file = SimpleUploadedFile("稿.txt", TEXT.encode(encoding))
    page = page_of(desk.post(url("check"), {"file": file, "written": MARCH}))
    assert "1526家" in page


def test_a_word_file_is_read_paragraph_by_paragraph(desk):
    document, written = Document(), io.BytesIO()
    document.add_paragraph("一季度，出口增长8.5%。")
    document.add_table(1, 1).cell(0, 0).text = "企业20余家"
    document.save(written)
    file = SimpleUploadedFile("稿.docx", written.getvalue())
    page = page_of(desk.post(url("check"), {"file": file, "written": MARCH}))
    assert "8.5%" in page
    assert "&gt; 20 firms, &lt; 30 firms" in page


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"text": "  "}, "There is no text to check."),
        ({"text": "字" * 20_001}, "20000"),
        ({"file": SimpleUploadedFile("a.txt", b"\xff\x00\xfe\x81")}, "neither a text nor a Word"),
        ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04broken")}, "damaged"),
    ],
    ids=["empty", "long", "binary", "broken"],
)
def test_what_is_no_text_is_refused_beside_its_field(desk, sent, why):
    answer = desk.post(url("check"), {"written": MARCH, **sent})
    assert answer.status_code == 422
    assert why in page_of(answer)


def test_a_text_without_figures_says_what_is_none(desk):
    page = page_of(desk.post(url("check"), {"text": "一是抓党建，二是促发展。", "written": MARCH}))
    assert "No figure was found." in page


def test_the_result_leaves_with_purpose_and_recipient_and_without_the_text(desk, facts):
    sent = {"text": TEXT, "written": MARCH}
    assert desk.post(url("export", "csv"), sent).status_code == 422
    answer = desk.post(url("export", "csv"), {**sent, **SAID})
    lines = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert [line[1] for line in lines[1:]] == ["1526家", "超过63亿元", "2300家", "31.4%"]
    trace = Trace.objects.get(action="statements.exported")
    assert "1526" not in json.dumps([trace.before, trace.after], default=str)
    assert desk.post(url("export", "xlsx"), {**sent, **SAID}).content.startswith(b"PK")
    assert desk.post(url("export", "pdf"), {**sent, **SAID}).status_code == 404
    assert desk.get(url("export", "csv")).status_code == 405


def test_the_check_is_not_there_for_who_may_not(lin, as_person):
    client = as_person(lin)
    for answer in (
        client.get(url("check")), client.get(url("article")),
        client.post(url("export", "csv"), {"text": TEXT, "written": MARCH, **SAID}),
        client.post("/api/songjiang/statements/check", {"text": TEXT},
                    content_type="application/json"),
    ):  # fmt: skip
        assert answer.status_code == 404


def test_the_api_answers_decimal_strings_and_verdicts(desk, facts):
    answer = desk.post(
        "/api/songjiang/statements/check", {"text": TEXT, "written": MARCH},
        content_type="application/json",
    ).json()  # fmt: skip
    first = answer["figures"][0]
    assert (first["value"], first["unit"], first["period"]) == ("1526", "firm", "2021")
    assert first["verdict"] == "consistent"
    assert answer["counts"]["contradictory"] == 1


def test_as_many_questions_for_one_figure_as_for_many(desk, facts, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        desk.post(url("check"), {"text": "2021年，规上工业企业达1526家。", "written": MARCH})
    with django_assert_num_queries(len(few)):
        desk.post(url("check"), {"text": TEXT * 10, "written": MARCH})


def test_the_articles_checks_stand_on_a_page_with_their_sentences(desk, facts):
    page = page_of(desk.get(url("article")))
    assert [f'id="K{number:02d}"' in page for number in range(1, 23)] == [True] * 22
    assert "高新技术企业比“十三五”翻两番" in page
    assert "1755" in page


def test_a_world_without_the_article_says_so(desk):
    assert "No published article is kept" in page_of(desk.get(url("article")))


def test_every_fact_of_the_article_is_listed_with_its_sentence_bound_and_source(desk, facts):
    article = [row for row in fact_rows() if row.source_key == "ART" and row.quote]
    assert len(article) == 45
    page = page_of(desk.get(reverse("world:facts", args=("songjiang",))))
    page += page_of(desk.get(reverse("world:facts", args=("songjiang",)), {"page": 2}))
    for row in article:
        assert row.quote in page, row.key
    assert "来源ART" in page
    assert {row.key for row in article if row.comparator == ""} == {"E15", "E16"}


def test_the_command_needs_no_database(tmp_path):
    file = tmp_path / "稿.txt"
    file.write_bytes(TEXT.encode("gb18030"))
    with translation.override("en"):
        asked = [str(file), "--written", "2022-03"]
        shown = CliRunner().invoke(check_command, [*asked, "--json"], catch_exceptions=False)
        words = CliRunner().invoke(check_command, asked, catch_exceptions=False).output
    figures = json.loads(shown.output)["figures"]
    assert [one["text"] for one in figures] == ["1526家", "超过63亿元", "2300家", "31.4%"]
    assert figures[1]["bound"] == "more_than"
    assert "implies a base" in words or "No whole number" in words


def test_the_command_compares_with_the_records_of_a_world(facts, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    asked = [str(file), "--written", "2022-03", "--world", "songjiang", "--json"]
    figures = json.loads(CliRunner().invoke(check_command, asked, catch_exceptions=False).output)
    assert figures["figures"][0]["verdict"] == "consistent"


def test_the_command_refuses_an_odd_month(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        CliRunner().invoke(check_command, [str(file), "--written", "März"], catch_exceptions=False)
    assert refused.value.code == "month_unreadable"
