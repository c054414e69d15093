"""Settings from the environment; odd values are refused before anything starts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


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
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(split.path.lstrip("/")),
        "USER": unquote(split.username or ""),
        "PASSWORD": unquote(split.password or ""),
        "HOST": unquote(split.hostname or ""),
        "PORT": str(split.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(split.query)),
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
        if len(value) < 32 or len(set(value)) < 10:
            raise OddSetting(name, "…", "at least 32 characters with at least 10 different ones")
        return value
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as written:
            written.write(secrets.token_urlsafe(48))
    return file.read_text().strip()


def terminal_language() -> str:
    """Return "zh-hans" for a Chinese terminal and "en" for any other."""
    spoken = text("LC_ALL") or text("LC_MESSAGES") or text("LANG")
    return "zh-hans" if spoken.lower().startswith("zh") else "en"
