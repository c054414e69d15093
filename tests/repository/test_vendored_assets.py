"""Vendored browser assets are exactly what was published."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[2] / "src/jilian/ui/static/ui/vendor"
PACKAGES = tomllib.loads((VENDOR / "VENDORED.toml").read_text(encoding="utf-8"))["package"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_each_vendored_file_has_its_fingerprint(package):
    prints = {
        path: hashlib.sha256((VENDOR / package["folder"] / path).read_bytes()).hexdigest()
        for path in package["sha256"]
    }
    assert prints == package["sha256"]


def test_no_vendored_file_stands_outside_the_list():
    listed = {
        f"{package['folder']}/{path}" for package in PACKAGES for path in package["sha256"]
    } | {"VENDORED.toml"}
    found = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert found == listed


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_each_package_carries_its_licence(package):
    assert package["licence"]
    assert any(path.upper().startswith("LICENSE") for path in package["sha256"])


def test_no_vendored_file_names_an_address_outside():
    styles = [path.read_text(encoding="utf-8") for path in VENDOR.rglob("*.css")]
    assert not any("url(http" in style or "@import" in style for style in styles)
