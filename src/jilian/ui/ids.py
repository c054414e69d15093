"""Ids of the parts of a page."""

from __future__ import annotations

from itertools import count
from zlib import crc32

from django.template import Context


def next_id(context: Context, prefix: str) -> str:
    """An id that is the same each time a page is made and differs between its parts."""
    request = context.get("request")
    if request is None:
        return f"{prefix}-{id(context):x}"
    if not hasattr(request, "ui_ids"):
        request.ui_ids = count(1)
    path = "" if not request.headers.get("HX-Request") else f"{crc32(request.path.encode()):x}-"
    return f"{prefix}-{path}{next(request.ui_ids)}"
