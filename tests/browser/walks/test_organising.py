"""From the network to a covered town: clusters formed, adopted, led, organised, absorbed, covered.

An organisation office walks through all of it in Chinese, on SQLite at the width of a desk and on
PostgreSQL at that of a phone. Every page is looked at in both widths.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from browser.walks.walking import WIDTHS, Walk

pytestmark = pytest.mark.browser

TOWN, CAMPAIGN_TOWN = "310117106", "310117107"  # 洞泾镇, 九亭镇
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def test_an_office_forms_leads_organises_absorbs_and_covers(visit, database):
    width = "desk" if database == "sqlite" else "phone"
    walk = Walk(visit("organisation-office", width=WIDTHS[width][0]), width)
    cluster = _formed_and_adopted(walk)
    _led(walk, cluster)
    _organised(walk, cluster)
    _absorbed(walk, cluster)
    campaign = _listed(walk)
    _said(Walk(visit("town-office", width=WIDTHS[width][0]), width), campaign)
    _signed(walk, campaign)
    walk.open(f"/made/clusters/{cluster}/")
    walk.says("洞泾雷达产业集群党总支")


def _formed_and_adopted(walk):
    walk.open("/made/runs/")
    walk.page.fill("[name=resolution]", "0.05")
    walk.page.uncheck("[name=from_existing]")
    walk.page.locator("details:has([name=divisions]) > summary").first.click()
    walk.page.fill("[name=divisions]", TOWN)
    walk.press("冻结并开始")
    run = walk.number
    expect(walk.page.locator('a[href*="/proposals/"]').first).to_be_visible(timeout=60_000)
    walk.open(f"/made/runs/{run}/")
    walk.page.locator('main a[href*="/proposals/"]').first.click()  # the largest one
    walk.page.wait_for_load_state("networkidle")
    walk.page.locator("[name=pick]").first.check()
    walk.page.locator('form[action$="/note/"] [name=reason]').fill("已迁出洞泾镇")
    walk.press("不采纳")
    walk.page.locator('form[action$="/adopt/"] [name=reason]').fill("企业共同申请")
    walk.press("继续")
    walk.says("已迁出洞泾镇")
    walk.confirm()
    walk.says("一页简介")
    return walk.number


def _led(walk, cluster):
    walk.open(f"/made/clusters/{cluster}/leaders/new/")
    for step in ("下一步：指标", "下一步：权重", "锁定数据并排序"):
        walk.press(step)
    walk.says("不可比")
    walk.follow("决定")
    walk.press("查看将发生的变更")
    walk.confirm()
    walk.says("已决定")


def _organised(walk, cluster):
    walk.open(f"/made/clusters/{cluster}/body/new/")
    walk.page.fill("[name=name]", "洞泾雷达产业集群党总支")
    walk.page.select_option("[name=type]", "general_branch")
    walk.page.select_option("[name=relation_mode]", "affiliated")
    walk.press("登记")
    for field, value in (("formal", "40"), ("probationary", "0"), ("counted_on", TODAY),
                         ("effect_on", TODAY)):  # fmt: skip
        walk.page.fill(f"[name={field}]", value)
    walk.press("登记")
    procedure = walk.number
    walk.follow("报送请示")
    walk.page.fill("[name=number]", "松组请〔2026〕1号")
    walk.press("先看结果")
    walk.says("党员不足50人的，因工作需要，经上级党组织批准")
    walk.open(f"/made/procedures/{procedure}/declared/")
    walk.page.fill("[name=exception_document]", "松组批〔2026〕2号 因工作需要")
    walk.press("登记")
    for step in ("报送请示", "批准", "登记选举", "结果备案"):
        walk.follow(step)
        walk.page.fill("[name=number]", "松组〔2026〕2号")
        walk.press("先看结果")
        walk.confirm()
    walk.follow("成立党组织")
    walk.confirm()
    walk.says("运行中")
    walk.says("例外")


def _absorbed(walk, cluster):
    walk.open(f"/made/clusters/{cluster}/absorb/")
    walk.page.locator('main a[href*="organisation="]').first.click()
    walk.page.wait_for_load_state("networkidle")
    walk.page.check("[name=mode][value=functional]")
    walk.press("提交")
    absorption = walk.number
    for side in ("firm", "body", "superior", "office"):
        walk.open(f"/made/absorptions/{absorption}/answer/{side}/")
        walk.page.check("[name=answer][value=agreed]")
        walk.page.fill("[name=number]", "松组函〔2026〕3号")
        walk.press("记录答复")
    walk.follow("决定")
    walk.page.fill("[name=number]", "松组〔2026〕9号")
    walk.press("先看结果")
    walk.confirm()
    walk.says("已决定")


def _listed(walk):
    walk.open("/made/coverage/new/")
    walk.page.fill("[name=title]", "九亭镇第二轮覆盖攻坚")
    walk.page.check(f'[name=towns][value="{CAMPAIGN_TOWN}"]')
    walk.page.check("[name=without_body]")
    walk.press("拟定")
    walk.follow("锁定清单")
    walk.press("锁定")
    campaign = walk.number
    walk.press("启动攻坚")
    walk.open(f"/made/coverage/{campaign}/plan/")
    walk.press("测算待推进目标")
    walk.says("先摸排")
    return campaign


def _said(walk, campaign):
    walk.open(f"/made/coverage/{campaign}/")
    for place in (0, 1):
        walk.page.locator("[name=pick]").nth(place).check()
    walk.press("填报完成")
    walk.page.select_option("[name=state]", "work")
    walk.page.select_option("[name=route]", "advisor")
    walk.page.fill("[name=words]", "已派党建工作指导员")
    walk.press("填报完成")


def _signed(walk, campaign):
    walk.open(f"/made/coverage/{campaign}/signing/")
    walk.says("town-office")
    walk.page.locator("button[name=act][value=sign]").click()
    walk.page.wait_for_load_state("networkidle")
    walk.look()
    walk.confirm()
    walk.open(f"/made/coverage/{campaign}/report/")
    walk.says("九亭镇第二轮覆盖攻坚")
