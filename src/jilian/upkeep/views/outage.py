"""The answer when something is broken: 503 while the database cannot work, 500 for a defect."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html
from django.utils.translation import override

from jilian.accounts.gate import open_to_all
from jilian.base.outages import SENTENCES, Outage, outage_of

SECONDS_TO_WAIT = "30"
DEFECT = {
    "zh-hans": "出了差错，这一步没有保存。请稍后再试；若仍如此，请告知系统管理员。",
    "en": "Something went wrong and this step was not stored. Try again; if it stays so, "
    "tell the system administrator.",
}
# Needs neither the database nor a session, so it has none of the frame of other pages.
PAGE = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>
<body><h1>{title}</h1><p>{chinese}</p><p lang="en">{english}</p></body></html>
"""


@open_to_all
def broken(request: HttpRequest) -> HttpResponse:
    """Say in both languages what is the matter, and to programs by which code."""
    outage = outage_of(sys.exc_info()[1])
    status = 503 if outage else 500
    code = outage.value if outage else "defect"
    if request.path.startswith("/api/"):
        answer: HttpResponse = JsonResponse(
            {"code": code, "detail": _said(outage, "en")},
            status=status,
            content_type="application/problem+json",
        )
    else:
        title = "集链 · 暂时无法使用" if outage else "集链 · 出错"
        page = format_html(
            PAGE, title=title, chinese=_said(outage, "zh-hans"), english=_said(outage, "en")
        )
        answer = HttpResponse(page, status=status)
    if outage:
        answer["Retry-After"] = SECONDS_TO_WAIT
    return answer


def _said(outage: Outage | None, language: str) -> str:
    if outage is None:
        return DEFECT[language]
    with override(language):
        return str(SENTENCES[outage])
