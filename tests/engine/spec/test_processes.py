from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from jilian_engine.clocks import Limit
from jilian_engine.errors import EngineError
from jilian_engine.rulebook import (
    Change,
    ProcessStep,
    ProcessTemplate,
    check_template,
    check_templates,
    compare_templates,
    from_plain,
    join_steps,
    load_processes,
    to_plain,
    version_on,
)

TEMPLATES = {template.key: template for template in load_processes()}


def template(*steps, **more):
    rows = tuple(ProcessStep(key, key, key, tuple(after)) for key, *after in steps)
    return ProcessTemplate("P-X", "试", "trial", 1, date(2026, 1, 1), rows, **more)


def test_the_seven_templates_load_with_their_steps():
    counts = {key: len(each.steps) for key, each in TEMPLATES.items()}
    assert counts == {
        "P-A": 11, "P-B": 7, "P-C": 6, "P-D": 5, "P-E": 7, "P-F": 7, "P-G": 4
    }  # fmt: skip


def test_every_step_has_a_name_in_both_languages_and_every_number_is_as_its_source_has_it():
    for each in TEMPLATES.values():
        assert each.zh and each.en and each.version == 1
        for step in each.steps:
            assert step.zh != step.en
            assert step.en.isascii(), step.en
    assert TEMPLATES["P-A"].step("A03").limit == Limit(30, "cd", "min")
    assert TEMPLATES["P-A"].step("A03c").limit == Limit(15, "wd", "max")
    assert TEMPLATES["P-B"].step("B07").limit == Limit(7, "cd", "max")
    assert TEMPLATES["P-A"].step("A09").open == "as_agreed"
    assert TEMPLATES["P-F"].step("F03").open == "call_deadline"
    assert TEMPLATES["P-E"].step("E03").stop_clock
    assert TEMPLATES["P-B"].step("B03").optional


def test_a_version_is_not_older_than_the_rules_it_rests_on():
    for each in TEMPLATES.values():
        starts = [source.in_force_from for source in each.sources if source.in_force_from]
        assert all(start <= each.valid_from.isoformat() for start in starts), each.key


def test_the_readings_of_the_article_name_their_events():
    readings = {
        measure.key: (str(measure.start), str(measure.end))
        for each in TEMPLATES.values()
        for measure in each.measures
    }
    assert readings["A-article-reading-1"] == ("A04.end", "A06.start")
    assert readings["B-permit"] == ("B07.start", "B07.end")
    assert readings["C-registry"] == ("C05.end", "C06.end")


def test_steps_of_other_templates_are_named_with_theirs():
    assert TEMPLATES["P-B"].foreign == (("B01", "P-A.A09"),)
    assert TEMPLATES["P-C"].foreign == (("C01", "P-A.A09"),)
    joined = {step.key: step.after for step in join_steps(TEMPLATES.values())}
    assert joined["P-C.C01"] == ("P-A.A09",) and joined["P-A.A09"] == ("P-A.A08",)


def test_a_template_survives_being_written_as_json():
    for each in TEMPLATES.values():
        assert from_plain(json.loads(json.dumps(to_plain(each)))) == each


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (template(), "template_empty"),
        (template(("A", "B"), ("B", "A")), "steps_in_circle"),
        (template(("A", "A")), "steps_in_circle"),
        (template(("A", "C")), "step_unknown"),
        (template(("A",), ("A",)), "step_twice"),
        (template(("A.B",)), "key_bad"),
    ],
)
def test_a_template_that_contradicts_itself_is_refused(broken, code):
    with pytest.raises(EngineError) as refused:
        check_template(broken)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"parallel_with": ("A",)}, "parallel_but_waits"),
        ({"parallel_with": ("C",)}, "step_unknown"),
        ({"actor": "nobody"}, "actor_unknown"),
        ({"source": "NO-LAW"}, "source_unknown"),
        ({"en": " "}, "step_without_name"),
    ],
)
def test_a_step_that_names_what_there_is_not_is_refused(change, code):
    first, second = template(("A",), ("B", "A")).steps
    with pytest.raises(EngineError) as refused:
        check_template(replace(template(("A",)), steps=(first, replace(second, **change))))
    assert refused.value.code == code


def test_templates_that_wait_for_one_another_are_refused_together():
    one = template(("A", "P-Y.B"))
    with pytest.raises(EngineError) as refused:
        check_templates([one])
    assert refused.value.code == "step_unknown"
    other = replace(template(("B", "P-X.A")), key="P-Y")
    with pytest.raises(EngineError) as refused:
        check_templates([one, other])
    assert refused.value.code == "steps_in_circle"


@pytest.mark.parametrize(
    "slip",
    [
        {"steps": [{"key": "A", "zh": "甲", "en": "A", "after": [], "limmit": 3}]},
        {"steps": [{"key": "A", "zh": "甲", "en": "A", "after": [], "limit": {"most": 3}}]},
        {"steps": [{"key": "A", "zh": "甲", "en": "A"}]},
        {"measures": [{"key": "M", "from": "A", "to": "A.end", "zh": "甲", "en": "A"}]},
        {"valid_from": "soon"},
        {"version": None},
    ],
)
def test_a_slip_in_a_file_is_refused(slip):
    with pytest.raises(EngineError) as refused:
        from_plain({**to_plain(template(("A",))), **slip})
    assert refused.value.code == "template_malformed"


def test_the_version_of_a_day_is_the_last_that_began():
    first = template(("A",))
    second = replace(first, version=2, valid_from=date(2026, 7, 1))
    assert version_on([first, second], date(2026, 6, 30)) is first
    assert version_on([first, second], date(2026, 7, 1)) is second
    with pytest.raises(EngineError) as refused:
        version_on([first, second], date(2025, 12, 31))
    assert refused.value.code == "template_not_in_force"


def test_what_differs_between_two_versions_is_listed():
    old = template(("A",), ("B", "A"))
    faster = replace(old.steps[1], limit=Limit(3, "wd"), after=())
    new = replace(old, version=2, en="trial two", steps=(faster, ProcessStep("C", "丙", "third")))
    assert compare_templates(old, new) == (
        Change("", "en", "trial", "trial two"),
        Change("B", "after", "A", ""),
        Change("B", "limit", "", "max 3 wd"),
        Change("C", "", "", "third"),
        Change("A", "", "A", ""),
    )
    assert compare_templates(old, replace(old, version=9)) == ()
