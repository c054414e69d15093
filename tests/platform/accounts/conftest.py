"""The people who administer: Anna security, Bo system, Chen audit."""

from __future__ import annotations

import pytest


@pytest.fixture
def anna(person):
    return person("anna", "security_administrator")


@pytest.fixture
def bo(person):
    return person("bo", "system_administrator")


@pytest.fixture
def chen(person):
    return person("chen", "audit_administrator")
