"""What a firm says about itself: asked once, used ever after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.cases.models import Answer, Case, FormField
from jilian.cases.queries.people import scopes_of_firm, scopes_of_town
from jilian.cases.queries.prefilled import known_answers, town_of
from jilian.cases.rules.words import LONGEST_WORDS, AnswerField, Origin
from jilian.firms.models import Firm


@transaction.atomic
def give_answers(
    *, by: Person, at: datetime, firm: Firm, answers: Mapping[str, str], source: str = ""
) -> int:
    """Keep what the firm said about itself; returns how many fields changed."""
    root = firm.root
    town = town_of(root, timezone.localdate(at))
    allow(
        by, Permission.OPEN_CASES, world_code=root.world.code,
        scopes=(*scopes_of_firm(root), *scopes_of_town(town)),
    )  # fmt: skip
    changed = []
    held = {one.field: one for one in Answer.objects.current().filter(firm=root)}
    for field, value in answers.items():
        words = checked_text(value, longest=LONGEST_WORDS)
        if field not in AnswerField.values:
            raise Refusal("field_unknown", _("The form has no such field."))
        before = held.get(field)
        if not words or (before is not None and before.value == words):
            continue
        if before is not None:
            before.replaced_at = at
            before.save(update_fields=["replaced_at"])
        Answer.objects.create(
            firm=root, field=field, value=words, given_at=at, given_by=by.username,
            source=checked_text(source, longest=120),
        )  # fmt: skip
        changed.append(field)
    if changed:
        audit.record(
            "firm.answers_given", by=by, at=at, world=root.world, about=root,
            after={"fields": sorted(changed)},
        )  # fmt: skip
    return len(changed)


def fill_form(*, by: Person, at: datetime, case: Case, answers: Mapping[str, str]) -> None:
    """Fill the form of a new case: from what is known, else from what was typed for it.

    What was typed although it is known, and differs, is kept as the firm's newer word.
    """
    known = known_answers(case.firm, timezone.localdate(at))
    typed = {field: value.strip() for field, value in answers.items() if value.strip()}
    fresh = {
        field: value
        for field, value in typed.items()
        if field not in known or known[field].value != value
    }
    if fresh:
        give_answers(by=by, at=at, firm=case.firm, answers=fresh, source=case.title)
    rows = []
    for field in AnswerField.values:
        if field in fresh:
            rows.append(FormField(case=case, field=field, value=fresh[field], origin=Origin.TYPED))
        elif field in known:
            found = known[field]
            rows.append(FormField(case=case, field=field, value=found.value, origin=found.origin))
    FormField.objects.bulk_create(rows)
