"""Writing templates: a change is a further revision; reports keep the one they were made from."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.places.models import World
from jilian.reports.formats import checked_docx, tokens_in
from jilian.reports.models import Template, WordTemplate
from jilian.reports.queries import latest_template, latest_word, odd_tokens
from jilian.reports.rules.body import LONGEST_BODY
from jilian.reports.rules.content import Problem, fingerprint

LONGEST_NAME, LONGEST_KEY = 120, 60


class PlaceholdersUnknown(Refusal):
    """A Word file asks for what is not known; says which, each with its place."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            "placeholders_unknown",
            _("The file asks for what is not known: %(which)s")
            % {"which": "; ".join(str(one) for one in problems)},
        )
        self.problems = problems


@transaction.atomic
def save_template(
    *, by: Person, at: datetime, world: World, key: str, name: str, body: str,
    name_en: str = "", body_en: str = "",
) -> Template:  # fmt: skip
    """Keep a template's text; the same text again is no new revision."""
    allow(by, Permission.COMPILE_REPORTS, world_code=world.code)
    World.objects.select_for_update().get(pk=world.pk)  # revisions are counted one at a time
    kept = {
        "name": checked_text(name, longest=LONGEST_NAME),
        "name_en": checked_text(name_en, longest=LONGEST_NAME),
        "body": checked_text(body, longest=LONGEST_BODY),
        "body_en": checked_text(body_en, longest=LONGEST_BODY),
    }
    slug = slugify(key)[:LONGEST_KEY]
    if not slug or not kept["name"] or not kept["body"]:
        raise Refusal("template_empty", _("A template needs a key, a name and a text."))
    before = latest_template(world, slug)
    if before is not None and all(getattr(before, field) == kept[field] for field in kept):
        return before
    made = Template.objects.create(
        world=world, key=slug, revision=before.revision + 1 if before else 1, made_at=at,
        made_by=by.username, **kept,
    )  # fmt: skip
    audit.record(
        "report_template.saved", by=by, at=at, world=world, about=made,
        after={"key": slug, "revision": made.revision, "name": made.name},
    )  # fmt: skip
    return made


@transaction.atomic
def upload_word(
    *, by: Person, at: datetime, template: Template, file_name: str, content: bytes, today: date
) -> WordTemplate:
    """Keep the office's own Word file for a template; refuses placeholders that mean nothing."""
    world = template.world
    allow(by, Permission.COMPILE_REPORTS, world_code=world.code)
    World.objects.select_for_update().get(pk=world.pk)
    checked_docx(content)
    problems = odd_tokens(by, world, today.replace(day=1), tokens_in(content))
    if problems:
        raise PlaceholdersUnknown(problems)
    before, mark = latest_word(world, template.key), fingerprint(content)
    if before is not None and before.fingerprint == mark:
        return before
    made = WordTemplate.objects.create(
        world=world, key=template.key, revision=before.revision + 1 if before else 1,
        file_name=checked_text(file_name, longest=200), content=content, fingerprint=mark,
        uploaded_at=at, uploaded_by=by.username,
    )  # fmt: skip
    audit.record(
        "report_template.word_uploaded", by=by, at=at, world=world, about=made,
        after={"key": template.key, "revision": made.revision, "fingerprint": mark},
    )  # fmt: skip
    return made
