"""What every answer's headers hold, and what they never do."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
LOOSE = ("unsafe-inline", "unsafe-eval", " *", "http:", "https:")
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "X-AspNet-Version")


def header_faults(answer: HttpResponse) -> Iterator[str]:
    """Say what is missing or too loose in the headers of any answer, a page's or a file's."""
    policy = answer.get("Content-Security-Policy", "")
    yield from (name for name, value in HEADERS.items() if answer.get(name) != value)
    yield from (f"loose: {word}" for word in LOOSE if word in policy)
    yield from (name for name in NEVER if name in answer)
    for cookie in answer.cookies.values():
        if cookie["samesite"] not in ("Lax", "Strict"):
            yield f"cookie {cookie.key}"
