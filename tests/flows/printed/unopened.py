"""Figures that open no list, by route and label, each with the reason. Every other one opens."""

from __future__ import annotations

from collections.abc import Mapping

NO_COUNT = "a length of time or a rate, not a number of records"
WITHHELD = "counts below five are withheld; a list would give them away"
NO_NAMES = "a count without names: a list would say who they are"
NO_ROWS = "the computation keeps no row for these"
FROZEN = "as it stood when it was frozen; the records of today may differ"
WHOLE_ONLY = "counts more than this reader may list"
IN_PARTS = "added up from lists that stand beneath it on the page"

UNOPENED: Mapping[str, Mapping[str, str]] = {
    "cases:detail": {
        "受理后历时": NO_COUNT, "受理后工作时间": NO_COUNT, "预审用时（计时之前）": NO_COUNT,
    },
    "cases:figures": {"预先填好的字段": "fields of forms, which are no records"},
    "cases:log": {"事件记录": NO_NAMES, "事项": NO_NAMES, "办件": NO_NAMES},
    "cases:template": {"法定至少": NO_COUNT, "用满时限": NO_COUNT},
    "clusters:brief": {"已覆盖企业": WITHHELD, "集群线上的党组织": WHOLE_ONLY},
    "clusters:changes": {"保持不变": NO_ROWS, "测算未涉及的成员": NO_ROWS},
    "clusters:compare": {"保持不变": NO_ROWS, "测算未涉及的成员": NO_ROWS},
    "clusters:run": {"供应关系": FROZEN, "有关系的企业": FROZEN, "涉及企业": IN_PARTS},
    "coverage:checks": {"已抽": WHOLE_ONLY, "待核查": WHOLE_ONLY, "攻坚中完成": WHOLE_ONLY},
    "gaps:detail": {
        "短缺次数": NO_NAMES, "需求企业": WHOLE_ONLY, "需求企业 推断": WHOLE_ONLY,
    },
    "growth:growth": {"期初党组织": IN_PARTS, "期末党组织": IN_PARTS},
    "growth:report": {"上月末": FROZEN, "党组织": FROZEN, "成立情况未知": FROZEN},
    "indicators:detail": {"占上年": NO_COUNT, "名义同比": NO_COUNT},
    "indicators:parts": {"该数字": IN_PARTS},
    "organisations:coverage": {"在此有经营地点的企业": WHOLE_ONLY, "已覆盖企业": WITHHELD},
    "policies:list": {"数值缺失": NO_ROWS},
    "shortages:figures": {"未办结求助": NO_NAMES, "求助": NO_NAMES},
}  # fmt: skip
