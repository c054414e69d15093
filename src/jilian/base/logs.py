"""The log: one line a request, without anybody's name, without what was asked or sent.

A line says by which route, with which status, in how many milliseconds, under which number; where
something was refused, by which code. Addresses are told by the name of their route, since a path
may hold a key and what follows ``?`` may hold a name.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram
from pythonjsonlogger.json import JsonFormatter

from jilian.base.errors import refused_lately

REQUEST_ID = "X-Request-ID"
SOUND_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
OWN_FIELDS = ("request_id", "route", "method", "status", "ms", "refusal")
log = logging.getLogger("jilian.requests")
_request_id: ContextVar[str] = ContextVar("request_id", default="")

REQUESTS = Counter(
    "jilian_requests", "Requests by route, method and status.", ("route", "method", "status")
)
SECONDS = Histogram(
    "jilian_request_seconds", "Seconds until the answer, by route.", ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WatchMiddleware:
    """The outermost layer: numbers each request, counts it, and writes its line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102
        given = request.headers.get(REQUEST_ID, "")
        number = given if SOUND_ID.fullmatch(given) else secrets.token_hex(8)
        kept = _request_id.set(number)
        refused_lately.set("")
        start = time.perf_counter()
        try:
            answer = self.get_response(request)
            self._note(request, answer, time.perf_counter() - start)
        finally:
            _request_id.reset(kept)
        answer[REQUEST_ID] = number
        return answer

    @staticmethod
    def _note(request: HttpRequest, answer: HttpResponse, seconds: float) -> None:
        match = getattr(request, "resolver_match", None)
        route = (match.view_name if match else "") or "other"
        method = request.method if request.method in METHODS else "OTHER"
        REQUESTS.labels(route, method, answer.status_code).inc()
        SECONDS.labels(route).observe(seconds)
        about = {
            "route": route, "method": method, "status": answer.status_code,
            "ms": round(seconds * 1000), "refusal": refused_lately.get(),
        }  # fmt: skip
        level = logging.ERROR if answer.status_code >= 500 else logging.INFO
        log.log(level, "%s %s %s", method, route, answer.status_code, extra=about)


class Discreet(logging.Filter):
    """Takes out of a record of others what may hold names: paths, requests, texts of errors."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without what is nobody's business."""
        record.request_id = _request_id.get()
        record.__dict__.pop("request", None)
        if record.name.startswith("django.request") or record.name.startswith("django.server"):
            status = record.__dict__.pop("status_code", "")
            record.msg, record.args = f"answered {status}".strip(), ()
        elif record.name.startswith("django.security"):
            record.msg, record.args = f"refused by {record.name}", ()
        return True


def discreet_trace(info: ExcInfo) -> str:
    """Return where an error was raised and its kind; its text may quote a record."""
    kind, _error, where = info
    frames = traceback.extract_tb(where)
    lines = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([*lines, f"{kind.__module__}.{kind.__qualname__}" if kind else ""])


class PlainFormatter(logging.Formatter):
    """A line for people; errors without their texts."""

    def formatException(self, ei: Any) -> str:
        """Leave the text of the error out."""
        return discreet_trace(ei)

    def format(self, record: logging.LogRecord) -> str:
        """Add what is known about the request."""
        line = super().format(record)
        told = [f"{name}={record.__dict__[name]}" for name in ("ms", "refusal", "request_id")
                if record.__dict__.get(name) not in (None, "")]  # fmt: skip
        return " ".join([line, *told]) if "\n" not in line else line


class LineFormatter(JsonFormatter):
    """A line of JSON; errors without their texts."""

    def formatException(self, ei: Any) -> str:
        """Leave the text of the error out."""
        return discreet_trace(ei)


def logging_settings(layout: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING for "plain" or "json" lines from this level on."""
    formatters = {
        "plain": {
            "()": PlainFormatter,
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {
            "()": LineFormatter,
            "fmt": "{asctime}{levelname}{name}{message}",
            "style": "{",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
            "json_ensure_ascii": False,
        },
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discreet": {"()": Discreet}},
        "formatters": formatters,
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": layout,
                "filters": ["discreet"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": level},
            "django.server": {"handlers": [], "propagate": True, "level": level},
        },
    }
