"""Sealing the chain with a signature, and deleting old traces behind a seal."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from jilian.audit.models import DailyDigest, Pruning, Trace
from jilian.audit.operations.chain import Doer, held_head, record
from jilian.audit.queries import check_chain
from jilian.base.database import keep_append_only, keep_no_longer_append_only
from jilian.base.errors import Refusal
from jilian.base.signing import SigningKey

LEAST_DAYS = 180  # 网络安全法 (as of 2026-01-01), art. 23: network logs at least six months


@transaction.atomic
def seal(*, by: Doer, at: datetime, day: date, key: SigningKey) -> DailyDigest:
    """Sign where the chain ends now; the trace of it is the first of the next seal.

    Returns the last seal where nothing but its own trace has come since.
    """
    head = held_head()
    last = DailyDigest.objects.first()
    if last is not None and head.number <= last.last_number + 1:
        return last
    first = last.last_number + 1 if last else 1
    made = DailyDigest(
        day=day, first_number=first, last_number=head.number, count=head.number - first + 1,
        digest=head.digest, sealed_at=at, sealed_by=by.username, public_key=key.public,
    )  # fmt: skip
    made.signature = key.sign(made.statement.signed_bytes)
    made.save(force_insert=True)
    record(
        "chain.sealed", by=by, at=at, about=made,
        after={"last_number": made.last_number, "digest": made.digest, "key": key.public},
    )  # fmt: skip
    return made


@transaction.atomic
def replace_key(*, by: Doer, at: datetime, day: date, key: SigningKey) -> SigningKey:
    """Seal once more with the old key, then sign with a fresh one; the old private half is gone."""
    seal(by=by, at=at, day=day, key=key)
    fresh = key.replace()
    record(
        "chain.key_replaced", by=by, at=at, before={"key": key.public}, after={"key": fresh.public}
    )
    return fresh


def prunable(before: datetime) -> DailyDigest | None:
    """Return the last seal of that time or earlier behind which traces stand; None without one."""
    upto = DailyDigest.objects.filter(sealed_at__lte=before).first()
    if upto is None or Pruning.objects.filter(number__gte=upto.last_number).exists():
        return None
    return upto


@transaction.atomic
def prune(*, by: Doer, at: datetime, days: int) -> Pruning | None:
    """Delete traces older than ``days``, only up to a seal, and keep what the rest hangs on.

    Returns None where no seal is that old. Refuses fewer days than the law asks for, and a chain
    that does not verify. The table's protection is taken away and put back in this transaction.
    """
    if days < LEAST_DAYS:
        raise Refusal(
            "retention_too_short",
            _("Traces are kept for at least %(days)d days.") % {"days": LEAST_DAYS},
        )
    before = at - timedelta(days=days)
    upto = prunable(before)
    if upto is None:
        return None
    held_head()
    found = check_chain()
    if not found.is_sound:
        raise Refusal(
            "chain_broken",
            _("The traces do not verify; nothing is deleted before that is looked into."),
        )
    table = Trace._meta.db_table
    keep_no_longer_append_only(connection, table)
    count = Trace.objects.filter(number__lte=upto.last_number).order_by()._raw_delete("default")
    keep_append_only(connection, table)
    kept = Pruning.objects.create(
        number=upto.last_number, digest=upto.digest, count=count, before_at=before,
        pruned_at=at, pruned_by=by.username,
    )  # fmt: skip
    record(
        "chain.pruned", by=by, at=at, about=kept,
        after={"number": kept.number, "digest": kept.digest, "count": count},
    )  # fmt: skip
    return kept
