"""The command that makes the first administrator."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from django.test import Client

from jilian.accounts.cli import create_admin
from jilian.accounts.models import Person
from jilian.base.errors import Refusal


def test_create_admin_prints_a_link_that_works(db):
    result = CliRunner().invoke(create_admin, ["anna"])
    link = re.search(r"/join/[\w-]+/", result.output).group()
    form = {"password": "correct-horse-battery", "again": "correct-horse-battery"}
    assert Client().post(link, form).status_code == 302
    assert Person.objects.get(username="anna").roles == {"security_administrator"}


def test_create_admin_asks_for_a_password(db):
    answers = "correct-horse-battery\ncorrect-horse-battery\n"
    result = CliRunner().invoke(create_admin, ["anna", "--password"], input=answers)
    assert result.exit_code == 0
    assert Person.objects.get(username="anna").check_password("correct-horse-battery")


def test_create_admin_refuses_a_name_that_exists(mei):
    result = CliRunner().invoke(create_admin, ["mei"])
    assert isinstance(result.exception, Refusal)
    assert result.exception.code == "sign_in_name_taken"


def test_a_refusal_ends_the_command_with_code_two(mei, monkeypatch, capsys):
    from jilian import cli

    monkeypatch.setattr("sys.argv", ["jilian", "create-admin", "mei"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "mei" in capsys.readouterr().err
