"""What is wrong with a template, as sentences for people, and the fields that two versions have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal
from jilian_engine.errors import EngineError

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SENTENCES: Mapping[str, StrPromise] = {
    "template_empty": _("A template needs a step."),
    "key_bad": _("“%(key)s” cannot be a key: letters and digits, no dots and no spaces."),
    "step_twice": _("Two steps have the key %(step)s."),
    "step_unknown": _("%(where)s names the step %(step)s, which there is not."),
    "step_without_name": _("The step %(step)s needs a name in Chinese and in English."),
    "steps_in_circle": _("These steps wait for one another: %(steps)s."),
    "parallel_but_waits": _(
        "%(step)s is said to run beside %(other)s, and one of them waits for the other."
    ),
    "actor_unknown": _("%(step)s is done by “%(actor)s”, which is not listed."),
    "source_unknown": _("%(where)s rests on “%(source)s”, which is not listed."),
    "limit_negative": _("A limit is zero or more."),
}

FIELDS: Mapping[str, StrPromise] = {
    "zh": _("Chinese name"),
    "en": _("English name"),
    "valid_from": _("valid from"),
    "after": pgettext_lazy("step", "waits for"),
    "actor": pgettext_lazy("step", "who acts"),
    "limit": pgettext_lazy("step", "limit"),
    "open": _("limit without a number"),
    "optional": pgettext_lazy("step", "may be left out"),
    "parallel_with": pgettext_lazy("step", "may run beside"),
    "stop_clock": pgettext_lazy("step", "does not count"),
    "source": _("source"),
    "sources": _("sources"),
    "article": pgettext_lazy("law", "article"),
    "confirmation": pgettext_lazy("source", "how sure"),
    "note_zh": _("Chinese note"),
    "note_en": _("English note"),
    "actors": pgettext_lazy("template", "who acts"),
    "start": pgettext_lazy("limit", "from"),
    "end": pgettext_lazy("limit", "to"),
    "binding": pgettext_lazy("limit", "kind"),
    "document": pgettext_lazy("limit", "for the document"),
}

BINDINGS: Mapping[str, StrPromise] = {
    "statutory": _("by law"),
    "promised": _("promised"),
}
OPEN_LIMITS: Mapping[str, StrPromise] = {
    "as_agreed": _("as the parties agreed"),
    "call_deadline": _("by the closing day of the call"),
}
CONFIRMATIONS: Mapping[str, StrPromise] = {
    "confirmed": pgettext_lazy("source", "confirmed"),
    "confirmed_text": pgettext_lazy("source", "confirmed"),
    "confirmed_secondary": _("confirmed by second-hand sources"),
    "unconfirmed": pgettext_lazy("source", "unconfirmed"),
}


def refused_in_words(refused: EngineError) -> Refusal:
    """Return the refusal of a page for what the engine refused about a template."""
    sentence = SENTENCES.get(refused.code)
    told: Mapping[str, str] = getattr(refused, "told", {})
    if sentence is None:
        return Refusal("template_malformed", _("This is not a template that can be read."))
    return Refusal(refused.code, sentence % told)
