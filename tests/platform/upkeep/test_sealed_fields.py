"""What is sealed in the database, and with which key."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from jilian.base import encryption
from jilian.base.encryption import CannotOpen, key_of, seal, unseal
from jilian.base.errors import Refusal
from jilian.base.journal import Journal
from jilian.network.models import SupplyLink

SECOND = ("k2", "aes256gcm", bytes(range(32)))


def stored(column: str, table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def link(world, source, firm):
    return SupplyLink.objects.create(
        world=world, supplier=firm("晶圆"), buyer=firm("封测"), evidence="declared",
        amount_yuan=Decimal("1234567.50"), known_by=date(2024, 1, 1), source=source,
    )  # fmt: skip


def test_the_yearly_value_of_a_link_is_sealed_in_the_database(link):
    (text,) = stored("amount_yuan", "network_supplylink")
    assert text.startswith("aes256gcm:")
    assert "1234567" not in text
    assert SupplyLink.objects.get().amount_yuan == Decimal("1234567.50")


def test_no_value_is_not_zero(link):
    SupplyLink.objects.update(amount_yuan=None)
    assert stored("amount_yuan", "network_supplylink") == [None]
    assert SupplyLink.objects.get().amount_yuan is None


def test_a_value_below_zero_is_never_stored(link):
    link.amount_yuan = Decimal("-1")
    with pytest.raises(ValueError, match="below zero"):
        link.save()


def test_a_sealed_column_cannot_be_searched(link):
    with pytest.raises(TypeError, match="sealed"):
        SupplyLink.objects.filter(amount_yuan=Decimal("1234567.50")).exists()
    assert SupplyLink.objects.filter(amount_yuan__isnull=False).exists()


def test_a_value_does_not_open_in_another_column():
    with pytest.raises(CannotOpen):
        unseal(seal(b"1", "network_supplylink.amount_yuan"), "mfa_authenticator.data")


@pytest.mark.parametrize("place", [-3, -20, 18])
def test_a_changed_value_does_not_open(place):
    text = seal(b"12345", "a.b")
    other = "A" if text[place] != "A" else "B"
    with pytest.raises(CannotOpen):
        unseal(text[:place] + other + text[place:][1:], "a.b")


def test_the_first_key_writes_and_every_key_reads(settings):
    old = seal(b"1", "a.b")
    settings.FIELD_KEYS = (SECOND, *settings.FIELD_KEYS)
    assert key_of(seal(b"1", "a.b")) == "k2"
    assert unseal(old, "a.b") == b"1"


def test_a_missing_key_is_refused_in_a_sentence(link, settings):
    settings.FIELD_KEYS = (SECOND,)
    with pytest.raises(Refusal) as refused:
        SupplyLink.objects.get()
    assert refused.value.code == "sealed_value_closed"


def test_rekeying_seals_everything_with_the_first_key(link, mei, settings):
    from django.utils import timezone

    from jilian.accounts.queries import system_person
    from jilian.upkeep import operations

    prepared = _second_factor(mei)
    settings.FIELD_KEYS = (SECOND, *settings.FIELD_KEYS)
    done = operations.rekey(by=system_person("command-line"), at=timezone.now())
    assert done == 3  # the link, the secret of the second factor, the seed of recovery codes
    assert key_of(stored("amount_yuan", "network_supplylink")[0]) == "k2"
    settings.FIELD_KEYS = (SECOND,)
    assert SupplyLink.objects.get().amount_yuan == Decimal("1234567.50")
    prepared.refresh_from_db()
    assert prepared.wrap().validate_code("000000") in (True, False)
    assert operations.rekey(by=system_person("command-line"), at=timezone.now()) == 0


def _second_factor(who):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(who, generate_totp_secret())
    RecoveryCodes.activate(who)
    return Authenticator.objects.get(user=who, type="totp")


def test_the_secret_of_the_second_factor_is_sealed(mei):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    kept = TOTP.activate(mei, secret).instance
    assert key_of(kept.data["secret"])
    assert secret not in str(kept.data)


def test_a_journal_keeps_a_sealed_value_sealed_and_gives_the_same_bytes_back(link):
    before = stored("amount_yuan", "network_supplylink")
    journal = Journal()
    journal.keep(SupplyLink, [link.pk], ["amount_yuan"])
    packed = Journal.unpacked(journal.packed())
    assert "1234567" not in str(journal.before)
    SupplyLink.objects.update(amount_yuan=Decimal("7"))
    for pk, values in packed.changes("network.supplylink").items():
        SupplyLink.objects.bulk_update([SupplyLink(pk=pk, **values)], list(values))
    assert stored("amount_yuan", "network_supplylink") == before


def test_a_frozen_snapshot_is_sealed(mei, world, link):
    from conftest import NOON
    from jilian.network import operations

    operations.freeze_snapshot(by=mei, at=NOON, world=world, as_of=date(2026, 3, 2))
    for content in stored("content", "network_snapshottable"):
        assert bytes(content).startswith(b"aes256gcm:")
        assert b"PAR1" not in bytes(content)


def test_the_file_of_keys_is_made_for_its_owner_alone(tmp_path, monkeypatch):
    from jilian.base import env

    monkeypatch.delenv("JILIAN_FIELD_KEYS", raising=False)
    file = tmp_path / "field_keys"
    (key,) = env.field_keys("JILIAN_FIELD_KEYS", file)
    assert file.stat().st_mode & 0o077 == 0
    assert env.field_keys("JILIAN_FIELD_KEYS", file) == (key,)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "k1 aes256gcm " + b64encode(b"short").decode(),
        "k1 aes256gcm " + b64encode(b"a" * 32).decode(),
        "k1 rot13 " + b64encode(bytes(range(32))).decode(),
        "k1",
        ("k1 aes256gcm " + b64encode(bytes(range(32))).decode() + "\n") * 2,
    ],
)
def test_weak_keys_are_refused(tmp_path, content, monkeypatch):
    from jilian.base import env

    monkeypatch.delenv("JILIAN_FIELD_KEYS", raising=False)
    file = tmp_path / "field_keys"
    file.write_text(content)
    with pytest.raises(env.OddSetting):
        env.field_keys("JILIAN_FIELD_KEYS", file)


@pytest.mark.parametrize("value", ["short", "a" * 40, "changeme-changeme-changeme-changeme-0123"])
def test_a_weak_secret_key_is_refused(monkeypatch, tmp_path, value):
    from jilian.base import env

    monkeypatch.setenv("JILIAN_SECRET_KEY", value)
    with pytest.raises(env.OddSetting):
        env.secret("JILIAN_SECRET_KEY", tmp_path / "secret_key")


def test_a_weak_secret_of_the_directory_is_refused(monkeypatch):
    from jilian.base import env

    monkeypatch.setenv("JILIAN_OIDC_SECRET", "secret")
    with pytest.raises(env.OddSetting):
        env.shared_secret("JILIAN_OIDC_SECRET")


def test_every_algorithm_opens_what_it_sealed():
    for make in encryption.ALGORITHMS.values():
        cipher = make(bytes(range(32)))
        assert cipher.decrypt(b"0" * 12, cipher.encrypt(b"0" * 12, b"x", b"y"), b"y") == b"x"
