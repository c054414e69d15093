"""What goes out: the text of a message, as each service takes it, with its signature.

DingTalk signs with the secret as key and puts time and signature into the address; Feishu uses
time and secret together as the key of an empty text and puts both into the body.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote_plus

from jilian.notices.models import ChannelKind


class Unsent(Exception):
    """A message did not go out: a code, and a number where the service gave one. No address."""

    def __init__(self, code: str, number: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.number = number


def _keyed(key: str, text: str) -> str:
    return b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _plain(words: str) -> dict[str, object]:
    return {"msgtype": "text", "text": {"content": words}}


def wecom(path: str, words: str, _secret: str, _at: datetime) -> tuple[str, dict[str, object]]:
    """A text for a group robot of WeCom: the key stands in the address."""
    return path, _plain(words)


def dingtalk(path: str, words: str, secret: str, at: datetime) -> tuple[str, dict[str, object]]:
    """A text for a robot of DingTalk, signed where it has a secret."""
    if secret:
        moment = int(at.timestamp() * 1000)
        sign = quote_plus(_keyed(secret, f"{moment}\n{secret}"))
        path += f"{'&' if '?' in path else '?'}timestamp={moment}&sign={sign}"
    return path, _plain(words)


def feishu(path: str, words: str, secret: str, at: datetime) -> tuple[str, dict[str, object]]:
    """A text for a robot of Feishu, signed where it has a secret."""
    body: dict[str, object] = {"msg_type": "text", "content": {"text": words}}
    if secret:
        moment = str(int(at.timestamp()))
        body |= {"timestamp": moment, "sign": _keyed(f"{moment}\n{secret}", "")}
    return path, body


Robot = Callable[[str, str, str, datetime], tuple[str, dict[str, object]]]
ROBOTS: dict[str, Robot] = {
    ChannelKind.WECOM: wecom,
    ChannelKind.DINGTALK: dingtalk,
    ChannelKind.FEISHU: feishu,
}


def check_answer(status: int, content: bytes) -> None:
    """Raise Unsent unless the service says that it took the message."""
    if status != 200:
        raise Unsent("status", status)
    try:
        said = json.loads(content)
        codes = [said[name] for name in ("errcode", "code", "StatusCode") if name in said]
    except (ValueError, TypeError):
        raise Unsent("odd_answer") from None
    if not codes:
        raise Unsent("odd_answer")
    if codes[0] != 0:
        raise Unsent("refused", codes[0] if isinstance(codes[0], int) else None)
