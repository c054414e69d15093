"""Answers to programs about what went wrong: problems as RFC 9457 has them, each with a code."""

from __future__ import annotations

from django.http import JsonResponse

CONTENT_TYPE = "application/problem+json"


def problem(status: int, code: str, detail: str, **more: object) -> JsonResponse:
    """Answer with a code that a program can tell apart and a sentence that a person can read."""
    told = {"code": code, "detail": detail, **more}
    return JsonResponse(told, status=status, content_type=CONTENT_TYPE)
