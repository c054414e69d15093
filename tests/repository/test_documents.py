"""What is written down agrees with what there is."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils.functional import Promise

from jilian.accounts.permissions import Permission
from jilian.accounts.rules import Role
from repository.code import PLATFORM, ROOT

READMES = ("README.md", "README.zh.md")
FORBIDDEN = re.compile(
    r"(?<![\w.\-{}%])/(?:work|root|home|Users)/\w|pythonhosted|pypi\.org|registry\.npmjs|mirrors?\.[a-z]+\.",
)
BARE = {".md", ".py", ".toml", ".txt", ".html", ".css", ".js", ".sh", ".yaml", ".yml", ".po", ""}


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("jilian.")]


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return listed.stdout.splitlines()


def test_every_model_and_field_has_a_name_and_a_meaning():
    silent = []
    for model in own_models():
        if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}("):
            silent.append(model.__name__)
        for field in model._meta.get_fields():
            if field.auto_created or not hasattr(field, "verbose_name"):
                continue
            if not isinstance(field.verbose_name, Promise) and field.model.__module__.startswith(
                "jilian."
            ):
                silent.append(f"{model.__name__}.{field.name}")
    allowed = {"Person.password", "Person.last_login"}  # Django's own
    assert set(silent) <= allowed


def test_every_setting_is_documented():
    names = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (PLATFORM / "settings.py").read_text()))
    operate = (ROOT / "docs" / "operate.md").read_text()
    assert names
    assert {name for name in names if f"`{name}`" not in operate} == set()
    documented = set(re.findall(r"^\| `(JILIAN_\w+|DATABASE_URL)`", operate, re.M))
    read = names | {"JILIAN_TEST_POSTGRES"}
    assert documented <= read, "documented but not read"


def test_every_permission_and_role_is_explained():
    assert all(str(permission.label) for permission in Permission)
    glossary = (ROOT / "GLOSSARY.md").read_text()
    assert {role.value for role in Role if f"`{role.value}`" not in glossary} == set()


def test_the_glossary_names_every_record():
    glossary = (ROOT / "GLOSSARY.md").read_text()
    assert {m.__name__ for m in own_models() if f"`{m.__name__}`" not in glossary} == set()


def test_dependencies_are_locked_with_hashes_and_without_hosts():
    for name in ("web", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert "index-url" not in text
        assert "://" not in text
        pins = re.findall(r"^[a-zA-Z0-9_.\-\[\]]+==", text, re.M)
        assert len(pins) > 20
        assert text.count("--hash=sha256:") >= len(pins)


SPEAK_FOR_THEMSELVES = re.compile(
    r'"(pytest>|hatchling|mypy|ruff|types-|django-stubs|scipy-stubs|pre-commit)'
)


def test_each_dependency_says_why_it_is_there():
    project = (ROOT / "pyproject.toml").read_text()
    section = project[project.index("dependencies = [") : project.index("[project.scripts]")]
    lines = [line.strip() for line in section.splitlines() if line.strip().startswith('"')]
    bare = [line for line in lines if "#" not in line and not SPEAK_FOR_THEMSELVES.match(line)]
    assert bare == []
    assert tomllib.loads(project)["project"]["license"] == "Apache-2.0"


def test_no_file_names_a_machine_or_a_registry():
    found = []
    for name in tracked():
        path = ROOT / name
        if path.suffix not in BARE or "/vendor/" in name or not path.is_file():
            continue
        if name == "tests/repository/test_documents.py":
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if FORBIDDEN.search(line):
                found.append(f"{name}:{number} {line.strip()[:80]}")
    assert found == []


@pytest.mark.django_db
def test_migrations_are_current():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("name", READMES)
def test_the_readmes_name_only_make_targets_that_exist(name):
    text = (ROOT / name).read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"^make (\w+)", text, re.M))
    assert {"demo", "test"} <= named <= targets


@pytest.mark.parametrize("name", READMES)
def test_links_in_the_readmes_lead_somewhere(name):
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text())
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
