"""Every write of this area: telling people, settling, and what leaves the house."""

from __future__ import annotations

from jilian.notices.operations.keeping import (
    aim_channel,
    place_channel,
    repeat_delivery,
    switch_channel,
    try_channel,
)
from jilian.notices.operations.leaving import send_due
from jilian.notices.operations.telling import open_notice, settle, tell

__all__ = [
    "aim_channel",
    "open_notice",
    "place_channel",
    "repeat_delivery",
    "send_due",
    "settle",
    "switch_channel",
    "tell",
    "try_channel",
]
