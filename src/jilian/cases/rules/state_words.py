"""The words in which offices tell how far something is, and what is wrong with a line of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.cases.rules.words import EventKind, Ground, Outcome

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

K = EventKind

# What an office says of its work; a decision says at once what was decided.
STATES: Mapping[tuple[str, str], tuple[str, ...]] = {
    (K.RECEIVED, ""): ("收件", "已收件", "收到材料", "接收", "papers received", "received"),
    (K.CORRECTION_ASKED, ""): ("补正", "一次性补正", "补正告知", "待补正", "correction asked for"),
    (K.CORRECTION_GIVEN, ""): ("已补正", "补正完成", "correction given"),
    (K.ACCEPTED, ""): ("受理", "已受理", "正式受理", "accepted"),
    (K.NOT_ACCEPTED, ""): ("不予受理", "不受理", "not accepted"),
    (K.BRANCH_STARTED, ""): ("开始", "已开始", "在办", "办理中", "分办", "started"),
    (K.RETURNED_TO_FIRM, ""): ("退回", "退回企业", "退件", "returned", "returned to the firm"),
    (K.FIRM_ANSWERED, ""): ("企业已答复", "企业答复", "已答复", "已补交", "answered"),
    (K.BRANCH_ENDED, ""): ("办结", "已办结", "办完", "完成", "已完成", "done", "ended"),
    (K.PAUSED, ""): ("中止", "挂起", "中止计时", "暂停", "paused"),
    (K.RESUMED, ""): ("恢复", "恢复计时", "继续", "resumed"),
    (K.DECIDED, Outcome.GRANTED): ("准予", "准予许可", "同意", "通过", "granted"),
    (K.DECIDED, Outcome.REFUSED): ("不予许可", "不予", "不同意", "不通过", "refused"),
    (K.DELIVERED, ""): ("送达", "已送达", "领证", "已领取", "发证", "delivered"),
}
STATE_KEYS = {
    f"{event}/{ground}": words if ground else (*words, str(event))
    for (event, ground), words in STATES.items()
}
GROUNDS = {
    Ground.HEARING: ("听证",), Ground.TENDER: ("招标",), Ground.AUCTION: ("拍卖",),
    Ground.INSPECTION: ("检验",), Ground.TESTING: ("检测",), Ground.QUARANTINE: ("检疫",),
    Ground.APPRAISAL: ("鉴定",), Ground.EXPERT_REVIEW: ("专家评审", "expert review"),
    Ground.PUBLICITY: ("法定公示", "公示", "statutory publicity"),
}  # fmt: skip


SENTENCES: Mapping[str, StrPromise] = {
    "number_unknown": _(
        "No matter or case of yours has this number; take the number from your list."
    ),
    "number_ambiguous": _(
        "This number fits several matters of yours: give the full number of the matter."
    ),
    "step_unknown": _("The matter has no such branch of yours. Yours: %(steps)s."),
    "step_missing": _("Say which branch. Yours: %(steps)s."),
    "personal_number": _(
        "Leave out ID card and telephone numbers: none is needed, and none is kept."
    ),
    "cannot_follow": _("This state cannot follow here: %(why)s"),
}
