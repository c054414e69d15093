"""What a planned change says to the person who decides: which days move, and why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jilian.base.errors import Refusal
from jilian.organisations.models import Organisation
from jilian.organisations.rules import CoverMode, OrganisationType
from jilian.organisations.rules.bodies import Body
from jilian.organisations.rules.spells import Line, Spell
from jilian.organisations.rules.thresholds import quote
from jilian.ui.parts import Effect
from jilian_engine.rulebook import Finding

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def threshold_refusal(organisation: Organisation, type: str, finding: Finding) -> Refusal:
    """Quote the rule whose number is not met, with its source."""
    rule = finding.rule
    source = rule.sources[0]
    return Refusal(
        "threshold_not_met",
        _("%(name)s cannot be a %(type)s by the counts known: “%(rule)s” (%(id)s, %(source)s)")
        % {
            "name": organisation,
            "type": OrganisationType(type).label,
            "rule": quote(rule),
            "id": rule.id,
            "source": f"《{source.title}》",
        },
    )


def type_words(value: object) -> StrOrPromise:
    """A type as a reader would say it."""
    return OrganisationType(str(value)).label


def mode_words(value: object) -> StrOrPromise:
    """A way of covering a firm as a reader would say it."""
    return CoverMode(str(value)).label


def all_superiors(body: Body) -> Line:
    """The superiors of an organisation in both lines."""
    return (*body.territory, *(spell for line in body.cluster.values() for spell in line))


def effects_of(
    before: Line, after: Line, words: Callable[[object], StrOrPromise]
) -> tuple[Effect, ...]:
    """Which spells end and which begin."""
    held = {spell.pk: spell for spell in before}
    found = []
    for spell in after:
        old = held.get(spell.pk) if spell.pk is not None else None
        if old is None:
            found.append(Effect(words(spell.value), _("begins"), spell.span.known_by))
            if spell.span.valid_to is not None:
                found.append(_ending(spell, spell.span.valid_to, words))
        elif old.span.valid_to != spell.span.valid_to and spell.span.valid_to is not None:
            found.append(_ending(spell, spell.span.valid_to, words))
        elif old.span.known_by != spell.span.known_by:
            found.append(Effect(words(spell.value), _("is known to hold"), spell.span.known_by))
    return tuple(sorted(found, key=lambda effect: effect.day or date.min))


def _ending(spell: Spell, day: date, words: Callable[[object], StrOrPromise] = str) -> Effect:
    return Effect(words(spell.value), _("ends"), day)
