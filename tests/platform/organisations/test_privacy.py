"""There is no place for a person's data but in the accounts of those who use the software."""

from __future__ import annotations

import re

from django.apps import apps

# Areas that hold users, their sessions and what they did in the software.
OF_USERS = {
    "accounts", "account", "auth", "admin", "sessions", "mfa", "usersessions", "socialaccount",
    "contenttypes", "django_tasks_database", "django_tasks_db",
}  # fmt: skip
# By whom a record was made stands as a plain sign-in name.
DOERS = re.compile(r"_by$|^by$")
PERSONAL = re.compile(
    r"(^|_)(person|people|member_name|holder_name|secretary|user|gender|sex|birth|born|age|ethnic"
    r"|nation|nationality|id_card|idcard|identity_card|passport|phone|mobile|telephone|email"
    r"|wechat|photo|portrait|face|home|household|marital|religion|belief|health|political"
    r"|party_member|applicant|activist|dues|attendance|salary|roster)(_|$)"
)
PEOPLE_MODELS = re.compile(r"(person|people|member|roster|applicant|contact|secretary)s?$")
COUNTED = {"organisations.membercount"}  # counts, without anyone's name
FIRMS_AS_MEMBERS = {"clusters.proposedmember"}  # its members are firms


def models():
    return [model for model in apps.get_models() if model._meta.app_label not in OF_USERS]


def test_no_model_has_a_field_about_a_person():
    found = [
        f"{model._meta.label_lower}.{field.name}"
        for model in models()
        for field in model._meta.get_fields()
        if not DOERS.search(field.name) and PERSONAL.search(field.name)
        and not (field.is_relation and field.auto_created)
    ]  # fmt: skip
    # Users, by the names with which they sign in: whom a notice is for, who claims a firm, who
    # opened a firm's page.
    allowed = {"notices.notice.person", "notices.notice.to", "claims.claim.person",
               "audit.look.person"}  # fmt: skip
    assert set(found) <= allowed


def test_no_model_points_to_a_user_but_what_is_for_users():
    found = {
        model._meta.label_lower
        for model in models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model is not None
        and field.related_model._meta.label_lower == "accounts.person"
    }
    assert {label.split(".")[0] for label in found} <= {"notices", "claims"}


def test_no_model_is_about_people():
    found = {
        model._meta.label_lower
        for model in models()
        if PEOPLE_MODELS.search(model._meta.model_name or "")
    }
    assert found <= COUNTED | FIRMS_AS_MEMBERS


def test_the_test_would_see_such_a_field():
    for name in ("political_status", "secretary", "secretary_name", "phone", "birth_date", "photo"):
        assert PERSONAL.search(name), name
    for name in ("formal", "probationary", "page", "image", "storage", "message", "percentage"):
        assert not PERSONAL.search(name), name
