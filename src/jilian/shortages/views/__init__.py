"""Pages of this area."""

from __future__ import annotations

from jilian.shortages.views.deciding import (
    accept,
    close,
    lesson,
    let_go,
    receive,
    rest,
    send_back,
    stock,
    withdraw,
)
from jilian.shortages.views.helping import answer, dispatch
from jilian.shortages.views.listing import calls, export, figures
from jilian.shortages.views.page import detail, live
from jilian.shortages.views.permits import ask as ask_permit, give, permits, refuse, take_up
from jilian.shortages.views.proposing import ask, helpers, useful, why
from jilian.shortages.views.raising import new
from jilian.shortages.views.releasing import corridor, delegate, release, widen

__all__ = [
    "accept",
    "answer",
    "ask",
    "ask_permit",
    "calls",
    "close",
    "corridor",
    "delegate",
    "detail",
    "dispatch",
    "export",
    "figures",
    "give",
    "helpers",
    "lesson",
    "let_go",
    "live",
    "new",
    "permits",
    "receive",
    "refuse",
    "release",
    "rest",
    "send_back",
    "stock",
    "take_up",
    "useful",
    "why",
    "widen",
    "withdraw",
]
