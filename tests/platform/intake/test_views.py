"""The pages of uploads: what they show, to whom, in how many queries."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import NOON
from jilian.firms.models import Firm
from jilian.intake import operations
from jilian.intake.formats import CATALOGUE
from jilian.intake.models import Upload
from jilian.intake.operations.at_once import import_at_once
from uploaded_tables import CRYSTAL, FIRMS, LINKS, credit_code, csv_of

BAD = FIRMS + f"\n=坏行有限公司,{CRYSTAL[:-1]},新桥镇,3973,2025,=1+1\n".encode()


@pytest.fixture
def checked(mei, world, industries):
    def make(content=FIRMS, name="table.csv") -> Upload:
        upload = operations.receive_upload(
            by=mei, at=NOON, world=world, kind="firms", file_name=name, content=content
        )
        return operations.check_upload(upload_id=upload.pk, by=mei, at=NOON)

    return make


def page(name: str, *args: object) -> str:
    return reverse(f"intake:{name}", args=("songjiang", *args))


def send(browser, content: bytes, kind: str = "firms", name: str = "table.csv"):
    file = SimpleUploadedFile(name, content)
    return browser.post(page("receive"), {"kind": kind, "file": file, "sheet": ""})


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_an_outsider_and_a_reader_find_nothing_anywhere(checked, as_person, wu, person, world):
    upload = checked(BAD)
    pages = [
        page("list"), page("receive"), page("template", "firms", "csv"),
        page("detail", upload.pk), page("problems", upload.pk), page("apply", upload.pk),
        page("set_aside", upload.pk), page("check", upload.pk), page("columns", upload.pk),
        page("marked", upload.pk), page("headings"), page("forget_heading", 1),
    ]  # fmt: skip
    for outsider in (wu, person("leader", "district_leader", world)):
        browser = as_person(outsider)
        for address in pages:
            assert browser.get(address).status_code == 404
            assert browser.post(address).status_code == 404
    assert Upload.objects.get().state == "checked"


def test_a_table_of_another_world_is_not_there(checked, as_person, person, mei):
    from jilian.places.models import World

    upload = checked()
    other = World.objects.create(code="made", name="示例", name_en="Made", order=2)
    browser = as_person(person("mei", "data_steward", other))
    assert browser.get(reverse("intake:detail", args=("made", upload.pk))).status_code == 404


def test_a_table_is_sent_and_its_page_waits_for_the_check(as_person, mei, industries):
    answer = send(as_person(mei), FIRMS)
    upload = Upload.objects.get()
    assert answer.url == page("detail", upload.pk)
    shown = as_person(mei).get(answer.url)
    assert "hx-get" in text(shown) and "waits for its turn" in text(shown)


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "The file is empty."),
        (FIRMS.splitlines()[0], "The table has a header and no row beneath it."),
        (csv_of(f"企业名称,信用代码,姓名\n甲,{CRYSTAL},某"), "Jilian keeps counts, never people"),
        (csv_of("企业名称,地址\n甲,某路"), "The header in row 1 lacks a column"),
    ],
)
def test_a_refused_table_stays_on_the_page_with_the_sentence(as_person, mei, content, words):
    answer = send(as_person(mei), content)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Upload.objects.exists()


def test_the_same_file_again_leads_to_the_earlier_upload(as_person, mei, industries):
    browser = as_person(mei)
    first = send(browser, FIRMS)
    again = send(browser, FIRMS, name="again.csv")
    assert again.status_code == 422
    assert "It is not taken twice." in text(again) and first.url in text(again)


def test_a_table_that_the_register_has_already_says_so(checked, as_person, mei):
    first = checked()
    operations.apply_upload(upload_id=first.pk, only_good=False, by=mei, at=NOON)
    again = checked(FIRMS + b"\n", name="again.csv")
    shown = text(as_person(mei).get(page("detail", again.pk)))
    assert "This table changes nothing" in shown


def test_uploads_are_found_by_who_sent_them_and_problems_by_their_weight(
    checked, as_person, mei, world
):
    checked(BAD, name="alpha.csv")
    operations.receive_upload(
        by=mei, at=NOON, world=world, kind="firms", file_name="beta.csv", content=FIRMS,
        sender="新桥镇",
    )  # fmt: skip
    browser = as_person(mei)
    found = text(browser.get(page("list"), {"sender": "新桥镇"}))
    assert "beta.csv" in found and "alpha.csv" not in found
    both = text(browser.get(page("list"), {"received_by": "mei"}))
    assert "beta.csv" in both and "alpha.csv" in both
    bad = Upload.objects.get(file_name="alpha.csv")
    light = text(browser.get(page("detail", bad.pk), {"is_warning": "1"}))
    assert "No problem of this kind." in light


def test_a_file_over_the_limit_is_refused_before_it_is_read(as_person, mei, settings):
    settings.UPLOAD_LIMIT_MB = 1
    assert "at most 1 MB" in text(send(as_person(mei), FIRMS + b" " * 2**20))


def test_the_answer_stands_first_and_the_problems_beneath_it(checked, as_person, mei):
    upload = checked(BAD)
    shown = text(as_person(mei).get(page("detail", upload.pk)))
    assert shown.index("with problems") < shown.index("What is wrong")
    assert CRYSTAL[:-1] in shown
    assert "A unified social credit code has 18 characters; this one has 17." in shown
    assert "Apply only the good rows" in shown and "林氏晶圆有限公司" in shown


def test_problems_are_narrowed_by_kind_and_taken_along_without_formulas(checked, as_person, mei):
    upload = checked(BAD)
    browser = as_person(mei)
    shown = text(browser.get(page("detail", upload.pk), {"code": "number_odd"}))
    assert "This is not a number." in shown and "this one has 17" not in shown
    taken = browser.get(page("problems", upload.pk))
    assert taken.content.startswith(b"\xef\xbb\xbf")
    assert ",'=1+1," in taken.content.decode()


def test_sentences_are_in_the_language_of_the_reader(checked, as_person, mei):
    upload = checked(BAD)
    browser = as_person(mei)
    browser.cookies["django_language"] = "zh-hans"
    assert '<html lang="zh' in text(browser.get(page("detail", upload.pk)))


def test_the_part_that_polls_reloads_the_page_when_the_check_is_done(checked, as_person, mei):
    upload = checked()
    asked = {"HTTP_HX_REQUEST": "true"}
    answer = as_person(mei).get(page("detail", upload.pk), {"part": "progress"}, **asked)
    assert answer.headers["HX-Refresh"] == "true"
    Upload.objects.update(state="checking", rows_done=2)
    part = text(as_person(mei).get(page("detail", upload.pk), {"part": "progress"}, **asked))
    assert "2/3" in part and "<html" not in part


def test_applying_is_confirmed_with_what_will_happen(
    checked, as_person, mei, django_capture_on_commit_callbacks
):
    upload, browser = checked(BAD), as_person(mei)
    shown = text(browser.get(page("apply", upload.pk)))
    assert "3 rows" in shown and "1 row" in shown and "left out because of problems" in shown
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(page("apply", upload.pk), {"rows": "good"})
    assert Firm.objects.count() == 3
    done = text(browser.get(page("detail", upload.pk)))
    source = Upload.objects.get().source_id
    assert reverse("world:source", args=("songjiang", source)) in done


def test_applying_all_rows_of_a_table_with_problems_is_refused(checked, as_person, mei):
    upload, browser = checked(BAD), as_person(mei)
    answer = browser.post(page("apply", upload.pk), {"rows": "all"}, follow=True)
    assert "1 row has problems" in text(answer)
    assert not Firm.objects.exists()


def test_a_table_is_set_aside_after_a_confirmation(checked, as_person, mei):
    upload, browser = checked(), as_person(mei)
    assert "its content is deleted" in text(browser.get(page("set_aside", upload.pk)))
    browser.post(page("set_aside", upload.pk))
    shown = text(browser.get(page("detail", upload.pk)))
    assert "Set aside by a person" in shown


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", list(CATALOGUE))
def test_every_kind_has_templates_to_take_along(as_person, mei, kind, ending):
    answer = as_person(mei).get(page("template", kind, ending))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{kind}.{ending}"'


def test_templates_of_other_kinds_are_not_there(as_person, mei):
    assert as_person(mei).get(page("template", "people", "csv")).status_code == 404
    assert as_person(mei).get(page("template", "firms", "pdf")).status_code == 404


def test_the_list_says_who_sent_what_and_filters(checked, as_person, mei):
    checked(name="alpha.csv")
    checked(FIRMS + b"\n", name="beta.csv")
    shown = text(as_person(mei).get(page("list")))
    assert "alpha.csv" in shown and "beta.csv" in shown and "Mei" in shown
    found = text(as_person(mei).get(page("list"), {"file_name": "alp"}))
    assert "alpha.csv" in found and "beta.csv" not in found


def test_an_empty_list_says_the_next_step(as_person, mei):
    assert "No table has been uploaded yet." in text(as_person(mei).get(page("list")))


def queries_of(browser, address: str) -> int:
    from django.db import connection

    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def test_the_pages_take_as_many_queries_for_many_rows_as_for_few(checked, as_person, mei):
    browser = as_person(mei)
    small = checked(BAD)
    browser.get(page("list"))  # what a process reads once has been read
    few = queries_of(browser, page("list")), queries_of(browser, page("detail", small.pk))
    rows = "\n".join(f"企业{n},{credit_code(n)[:-1]},x,y,1,z" for n in range(60))
    large = checked(BAD + rows.encode(), name="large.csv")
    for n in range(8):
        checked(FIRMS + b"\n" * (n + 2), name=f"{n}.csv")
    many = queries_of(browser, page("list")), queries_of(browser, page("detail", large.pk))
    assert few == many
    assert max(many) <= 20


def test_an_applied_upload_is_undone_from_its_page(as_person, mei, world, industries):
    upload = import_at_once(
        by=mei, world=world, at=NOON, kind="firms", file_name="firms.csv", content=FIRMS
    )
    browser, address = as_person(mei), page("undo", upload.pk)
    assert "be taken out of the register" in text(browser.get(address))
    browser.post(address, {"reason": ""})
    assert Firm.objects.count() == 3
    done = text(browser.post(address, {"reason": "错表"}, follow=True))
    assert "undone" in done and "错表" in done
    assert Firm.objects.count() == 0


def test_what_stands_on_an_upload_is_listed_instead_of_a_button(as_person, mei, world, industries):
    said = {"by": mei, "world": world, "at": NOON}
    upload = import_at_once(**said, kind="firms", file_name="firms.csv", content=FIRMS)
    import_at_once(**said, kind="links", file_name="links.csv", content=LINKS)
    browser, address = as_person(mei), page("undo", upload.pk)
    shown = text(browser.get(address))
    assert "supply link" in shown and 'name="reason"' not in shown
    refused = text(browser.post(address, {"reason": "错表"}, follow=True))
    assert "stand on this upload" in refused
    assert Firm.objects.count() == 3
