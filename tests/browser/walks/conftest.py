"""The walks share two first starts, one on SQLite and one on PostgreSQL.

Each walk makes what it looks at; none counts what others may have made.
"""

from __future__ import annotations

import os

import pytest

from first_start import first_start


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request):
    return request.param


@pytest.fixture(scope="session")
def started(database, tmp_path_factory):
    """The first start, whose commands may be run, and the address at which it is served."""
    server = os.environ.get("POSTGRES", "") if database == "postgresql" else ""
    if database == "postgresql" and not server:
        pytest.skip("no PostgreSQL server is given")
    with (
        first_start(tmp_path_factory.mktemp("home"), server) as start,
        start.served() as served,
    ):
        yield start, served


@pytest.fixture(scope="session")
def address(started):
    return started[1]
