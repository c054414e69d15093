"""Pages: what each person may open, what they say, and what a firm never learns of another."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOON
from jilian.accounts.models import Person
from jilian.claims import operations
from jilian.claims.models import Claim, Correction

OWN = "/claims/"
NEW = "/claims/new/"


def place(firm, what):
    return f"/songjiang/firms/{firm.pk}/{what}/"


def test_an_outsider_claims_a_firm_and_keeps_it_once_the_office_accepts(
    wu, mei, lins, world, as_person
):
    browser, office = as_person(wu), as_person(mei)
    assert "Which firm is yours?" in browser.get(NEW).text
    world.invented = True
    world.save()
    given = {"world": "songjiang", "identifier": "林氏晶圆", "paper": "business_licence",
             "paper_number": "12345"}  # fmt: skip
    filed = browser.post(NEW, given)
    claim = Claim.objects.get()
    assert filed.url == f"{OWN}{claim.pk}/"
    own = browser.get(filed.url).text
    assert "林氏晶圆" in own
    assert "The office has had it since" in own
    assert "12345" in office.get("/songjiang/claims/").text
    page = office.get(f"/songjiang/claims/{claim.pk}/").text
    assert "Accepting makes Wu a keeper of 林氏晶圆" in page
    assert "Lin" in page  # who keeps it now
    office.post(f"/songjiang/claims/{claim.pk}/", {"act": "accept"})
    keeper = as_person(Person.objects.get(pk=wu.pk))
    assert keeper.get(place(lins, "corrections")).status_code == 200
    assert "To the record of the firm" in keeper.get(filed.url).text
    assert place(lins, "corrections") in keeper.get(OWN).text


def test_the_page_tells_nobody_whether_the_register_has_the_firm(wu, lins, code, as_person):
    """A known and an unknown code read alike, word for word."""
    from jilian.firms.models import Firm

    browser = as_person(wu)
    Firm.objects.filter(pk=lins.pk).update(scheme="uscc", identifier=code)
    other = code[:17] + "0"
    from stdnum.cn import uscc

    unknown = "91310117MA1J1A2B4"
    unknown += uscc.calc_check_digit(unknown)
    pages = []
    for one in (code, unknown):
        given = {"world": "songjiang", "identifier": one, "paper": "other", "paper_number": "1"}
        text = browser.get(browser.post(NEW, given).url).text
        pages.append(text.split("<main")[1].split("</main>")[0].replace(one, "CODE"))
    numbers = [str(pk) for pk in Claim.objects.order_by("pk").values_list("pk", flat=True)]
    import re

    plain = [re.sub(r'value="[A-Za-z0-9]{64}"', "", page) for page in pages]
    assert re.sub(r"\d\d:\d\d(:\d\d)?", "", plain[0]) == re.sub(r"\d\d:\d\d(:\d\d)?", "", plain[1])
    assert numbers
    assert other != code


def test_personal_numbers_are_refused_in_words_and_nothing_is_kept(wu, world, code, as_person):
    given = {"world": "songjiang", "identifier": code, "paper": "other",
             "words": "电话 138 0013 8000"}  # fmt: skip
    text = as_person(wu).post(NEW, given).text
    assert "Leave out ID card and telephone numbers" in text
    assert not Claim.objects.exists()


def test_an_office_claims_no_firm_and_is_told_why(mei, world, as_person):
    browser = as_person(mei)
    assert "Whoever works for an office claims no firm." in browser.get(NEW).text
    assert "Whoever works for an office claims no firm." in browser.get(OWN).text
    given = {"world": "songjiang", "identifier": "x", "paper": "other", "paper_number": "1"}
    assert browser.post(NEW, given).status_code in (200, 404)
    assert not Claim.objects.exists()


def test_a_claim_of_somebody_else_does_not_exist(wu, lin, hua, world, as_person):
    claim = operations.file_claim(
        by=wu, at=NOON, world=world, scheme="made", identifier="林氏晶圆", paper="other",
        paper_number="1",
    )  # fmt: skip
    for person in (lin, hua):
        browser = as_person(person)
        assert browser.get(f"{OWN}{claim.pk}/").status_code == 404
        assert browser.post(f"{OWN}{claim.pk}/", {"act": "withdraw"}).status_code == 404
        assert browser.get(f"/songjiang/claims/{claim.pk}/").status_code == 404
        assert browser.get("/songjiang/claims/").status_code == 404
        assert f"{OWN}{claim.pk}/" not in browser.get(OWN).text


def test_a_keeper_proposes_answers_and_takes_back(lin, mei, lins, world, as_person, industries):
    browser = as_person(lin)
    site = lins.sites.get()
    form = f"{place(lins, 'correct')}?field=main_site&record={site.pk}"
    page = browser.get(form).text
    assert "What is not right: main site?" in page
    assert "新桥镇 新飞路1号" in page
    sent = browser.post(form, {
        "manner": "change", "division": "九亭镇", "address": "涞寅路9号", "point": "121.3, 31.1",
        "from_day": "2026-01-01", "words": "租赁合同 7 号",
    })  # fmt: skip
    assert sent.status_code == 302
    correction = Correction.objects.get()
    assert correction.value == {
        "division": "310117107", "address": "涞寅路9号", "lon": 121.3, "lat": 31.1
    }  # fmt: skip
    assert "租赁合同 7 号" in browser.get(sent.url).text
    operations.ask_back_correction(by=mei, at=NOON, correction=correction, question="哪一页？")
    assert "哪一页？" in browser.get(sent.url).text
    browser.post(sent.url, {"correction": correction.pk, "act": "answer", "words": "第 2 页"})
    correction.refresh_from_db()
    assert (correction.state, correction.words) == ("filed", "第 2 页")
    browser.post(sent.url, {"correction": correction.pk, "act": "withdraw"})
    correction.refresh_from_db()
    assert correction.state == "withdrawn"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"manner": "change", "division": "九亭镇"}, "Say from which day on."),
        ({"manner": "change", "division": "无名镇", "from_day": "2026-01-01"},
         "There is no such place"),
        ({"manner": "change", "from_day": "2026-01-01"}, "This field is required"),
        ({"manner": "change", "division": "310117107", "from_day": "2020-01-01"},
         "The register holds another main site from the same day or later."),
        ({"manner": "wrong", "division": "310117105", "address": "新飞路1号"},
         "The register says so already."),
        ({"manner": "end"}, "Select a valid choice"),
    ],
)  # fmt: skip
def test_the_form_says_what_is_wrong(given, said, lin, lins, as_person):
    form = f"{place(lins, 'correct')}?field=main_site&record={lins.sites.get().pk}"
    text = as_person(lin).post(form, {"words": "合同", **given}).text
    assert said in text
    assert not Correction.objects.exists()


def test_an_authoritative_value_is_only_questioned_on_the_page(
    lin, mei, lins, source, world, as_person
):
    office = as_person(mei)
    part = f"/songjiang/sources/{source.pk}/authority/"
    assert "This source is authoritative" in office.get(part).text
    assert part in office.get(f"/songjiang/sources/{source.pk}/").text
    office.post(part, {"authoritative": "yes"})
    browser = as_person(lin)
    assert browser.get(part).status_code == 404
    text = browser.get(place(lins, "values")).text
    assert "Question this" in text
    assert "Correct this" not in text
    assert "authoritative" in text
    form = f"{place(lins, 'correct')}?field=main_site&record={lins.sites.get().pk}"
    assert "What do you question: main site?" in browser.get(form).text
    browser.post(form, {"manner": "question", "words": "已迁出"})
    assert Correction.objects.get().manner == "question"
    assert "authoritative source" in browser.get(f"/songjiang/firms/{lins.pk}/").text


def test_each_value_is_opened_with_its_source_on_the_page_of_the_firm(
    lin, hua, mei, lins, as_person
):
    part = place(lins, "values")
    assert part in as_person(lin).get(f"/songjiang/firms/{lins.pk}/").text
    own = as_person(lin).get(part, headers={"hx-request": "true"}).text
    assert "<html" not in own
    assert "Correct this" in own
    assert "公开名单" in own
    for person in (hua, mei):
        text = as_person(person).get(part).text
        assert "Correct this" not in text
        assert "the firm, with the data steward" in text
    ask = f"/claims/new/?world=songjiang&amp;firm={lins.pk}"
    assert ask in as_person(hua).get(part).text
    assert "Is 林氏晶圆 your firm?" in as_person(hua).get(ask.replace("&amp;", "&")).text
    for person in (lin, mei):
        assert "Is this your firm?" not in as_person(person).get(part).text
    staff = re.compile(r"(?<![/\d])150(?!\d)")  # no key of a record in an address
    assert staff.search(own)
    assert not staff.search(as_person(hua).get(part).text.split("<main")[1])


def test_the_office_decides_on_several_values_at_once_and_undoes_one(propose, lins, mei, as_person):
    move = propose()
    buys = propose("buys", "add", value={"name": "硅料"}, from_day=None, record=0)
    other = propose("buys", "add", value={"name": "光刻胶"}, from_day=None, record=0)
    office, page = as_person(mei), "/songjiang/corrections/"
    text = office.get(page).text
    assert text.index("涞寅路9号") < text.index("硅料")
    assert "data-review-key" in text
    office.post(page, {"pick": [move.pk, buys.pk], "verdict": "accept"})
    said = office.post(page, {"pick": [other.pk], "verdict": "refuse"}, follow=True).text
    assert "Give a reason: the firm reads it." in said
    office.post(page, {"pick": [other.pk], "verdict": "refuse", "words": "没有合同"})
    states = Correction.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["accepted", "accepted", "refused"]
    assert lins.sites.count() == 2
    one = f"{page}{move.pk}/"
    assert "Undo the correction" in office.get(one).text
    office.post(one, {"words": "误判"})
    assert lins.sites.count() == 1
    assert "硅料" in office.get(f"{page}?state=accepted").text
    nothing = office.post(page, {"verdict": "accept"}, follow=True).text
    assert "Choose at least one correction" in nothing


def test_a_firm_never_learns_of_another_firms_corrections(
    propose, lins, hua, wu, mei, world, as_person
):
    """Not through pages, counts, sorting, filters, the as-of day, or the words of an error."""
    correction = propose()
    for person, may_look in ((hua, True), (wu, False)):
        browser = as_person(person)
        for path in (
            "/songjiang/corrections/",
            "/songjiang/corrections/?state=filed&name=林&sort=firm",
            f"/songjiang/corrections/{correction.pk}/",
            place(lins, "corrections"),
            f"{place(lins, 'correct')}?field=main_site&record={lins.sites.get().pk}",
        ):
            assert browser.get(path).status_code == 404
            assert (
                browser.post(path, {"pick": correction.pk, "verdict": "accept"}).status_code == 404
            )
        if may_look:
            for path in (f"/songjiang/firms/{lins.pk}/", place(lins, "values")):
                before = browser.get(path).text
                assert "涞寅路" not in before
    own = f"/songjiang/firms/{hua_firm().pk}/corrections/"
    text = as_person(hua).get(own).text
    assert "You have proposed no correction." in text
    stolen = {"correction": correction.pk, "act": "withdraw"}
    gone = {"correction": 999_999, "act": "withdraw"}
    answers = [as_person(hua).post(own, given) for given in (stolen, gone)]
    assert [one.status_code for one in answers] == [404, 404]
    record = lins.sites.get().pk
    form = f"/songjiang/firms/{hua_firm().pk}/correct/?field=main_site&record="
    assert as_person(hua).get(f"{form}{record}").status_code == 404
    assert as_person(hua).get(f"{form}999999").status_code == 404
    correction.refresh_from_db()
    assert correction.state == "filed"


def hua_firm():
    from jilian.firms.models import Firm

    return Firm.objects.get(name="华氏封装")


def counted(browser, path) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def test_the_lists_take_the_same_queries_however_long_they_are(
    propose, person, lin, lins, mei, world, as_person
):
    office, keeper = as_person(mei), as_person(lin)
    paths = [(office, "/songjiang/corrections/"), (keeper, place(lins, "corrections")),
             (office, "/songjiang/claims/")]  # fmt: skip

    def claim(name):
        operations.file_claim(
            by=person(name), at=NOON, world=world, scheme="made", identifier="林氏晶圆",
            paper="other", paper_number="1",
        )  # fmt: skip

    propose()
    claim("a0")
    few = [counted(browser, path) for browser, path in paths]
    for number in range(1, 8):
        propose("buys", "add", record=0, value={"name": f"料{number}"}, from_day=None)
        claim(f"a{number}")
    assert [counted(browser, path) for browser, path in paths] == few


def test_a_claim_shows_the_others_of_the_firm_beside_it(person, wu, lins, mei, world, as_person):
    for who, number in ((wu, "111"), (person("zhao"), "222")):
        operations.file_claim(
            by=who, at=NOON, world=world, scheme="made", identifier="林氏晶圆", paper="other",
            paper_number=number,
        )  # fmt: skip
    claim = Claim.objects.get(person=wu)
    office = as_person(mei)
    page = f"/songjiang/claims/{claim.pk}/"
    text = office.get(page).text
    assert "222" in text
    office.post(page, {"act": "ask", "words": "哪一年的？"})
    claim.refresh_from_db()
    assert claim.state == "asked_back"
    browser = as_person(wu)
    assert "哪一年的？" in browser.get(f"{OWN}{claim.pk}/").text
    browser.post(f"{OWN}{claim.pk}/", {"act": "answer", "words": "2021 年"})
    assert "Refuse" in office.get(page).text
    said = office.post(page, {"act": "refuse", "words": ""}).text
    assert "This field is required" in said
    office.post(page, {"act": "refuse", "words": "执照已注销"})
    assert "执照已注销" in browser.get(f"{OWN}{claim.pk}/").text
