"""Templates on their pages, new versions, and the cases that keep theirs."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from jilian.base.errors import NotAllowed, Refusal
from jilian.cases import operations
from jilian.cases.forms.templates import EditForms
from jilian.cases.models import TemplateVersion
from jilian.cases.queries.offices import current_templates, template_of
from jilian.cases.queries.templates import latest_of, template_rows
from jilian.cases.rules.template_editing import edited
from jilian_engine.rulebook import from_plain, load_processes, to_plain

from .conftest import LONG_AGO, moment

DAY = date(2026, 3, 2)


def rows_of(content):
    """The rows of the editing page as they stand, without any change."""
    forms = EditForms(TemplateVersion(content=content, version=content["version"]))
    steps = [{**form.initial, **typed(form)} for form in forms.steps if form.initial.get("key")]
    limits = [{**form.initial, **typed(form)} for form in forms.limits if form.initial.get("key")]
    return steps, limits


def typed(form):
    return {name: form.initial.get(name, "") for name in form.fields}


@pytest.mark.parametrize("key", [one.key for one in load_processes()])
def test_a_template_that_nobody_changed_comes_through_the_form_as_it_was(key):
    content = to_plain(next(one for one in load_processes() if one.key == key))
    steps, limits = rows_of(content)
    made = edited(content, steps=steps, limits=limits, document="-", first_day="2026-01-01")
    assert from_plain(made) == from_plain(content)


def test_a_step_taken_out_leaves_the_measures_and_what_ran_beside_it():
    content = to_plain(next(one for one in load_processes() if one.key == "P-D"))
    steps, limits = rows_of(content)
    kept = [row for row in steps if row["key"] != "D04"]
    made = from_plain(
        edited(content, steps=kept, limits=limits, document="-", first_day="2026-01-01")
    )
    assert made.step("D03").parallel_with == ("D05",)


def test_the_document_of_the_version_becomes_a_source():
    content = to_plain(next(one for one in load_processes() if one.key == "P-G"))
    steps, limits = rows_of(content)
    steps[2] |= {"amount": 3, "source": "+", "article": "第二条"}
    made = from_plain(
        edited(content, steps=steps, limits=limits, document="松府办〔2026〕1号",
               first_day="2026-03-02")
    )  # fmt: skip
    (source,) = [one for one in made.sources if one.id == "V2"]
    assert (source.title, source.in_force_from) == ("松府办〔2026〕1号", "2026-03-02")
    assert made.step("G03").source == "V2" and made.step("G03").limit.amount == 3


@pytest.mark.django_db
def test_the_templates_of_the_product_are_taken_over_once(place):
    assert TemplateVersion.objects.count() == 7
    assert operations.load_templates(by=place.system, at=LONG_AGO) == 0


@pytest.fixture
def faster(place, people):
    """Let requests be handled within three working days from a day on."""

    def make(day=DAY, amount=3, by=None):
        before = latest_of(place.world, "P-G")
        steps, limits = rows_of(before.content)
        steps[2] |= {"amount": amount}
        content = edited(
            before.content, steps=steps, limits=limits, document="", first_day=day.isoformat()
        )
        return operations.save_template(
            by=by or people.commission, at=moment(2), world=place.world, key="P-G",
            content=content, valid_from=day, source="松府办〔2026〕1号",
        )  # fmt: skip

    return make


@pytest.mark.django_db
def test_running_cases_keep_the_version_by_which_they_were_opened(
    place, people, opened, certificate, faster
):
    case = opened()
    old = certificate(case, template=place.templates["P-G"], departments={}, steps=None)
    made = faster()
    assert made.version == 2 and template_of(made).step("G03").limit.amount == 3
    old.refresh_from_db()
    assert old.template_version.version == 1
    assert template_of(old.template_version).step("G03").limit.amount == 5
    current = {one.key: one for one in current_templates(place.world, DAY)}
    assert current["P-G"] == made
    earlier = {one.key: one for one in current_templates(place.world, date(2026, 3, 1))}
    assert earlier["P-G"].version == 1
    new = certificate(case, template=made, departments={}, steps=None)
    assert new.template_version.version == 2
    row = next(one for one in template_rows(place.world, DAY) if one.version.key == "P-G")
    assert (row.running, row.ended) == (2, 0)
    assert faster(amount=2).version == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"after": "G09"}, "step_unknown"),
        ({"after": "G04"}, "steps_in_circle"),
        ({"key": "G 3"}, "key_bad"),
        ({"key": "G01"}, "step_twice"),
        ({"en": ""}, "step_without_name"),
        ({}, "template_unchanged"),
        ({"zh": "办理 13800138000"}, "personal_number"),
    ],
)
def test_a_version_that_does_not_hold_together_is_refused(place, people, change, code):
    before = latest_of(place.world, "P-G")
    steps, limits = rows_of(before.content)
    steps[2] |= change
    content = edited(
        before.content, steps=steps, limits=limits, document="", first_day="2026-03-02"
    )
    with pytest.raises(Refusal) as refused:
        operations.save_template(
            by=people.commission, at=moment(2), world=place.world, key="P-G", content=content,
            valid_from=DAY, source="松府办〔2026〕1号",
        )  # fmt: skip
    assert refused.value.code == code
    assert latest_of(place.world, "P-G") == before


@pytest.mark.django_db
def test_a_version_needs_a_document_a_later_day_and_the_permission(place, people, faster):
    with pytest.raises(Refusal, match="earliest"):
        faster(day=date(2024, 1, 1))
    with pytest.raises(NotAllowed):
        faster(by=people.officer)
    before = latest_of(place.world, "P-A")
    with pytest.raises(Refusal) as refused:
        operations.save_template(
            by=people.commission, at=moment(2), world=place.world, key="P-A",
            content=before.content, valid_from=DAY, source=" ",
        )  # fmt: skip
    assert refused.value.code == "source_missing"


@pytest.mark.django_db
def test_a_template_on_which_another_waits_cannot_lose_that_step(place, people):
    before = latest_of(place.world, "P-A")
    steps, limits = rows_of(before.content)
    kept = [row for row in steps if row["key"] != "A09"]
    content = edited(before.content, steps=kept, limits=limits, document="", first_day="2026-03-02")
    with pytest.raises(Refusal) as refused:
        operations.save_template(
            by=people.commission, at=moment(2), world=place.world, key="P-A", content=content,
            valid_from=DAY, source="松府办〔2026〕1号",
        )  # fmt: skip
    assert refused.value.code == "step_unknown" and "P-A.A09" in str(refused.value)


@pytest.mark.django_db
def test_the_commission_takes_over_what_a_release_brings(place, people, as_person):
    client = as_person(people.commission)
    assert "Take over" not in text(client.get("/songjiang/cases/templates/"))
    TemplateVersion.objects.filter(key="P-F").delete()
    assert "Take over 1 template of this release" in text(client.get("/songjiang/cases/templates/"))
    url = "/songjiang/cases/templates/load/"
    assert as_person(people.officer).post(url).status_code == 404
    assert as_person(people.commission).post(url).status_code == 302
    assert TemplateVersion.objects.count() == 7
    with pytest.raises(NotAllowed):
        operations.load_templates(by=people.leader, at=LONG_AGO, world=place.world)


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.mark.django_db
def test_officers_read_templates_and_the_commission_makes_versions(place, people, as_person):
    client = as_person(people.officer)
    page = text(client.get("/songjiang/cases/templates/"))
    assert "Construction permit" in page and "came with the product" in page
    assert "Matters running" not in page
    seen = text(as_person(people.leader).get("/songjiang/cases/templates/"))
    assert "Matters running" in seen
    url = f"/songjiang/cases/templates/{place.templates['P-A'].pk}/"
    page = text(client.get(url, {"on": "2026-03-02"}))
    assert "at least 30 calendar days" in page and "土地管理法实施条例" in page
    assert "8 June 2026 17:00" in page and "98" in page
    assert "Make a new version" not in page
    assert client.get(f"{url}edit/").status_code == 404
    assert as_person(people.wu).get(url).status_code == 404


@pytest.mark.django_db
def test_a_year_without_notice_is_said_on_the_page(place, people):
    from jilian.cases.views.templates import _at_limits

    shown = _at_limits(template_of(place.templates["P-A"]), place.world, date(2026, 11, 23))
    assert shown["schedule"] is None and "2027" in shown["unknown"]


def posted(client, url):
    """What a browser would send back of the editing page."""
    page = client.get(url)
    assert page.status_code == 200
    forms = page.context["forms"]
    sent = {"valid_from": "2026-03-02", "source": "松府办〔2026〕1号"}
    for formset in (forms.steps, forms.limits):
        for field in formset.management_form:
            sent[field.html_name] = field.value()
        for form in formset:
            for field in form:
                value = field.value()
                if value is not None and value is not False and value != "":
                    sent[field.html_name] = "on" if value is True else value
    return sent


@pytest.mark.django_db
def test_a_new_version_is_checked_compared_and_made_on_its_page(place, people, as_person):
    client = as_person(people.commission)
    old = place.templates["P-G"]
    url = f"/songjiang/cases/templates/{old.pk}/edit/"
    sent = posted(client, url)
    assert "Nothing differs yet" in text(client.post(url, sent))
    sent |= {"steps-2-amount": "3", "steps-4-key": "G05", "steps-4-zh": "回访",
             "steps-4-en": "Call back", "steps-4-after": "G04"}  # fmt: skip
    page = text(client.post(url, sent))
    assert "at most 5 working days → at most 3 working days" in page and "Call back" in page
    assert TemplateVersion.objects.count() == 7
    answer = client.post(url, {**sent, "save": "1"})
    made = TemplateVersion.objects.get(world=place.world)
    assert answer.url == f"/songjiang/cases/templates/{made.pk}/"
    assert [row["key"] for row in made.content["steps"]] == ["G01", "G02", "G03", "G04", "G05"]
    assert "What differs from version 1" in text(client.get(answer.url))
    assert client.get(url).status_code == 302
    wrong = client.post(answer.url + "edit/", {**sent, "steps-3-after": "G05"})
    assert wrong.status_code == 422 and "wait for one another" in wrong.text


@pytest.mark.django_db
def test_pages_ask_as_much_however_many_versions_there_are(
    place, people, as_person, faster, django_assert_max_num_queries
):
    client = as_person(people.commission)
    client.get("/songjiang/cases/templates/")
    for _round in range(2):
        with django_assert_max_num_queries(40) as first:
            client.get("/songjiang/cases/templates/")
        faster(amount=7 + _round)
        with django_assert_max_num_queries(40) as second:
            client.get("/songjiang/cases/templates/")
        assert len(first) == len(second)


def test_a_content_is_plain_json():
    for one in load_processes():
        assert json.loads(json.dumps(to_plain(one), ensure_ascii=False)) == to_plain(one)
