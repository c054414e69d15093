"""Run all tests: on SQLite, then the platform's again on PostgreSQL where a server is given.

Browser tests run where a Chromium is installed. What is not installed is said in a plain line.
The address of a PostgreSQL server whose user may create databases stands in JILIAN_TEST_POSTGRES.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DATABASE_TESTS = ("tests/platform", "tests/flows", "tests/nasty")


Outcome = tuple[int, dict[str, int]]


def run(
    label: str,
    arguments: list[str],
    database: str = "",
    **more: str,
) -> Outcome:
    """Run pytest once and return its exit code and the counts of its last line."""
    print(f"\n== {label}", flush=True)
    with tempfile.TemporaryDirectory(prefix="jilian-tests-") as home:
        env = {**os.environ, "JILIAN_HOME": home, "DATABASE_URL": database}
        for name in list(env):
            if name.startswith("JILIAN_") and name not in {"JILIAN_HOME"}:
                del env[name]
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # each process would compile every module again
        env.update(more)
        running = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", *arguments],
            env=env,
            stdout=subprocess.PIPE,
            text=True,
        )
        last = ""
        assert running.stdout is not None
        for line in running.stdout:
            print(line, end="", flush=True)
            last = line if line.strip() else last
        code = running.wait()
    counts = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|skipped|error)", last)}
    return code, counts


def main() -> int:
    """Run what can be run here and sum it up in one last line."""
    postgres = os.environ.get("JILIAN_TEST_POSTGRES", "")
    with tempfile.TemporaryDirectory(prefix="jilian-starts-") as folder:
        kept = {"KEPT_STARTS": folder, "KEPT_DATABASE": f"jilian_kept_{uuid.uuid4().hex[:12]}"}
        try:
            return run_all(postgres, kept)
        finally:
            forget(postgres, kept["KEPT_DATABASE"])


def forget(postgres: str, database: str) -> None:
    """Take the kept first start away from the test server."""
    if postgres:
        import psycopg

        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"drop database if exists {database}")


def run_all(postgres: str, kept: dict[str, str]) -> int:
    """Run every part; first starts are made once and kept for the later parts."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    workers = ["-n", str(os.cpu_count() or 1), "--dist", "loadfile"]
    runs = [
        run(
            "engine, platform, flows, nasty files, attack, repository (SQLite)",
            [*workers, "tests", "--ignore=tests/browser"],
            **kept,
        )
    ]
    if postgres:
        runs.append(
            run(
                "platform, flows, nasty files (PostgreSQL)",
                [*workers, *DATABASE_TESTS],
                postgres,
                **kept,
            )
        )
    else:
        print("\nNot run: PostgreSQL tests; set JILIAN_TEST_POSTGRES to a server's address.")
    if browser and list(Path("tests/browser").glob("test_*.py")):
        spread = [*workers[:2], "--dist", "loadgroup", "tests/browser"]
        runs.append(run("browser", spread, **kept, POSTGRES=postgres))
    elif not browser:
        print("\nNot run: browser tests; no Chromium is installed here.")
    total = {
        word: sum(counts.get(word, 0) for _, counts in runs)
        for word in ("passed", "failed", "skipped", "error")
    }
    print(
        f"\n{total['passed']} passed, {total['failed'] + total['error']} failed,"
        f" {total['skipped']} skipped"
    )
    return next((code for code, _ in runs if code), 0)


if __name__ == "__main__":
    sys.exit(main())
