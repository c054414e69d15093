"""Settings from the environment; odd values are refused before anything starts."""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
STRONG = "at least 32 random characters with at least 10 different ones"
PLACEHOLDERS = ("django-insecure", "changeme", "change-me", "secret", "password", "example")


class OddSetting(SystemExit):
    """An environment variable holds a value that cannot be meant; ends the program with code 2."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"jilian: {name}={value!r} is not {wanted}.")
        self.code = 2
        self.sentence = f"jilian: {name}={value!r} is not {wanted}."


def text(name: str, default: str = "") -> str:
    """Return the variable, stripped, or the default when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """Return a yes-or-no variable (1/0, true/false, yes/no, on/off)."""
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise OddSetting(name, value, "one of yes, no, true, false, on, off, 1, 0")


def number(name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    """Return a whole number within [least, most]."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or not least <= int(value) <= most:
        raise OddSetting(name, value, f"a whole number from {least} to {most}")
    return int(value)


def items(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return a comma-separated list without empty entries."""
    return [item.strip() for item in text(name).split(",") if item.strip()] or list(default)


def folder(name: str, default: Path) -> Path:
    """Return a folder as an absolute path; it need not exist yet."""
    return Path(text(name) or default).expanduser().resolve()


def database(name: str, default: Path) -> dict[str, object]:
    """Return Django's database settings from a URL, or SQLite in the default file.

    Understood: ``sqlite:////absolute/file`` and ``postgresql://user:password@host:port/base``
    with options behind ``?``.
    """
    url = text(name)
    if not url:
        return _sqlite(default)
    split = urlsplit(url)
    if split.scheme == "sqlite":
        return _sqlite(Path(unquote(split.path)))
    if split.scheme not in {"postgres", "postgresql"} or not split.path.strip("/"):
        raise OddSetting(name, url.split("@")[-1], "sqlite:////FILE or postgresql://…/NAME")
    options = dict(parse_qsl(split.query))
    # Compiling the plans of our many-branched questions takes seconds, answering them milliseconds.
    options["options"] = f"-c jit=off {options.get('options', '')}".rstrip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(split.path.lstrip("/")),
        "USER": unquote(split.username or ""),
        "PASSWORD": unquote(split.password or ""),
        "HOST": unquote(split.hostname or ""),
        "PORT": str(split.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(file: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        # Write-ahead log: pages read while the worker writes; IMMEDIATE: a writer waits its turn
        # at the start instead of failing half way.
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
                " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
            ),
        },
    }


def secret(name: str, file: Path) -> str:
    """Return a secret of at least 32 characters, from the variable or from a file.

    Where neither exists the file is written with a fresh random one that only its owner can read.
    """
    value = text(name)
    if value:
        if _is_weak(value):
            raise OddSetting(name, "…", STRONG)
        return value
    if not file.exists():
        _write_privately(file, secrets.token_urlsafe(48))
    kept = file.read_text().strip()
    if _is_weak(kept):
        raise OddSetting(f"{name} ({file})", "…", STRONG)
    return kept


def _is_weak(value: str) -> bool:
    return len(value) < 32 or len(set(value)) < 10 or value.lower().startswith(PLACEHOLDERS)


def shared_secret(name: str) -> str:
    """Return a secret that another side gave, or nothing; one that anybody guesses is refused."""
    value = text(name)
    if value and (len(value) < 16 or len(set(value)) < 8 or value.lower().startswith(PLACEHOLDERS)):
        raise OddSetting(name, "…", "at least 16 characters with at least 8 different ones")
    return value


def _write_privately(file: Path, content: str) -> None:
    """Write a file that only its owner reads; one that another process just wrote stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as written:
        written.write(content)


def field_keys(name: str, default: Path) -> tuple[tuple[str, str, bytes], ...]:
    """Return the keys of sealed fields as (name, algorithm, key), the writing one first.

    They stand in a file, one ``name algorithm base64`` a line; lines with ``#`` are comments.
    Where the file does not exist it is written with one fresh key that only its owner can read.
    """
    file = folder(name, default)
    if not file.exists():
        _write_privately(file, f"{new_field_key('k1')}\n")
    keys: list[tuple[str, str, bytes]] = []
    for line in file.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        try:
            label, algorithm, written = line.split()
            key = b64decode(written, validate=True)
        except ValueError:
            raise OddSetting(name, str(file), "lines of “name algorithm base64”") from None
        if algorithm != "aes256gcm" or not label.isalnum():
            raise OddSetting(name, label, "a name of letters and digits with aes256gcm")
        if len(key) != 32 or len(set(key)) < 10:
            raise OddSetting(name, label, "a key of 32 random bytes")
        keys.append((label, algorithm, key))
    if not keys or len({label for label, *_ in keys}) < len(keys):
        raise OddSetting(name, str(file), "at least one key, and no name twice")
    return tuple(keys)


def new_field_key(label: str) -> str:
    """Return the line of a fresh key."""
    return f"{label} aes256gcm {b64encode(secrets.token_bytes(32)).decode()}"


def networks(name: str, default: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return a comma-separated list of addresses or networks (10.0.0.0/8)."""
    try:
        return tuple(ip_network(one) for one in items(name, default))
    except ValueError:
        raise OddSetting(name, text(name), "a list of addresses or networks") from None


def choice(name: str, default: str, of: tuple[str, ...]) -> str:
    """Return one of a few words, whatever its case."""
    value = text(name, default)
    found = {one.lower(): one for one in of}.get(value.lower())
    if found is None:
        raise OddSetting(name, value, f"one of {', '.join(of)}")
    return found


def shared_metrics_folder() -> str:
    """Return the folder in which several web processes put their figures; empty for one process."""
    return text("PROMETHEUS_MULTIPROC_DIR")


def terminal_language() -> str:
    """Return "zh-hans" for a Chinese terminal and "en" for any other."""
    spoken = text("LC_ALL") or text("LC_MESSAGES") or text("LANG")
    return "zh-hans" if spoken.lower().startswith("zh") else "en"
