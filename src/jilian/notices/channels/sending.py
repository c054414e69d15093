"""Opening the connection: to the address that was checked, under the name that was listed.

No redirect is followed, no proxy of the environment used, nothing of the answer kept.
"""

from __future__ import annotations

import http.client
import json
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from jilian.base.errors import Refusal
from jilian.notices.channels.addresses import (
    Target,
    check_mail,
    check_resolved,
    check_web,
    read_hosts,
)
from jilian.notices.channels.messages import ROBOTS, Unsent, check_answer
from jilian.notices.models import Channel, ChannelKind
from jilian.notices.queries import Message

SECONDS, MOST_OF_AN_ANSWER = 10, 64 * 1024


def tls_context() -> ssl.SSLContext:
    """Certificates and names are checked, as the machine's own store knows them."""
    return ssl.create_default_context()


def send(channel: Channel, message: Message, at: datetime) -> None:
    """Send a message by a channel. Raises Unsent, or Refusal where its address may not be called.

    The list and the address are compared again each time, also with what the host resolves to.
    """
    with _no_answer():
        if channel.kind == ChannelKind.MAIL:
            _mail(channel, message)
        else:
            _post(channel, message, at)


@contextmanager
def _no_answer() -> Iterator[None]:
    try:
        yield
    except (Refusal, Unsent):
        raise
    except ssl.SSLError:
        raise Unsent("certificate") from None
    except smtplib.SMTPResponseException as error:
        raise Unsent("refused", error.smtp_code) from None
    except smtplib.SMTPRecipientsRefused:
        raise Unsent("no_such_recipient") from None
    except (OSError, http.client.HTTPException, smtplib.SMTPException):
        raise Unsent("no_answer") from None


def _checked_address(channel: Channel, target: Target) -> str:
    """What the host resolves to, if it may be called."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    return check_resolved([str(one[4][0]) for one in found], read_hosts(channel.hosts))


class _Connection(http.client.HTTPSConnection):
    """Connects to the address that was checked; the certificate must be that of the host."""

    def __init__(self, target: Target, address: str, context: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS, context=context)
        self._checked, self._tls = address, context

    def connect(self) -> None:
        """Connect, without asking again where the host is."""
        plain = socket.create_connection((self._checked, self.port), timeout=SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _post(channel: Channel, message: Message, at: datetime) -> None:
    target = check_web(channel.target, read_hosts(channel.hosts))
    address = _checked_address(channel, target)
    path, body = ROBOTS[channel.kind](target.path, message.words, channel.secret, at)
    connection = _Connection(target, address, tls_context())
    try:
        connection.request(
            "POST", path, json.dumps(body, ensure_ascii=False).encode(),
            {"Content-Type": "application/json; charset=utf-8", "Connection": "close"},
        )  # fmt: skip
        answer = connection.getresponse()
        check_answer(answer.status, answer.read(MOST_OF_AN_ANSWER))
    finally:
        connection.close()


class _Server(smtplib.SMTP):
    """Connects to the address that was checked, and speaks in the clear until STARTTLS."""

    checked = ""

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        return socket.create_connection((self.checked, port), timeout)


class _SecureServer(smtplib.SMTP_SSL):
    """Connects to the address that was checked, by TLS from the first byte."""

    checked = ""

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        plain = socket.create_connection((self.checked, port), timeout)
        return self.context.wrap_socket(plain, server_hostname=host)


def _mail(channel: Channel, message: Message) -> None:
    target = check_mail(channel.target, read_hosts(channel.hosts))
    address = _checked_address(channel, target)
    context = tls_context()
    server: smtplib.SMTP = (
        _Server(timeout=SECONDS)
        if channel.by_starttls
        else _SecureServer(timeout=SECONDS, context=context)
    )
    server.checked = address  # type: ignore[attr-defined]
    server._host = target.host  # type: ignore[attr-defined]
    try:
        server.connect(target.host, target.port)
        if channel.by_starttls:
            server.starttls(context=context)
        if channel.sign_in:
            server.login(channel.sign_in, channel.secret)
        server.send_message(_letter(channel, message))
        server.quit()
    finally:
        server.close()


def _letter(channel: Channel, message: Message) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = message.subject, channel.sender, message.to
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.words)
    return letter
