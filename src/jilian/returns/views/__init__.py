"""The pages of this area."""

from __future__ import annotations

from jilian.returns.views.duties import duties, end
from jilian.returns.views.entering import begin, check, correct, due, enter, withdraw
from jilian.returns.views.files import firms, firms_template, template, upload
from jilian.returns.views.looking import detail
from jilian.returns.views.releasing import release, releases
from jilian.returns.views.reviewing import act, export, lock, month, review

__all__ = [
    "act",
    "begin",
    "check",
    "correct",
    "detail",
    "due",
    "duties",
    "end",
    "enter",
    "export",
    "firms",
    "firms_template",
    "lock",
    "month",
    "release",
    "releases",
    "review",
    "template",
    "upload",
    "withdraw",
]
