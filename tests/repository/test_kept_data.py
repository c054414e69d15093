"""Every record has a class of data, every field about a person a purpose."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from jilian.upkeep.rules import CLASSES, NOT_PERSONAL, PERSONAL, class_of, looks_personal
from repository.code import ROOT

NEVER = ("political", "party_member", "birth", "gender", "photo", "id_number", "ethnic", "religion",
         "wechat", "fingerprint_of_person")  # fmt: skip


def every_field():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if not isinstance(field, models.DateField):
                yield f"{model._meta.label}.{field.name}", field


def is_about_a_person(field) -> bool:
    points = field.remote_field is not None and field.related_model is get_user_model()
    return points or looks_personal(field.name)


def test_a_field_that_may_tell_of_a_person_has_a_purpose_or_a_reason_why_it_does_not():
    known = PERSONAL.keys() | NOT_PERSONAL.keys()
    silent = sorted(name for name, field in every_field()
                    if is_about_a_person(field) and name not in known)  # fmt: skip
    assert silent == [], "say in jilian/upkeep/rules/fields.py what they are for"


def test_no_purpose_is_stated_for_a_field_that_is_gone():
    there = {name for name, _field in every_field()}
    assert (PERSONAL.keys() | NOT_PERSONAL.keys()) - there == set()
    assert PERSONAL.keys().isdisjoint(NOT_PERSONAL)


def test_a_new_personal_field_would_be_noticed():
    for name in ("phone", "contact_phone", "home_address", "changed_by", "client_ip", "user_name"):
        assert looks_personal(name), name
    for name in ("valid_from", "amount_yuan", "number", "bytes", "standing"):
        assert not looks_personal(name), name


def test_no_model_holds_what_must_not_be_in_the_system():
    """Source: design of privacy, section 5.1; 个人信息保护法 art. 28."""
    found = [name for name, field in every_field() if any(word in field.name for word in NEVER)]
    assert found == []


def test_every_record_belongs_to_a_class_of_data():
    labels = [model._meta.label for model in apps.get_models()]
    assert [label for label in labels if class_of(label) is None] == []
    named = {label for one in CLASSES for label in (*one.models, *_models_of(one.sealed))}
    assert named <= set(labels)


def _models_of(fields):
    return {name.rpartition(".")[0] for name in fields}


def test_the_sealed_fields_of_a_class_are_sealed():
    from jilian.base.encryption import SealedBytesField, SealedField

    sealed = {name for name, field in every_field()
              if isinstance(field, SealedField | SealedBytesField)}  # fmt: skip
    stated = {name for one in CLASSES for name in one.sealed} - {"mfa.Authenticator.data"}
    assert stated == sealed


def test_every_retention_setting_is_in_the_book_of_operation():
    book = Path(ROOT / "docs" / "operate.md").read_text()
    settings = {one.setting for one in CLASSES if one.setting}
    assert {name for name in settings if f"`{name}`" not in book} == set()
