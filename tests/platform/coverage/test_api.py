"""The API and the command line say what the pages say."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from conftest import NOON
from jilian.coverage import operations
from jilian.coverage.cli import coverage
from jilian.coverage.models import Target


def test_the_api_lists_campaigns_targets_and_the_report(as_person, mei, ting, wu, campaign, firms):
    operations.enter_count(by=mei, at=NOON, target=Target.objects.get(firm=firms[4]), stated="2")
    root = "/api/songjiang/coverage/"
    assert as_person(mei).get(root).json()[0]["listed"] == 6
    assert len(as_person(mei).get(f"{root}{campaign.pk}/targets").json()) == 6
    own = as_person(ting).get(f"{root}{campaign.pk}/targets").json()
    assert [one["name"] for one in own] == ["靶材厂", "光刻厂", "清洗厂"]
    assert not {"count", "stated"} & own[0].keys()
    report = as_person(mei).get(f"{root}{campaign.pk}/report").json()
    assert report["over_the_frozen_list"]["listed"] == 6
    for path in ("", f"{campaign.pk}/targets", f"{campaign.pk}/report"):
        assert as_person(wu).get(root + path).status_code == 404


def test_the_command_prints_the_same_report(campaign, firms, cover, finish):
    cover(*firms[:2])
    finish(campaign, *firms[:2])
    printed = CliRunner().invoke(coverage, ["report", str(campaign.pk), "--json"])
    found = json.loads(printed.output)
    assert found["over_the_frozen_list"]["organisation_coverage"] == {
        "part": 2, "whole": 6, "percent": "33.33",
    }  # fmt: skip
    assert found["list_as_frozen"] is True
    words = CliRunner().invoke(coverage, ["report", str(campaign.pk)]).output
    assert "33.33%" in words
    assert "芯片企业覆盖攻坚" in CliRunner().invoke(coverage, ["campaigns"]).output


def test_a_campaign_that_is_not_there_is_refused(world):
    from jilian.base.errors import Refusal

    with pytest.raises(Refusal):
        CliRunner().invoke(coverage, ["report", "7"], catch_exceptions=False)
