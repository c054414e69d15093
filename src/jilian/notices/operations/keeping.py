"""Keeping the channels: where to, for whom, on or off. Every change is made by one administrator.

Whoever changes where a channel leads switches it off by that; it is switched on again with a
confirmation that says what will leave the house.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import SCOPE_OF_ROLE, Role, ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.jobs.later import after_commit
from jilian.notices.channels import check_mail, check_web, read_hosts
from jilian.notices.models import Channel, ChannelKind, Delivery, DeliveryState
from jilian.notices.operations.leaving import drop_waiting, queue_test, send_due

P = Permission
PLACE = ("title", "hosts", "target", "secret", "sign_in", "sender", "by_starttls")
SEALED = ("target", "secret")
AIM = ("role", "world_code", "scope_key", "link", "language")


@transaction.atomic
def place_channel(
    *, by: Person, at: datetime, kind: str, channel: Channel | None = None, **typed: Any
) -> Channel:
    """Say where a channel leads; it is off from then on. An empty secret leaves the kept one."""
    allow(by, P.KEEP_CHANNELS)
    kept = Channel(kind=kind) if channel is None else _held(channel)
    for name in PLACE:
        value = typed.get(name)
        if name in SEALED and channel is not None and not value:
            continue
        setattr(kept, name, value if value is not None else getattr(kept, name))
    check_place(kept)
    kept.is_on, kept.set_at, kept.set_by = False, at, by.username
    kept.save()
    audit.record("channel.set", by=by, at=at, about=kept,
                 after={"kind": kept.kind, "hosts": kept.hosts})  # fmt: skip
    drop_waiting(by=by, at=at, channel=kept)
    return kept


def check_place(channel: Channel) -> None:
    """Refuse an address that must not be called, and a mail channel without a sender."""
    allowed = read_hosts(channel.hosts)
    if channel.kind == ChannelKind.MAIL:
        check_mail(channel.target, allowed)
        if not channel.sender:
            raise Refusal("sender_missing", _("Say from which mail address the notices come."))
    else:
        check_web(channel.target, allowed)


@transaction.atomic
def aim_channel(*, by: Person, at: datetime, channel: Channel, **typed: str) -> Channel:
    """Say for whom a channel is, and with which link and language it speaks."""
    allow(by, P.KEEP_CHANNELS)
    kept = _held(channel)
    before = {name: getattr(kept, name) for name in AIM}
    for name in AIM:
        setattr(kept, name, typed.get(name) or ("" if name != "language" else kept.language))
    _check_aim(kept)
    kept.set_at, kept.set_by = at, by.username
    kept.save(update_fields=(*AIM, "set_at", "set_by"))
    audit.record("channel.aimed", by=by, at=at, about=kept, before=before,
                 after={name: getattr(kept, name) for name in AIM})  # fmt: skip
    return kept


def _check_aim(channel: Channel) -> None:
    """A group reads together: its robot is for one role, and for one firm, cluster or town."""
    if channel.link:
        parts = urlsplit(channel.link)
        if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
            raise Refusal("link_odd", _("The address of this installation begins with https://."))
    if not channel.is_robot:
        return
    if not channel.role:
        raise Refusal("role_missing", _("Say for which role the robot's group is."))
    whole = (ScopeKind.DISTRICT, ScopeKind.SYSTEM)
    if SCOPE_OF_ROLE[Role(channel.role)] not in whole and not channel.scope_key:
        raise Refusal(
            "scope_missing",
            _(
                "Say for which firm, cluster or town: people of several would read each other's"
                " notices in one group."
            ),
        )


@transaction.atomic
def switch_channel(*, by: Person, at: datetime, channel: Channel, on: bool) -> Channel:
    """Switch a channel on or off; what waits for one that is switched off is not sent any more."""
    allow(by, P.KEEP_CHANNELS)
    kept = _held(channel)
    if kept.is_on == on:
        return kept
    if on:
        check_place(kept)
        _check_aim(kept)
    else:
        drop_waiting(by=by, at=at, channel=kept)
    kept.is_on = on
    kept.save(update_fields=("is_on",))
    action = "channel.switched_on" if on else "channel.switched_off"
    audit.record(action, by=by, at=at, about=kept)
    return kept


@transaction.atomic
def try_channel(*, by: Person, at: datetime, channel: Channel) -> Delivery:
    """Send a message that says only that the channel works, to the group or to oneself."""
    allow(by, P.KEEP_CHANNELS)
    kept = _held(channel)
    if not kept.is_on:
        raise Refusal("channel_off", _("The channel is switched off."))
    if not kept.is_robot and not by.email:
        raise Refusal("no_mail_address", _("You have no mail address; it stands on your page."))
    return queue_test(by=by, at=at, channel=kept)


@transaction.atomic
def repeat_delivery(*, by: Person, at: datetime, delivery: Delivery) -> Delivery:
    """Try a message that was given up once more, with all its tries."""
    allow(by, P.KEEP_CHANNELS)
    kept = Delivery.objects.select_for_update().select_related("channel").get(pk=delivery.pk)
    if kept.state != DeliveryState.FAILED:
        raise Refusal("delivery_not_failed", _("Only a message that failed is tried again."))
    if not kept.channel.is_on:
        raise Refusal("channel_off", _("The channel is switched off."))
    kept.state, kept.tries, kept.next_try_at = DeliveryState.WAITING, 0, at
    kept.save(update_fields=("state", "tries", "next_try_at"))
    audit.record("message.repeated", by=by, at=at, about=kept)
    after_commit(send_due)
    return kept


def _held(channel: Channel) -> Channel:
    return Channel.objects.select_for_update().get(pk=channel.pk)
