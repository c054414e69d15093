"""Templates taken over from the product, and new versions made in a world."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.audit.operations import Doer
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.cases.models import TemplateVersion
from jilian.cases.queries.offices import template_of
from jilian.cases.queries.templates import latest_of, others_than, templates_to_come
from jilian.cases.rules.template_words import refused_in_words
from jilian.places.models import World
from jilian_engine.errors import EngineError
from jilian_engine.rulebook import (
    ProcessTemplate,
    check_templates,
    compare_templates,
    from_plain,
    to_plain,
)

LONGEST_SOURCE = 300


@transaction.atomic
def load_templates(*, by: Doer, at: datetime, world: World | None = None) -> int:
    """Add the templates that come with the product and are not there yet; how many were added.

    From a world's page: KEEP_TEMPLATES there. A later release adds its new versions and leaves
    the earlier ones for the cases that run by them.
    """
    if world is not None:
        assert isinstance(by, Person)
        allow(by, Permission.KEEP_TEMPLATES, world_code=world.code)
    fresh = templates_to_come()
    for one in fresh:
        TemplateVersion.objects.create(
            key=one.key, version=one.version, name=one.zh, name_en=one.en, content=to_plain(one),
            valid_from=one.valid_from, source=_sources(one), made_at=at, made_by=by.username,
        )  # fmt: skip
    if fresh:
        audit.record("case_templates.loaded", by=by, at=at, after={"added": len(fresh)})
    return len(fresh)


def _sources(template: ProcessTemplate) -> str:
    return "、".join(source.title for source in template.sources)[:LONGEST_SOURCE]


def next_version(
    world: World, key: str, content: Mapping[str, Any], valid_from: date
) -> tuple[TemplateVersion, ProcessTemplate]:
    """Check what would be the next version: the version before it, and the new one.

    Refuses what contradicts itself or other templates of the world, and a day before the version
    that it follows. Nothing is written.
    """
    before = latest_of(world, key)
    if before is None:
        raise Refusal("template_unknown", _("There is no such template."))
    if valid_from < before.valid_from:
        raise Refusal(
            "version_too_early",
            _("A new version begins on %(day)s at the earliest, as the one before it.")
            % {"day": before.valid_from.isoformat()},
        )
    try:
        made = from_plain(
            {**content, "key": key, "version": before.version + 1,
             "valid_from": valid_from.isoformat()}
        )  # fmt: skip
        check_templates([made, *map(template_of, others_than(world, key, valid_from))])
    except EngineError as refused:
        raise refused_in_words(refused) from refused
    return before, made


@transaction.atomic
def save_template(
    *,
    by: Person,
    at: datetime,
    world: World,
    key: str,
    content: Mapping[str, Any],
    valid_from: date,
    source: str,
) -> TemplateVersion:
    """Make a new version of a template in a world (KEEP_TEMPLATES); running cases keep theirs.

    ``content`` is as ``to_plain`` writes it; key, version and first day are set here. Refuses a
    version in which nothing differs and one that names no source.
    """
    allow(by, Permission.KEEP_TEMPLATES, world_code=world.code)
    World.objects.select_for_update().get(pk=world.pk)
    words = checked_text(source, longest=LONGEST_SOURCE)
    if not words:
        raise Refusal("source_missing", _("Say on which document the new version rests."))
    for text in _texts(content):
        checked_text(text, longest=1000)
    before, made = next_version(world, key, content, valid_from)
    changes = compare_templates(template_of(before), made)
    if all(change.field == "valid_from" for change in changes):
        raise Refusal("template_unchanged", _("Nothing differs from the version before it."))
    version = TemplateVersion.objects.create(
        world=world, key=key, version=made.version, name=made.zh[:120], name_en=made.en[:160],
        content=to_plain(made), valid_from=valid_from, source=words, made_at=at,
        made_by=by.username,
    )  # fmt: skip
    audit.record(
        "case_template.version_made", by=by, at=at, world=world, about=version,
        before={"version": before.version},
        after={"key": key, "version": made.version, "valid_from": valid_from.isoformat(),
               "changes": len(changes)},
    )  # fmt: skip
    return version


def _texts(value: Any) -> list[str]:
    """Every word in a plain value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _texts(each)]
    return []
