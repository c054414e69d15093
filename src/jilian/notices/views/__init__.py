"""Pages of this area."""

from __future__ import annotations

from jilian.notices.views.keeping import (
    channel,
    channels,
    deliveries,
    new,
    place,
    repeat,
    switch,
    try_out,
    whom,
)
from jilian.notices.views.listing import notice_list, open_notice

__all__ = [
    "channel",
    "channels",
    "deliveries",
    "new",
    "notice_list",
    "open_notice",
    "place",
    "repeat",
    "switch",
    "try_out",
    "whom",
]
