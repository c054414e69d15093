"""A report before it is compiled: put together from a text as the records stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.base.errors import Refusal
from jilian.places.models import World
from jilian.reports.models import Template
from jilian.reports.queries.knowing import materials, meant_by, units_by_name
from jilian.reports.rules.asking import field_of, read_asked
from jilian.reports.rules.body import blocks_of, places_of
from jilian.reports.rules.compiling import Head, Put, asked_in, put_together
from jilian.reports.rules.content import Problem, line_place

LOCALES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class TemplateSaid:
    """A template's title and text in one language, and what its Word file asks for besides."""

    key: str
    revision: int
    title: str
    body: str
    word_tokens: Sequence[tuple[str, str]] = ()
    word_fingerprint: str = ""


def template_said(template: Template, language: str) -> TemplateSaid:
    """The template in a language; refuses one in which it was not written."""
    if language == "en":
        if not template.body_en:
            raise Refusal(
                "template_not_in_english", _("This template has no English text; write one first.")
            )
        name = template.name_en or template.name
        return TemplateSaid(template.key, template.revision, name, template.body_en)
    return TemplateSaid(template.key, template.revision, template.name, template.body)


def draft_of(
    person: Person, world: World, month: date, said: TemplateSaid, audience: str, language: str
) -> Put:
    """The report as it would be compiled now, with the problems that keep it from it."""
    blocks = blocks_of(said.body)
    with translation.override(LOCALES[language]):
        name = world.name_en if language == "en" else world.name
    places = {token: line_place(line) for token, line in places_of(blocks).items()}
    for token, place in said.word_tokens:
        if field_of(token) is None:
            places.setdefault(token, place)
    asked = asked_in(places)
    head = Head(
        {"code": world.code, "name": name, "invented": world.invented}, month, said.title,
        audience, language, {"key": said.key, "revision": said.revision}, said.word_fingerprint,
    )  # fmt: skip
    with translation.override(LOCALES[language]):
        found = materials(person, world, month, [one for one, _place in asked], audience)
        return put_together(head, blocks, asked, found)


def odd_tokens(
    person: Person, world: World, month: date, tokens: Sequence[tuple[str, str]]
) -> list[Problem]:
    """The placeholders of a Word file that mean nothing here, each with its place."""
    units = units_by_name(person, world)
    problems = []
    for token, place in tokens:
        if field_of(token) is not None:
            continue
        asked = read_asked(token)
        try:
            meant_by(asked, month, units)
        except Refusal as refusal:
            problems.append(Problem(refusal.code, str(refusal), token, place))
    return problems
