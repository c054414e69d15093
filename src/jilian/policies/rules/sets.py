"""Rule sets as pages name them: qualifications, versions, and the titles that they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext as _, gettext_lazy

from jilian.base.errors import Refusal
from jilian.firms.rules import TitleLevel
from jilian_engine.errors import RuleError
from jilian_engine.rulebook.qualifications import (
    RuleSet,
    RuleSetChoice,
    certificate_validity,
    choose_rule_set,
    load_rule_sets,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

UNCONFIRMED = "unconfirmed"
SCOPE = "statistical_scope"


@dataclass(frozen=True)
class TitleOf:
    """The title that a firm gets when an application is granted; kept in the register's words."""

    kind: str
    level: TitleLevel


# A scope of statistics (above scale) is no honour and nobody applies for it.
TITLES: Mapping[str, TitleOf] = {
    "high_tech": TitleOf("高新技术企业", TitleLevel.NATIONAL),
    "tech_sme": TitleOf("科技型中小企业", TitleLevel.NATIONAL),
    "innovative_sme": TitleOf("创新型中小企业", TitleLevel.CITY),
    "srdi_sme": TitleOf("专精特新中小企业", TitleLevel.CITY),
    "little_giant": TitleOf("专精特新“小巨人”企业", TitleLevel.NATIONAL),
    "champion": TitleOf("制造业单项冠军企业", TitleLevel.NATIONAL),
    "key_little_giant": TitleOf("重点“小巨人”企业", TitleLevel.NATIONAL),
    "gazelle": TitleOf("瞪羚企业", TitleLevel.DISTRICT),
    "unicorn": TitleOf("独角兽企业", TitleLevel.DISTRICT),
}
CONFIRMATIONS: Mapping[str, StrPromise] = {
    "confirmed": gettext_lazy("confirmed against the text"),
    "confirmed_secondary": gettext_lazy("confirmed by others who cite the text"),
    UNCONFIRMED: gettext_lazy("not confirmed: common practice, no law"),
}


def set_words(rule_set: RuleSet | str) -> str:
    """The words of a rule set, in the language of the page."""
    found = find_set(rule_set) if isinstance(rule_set, str) else rule_set
    if found is None:
        return str(rule_set)
    return found.en if get_language() == "en" else found.zh


def find_set(rule_set: str) -> RuleSet | None:
    """The rule set with this id, or None."""
    return next((one for one in load_rule_sets() if one.id == rule_set), None)


def checked_rule_set(rule_set: str) -> RuleSet:
    """The rule set with this id, or a refusal."""
    found = find_set(rule_set)
    if found is None:
        raise Refusal("rule_set_unknown", _("There is no such rule set."))
    return found


def sets_of_day(day: date) -> list[RuleSet]:
    """The rule sets by which a new recognition would be asked for on the day."""
    return [one for one in load_rule_sets() if one.in_force(day)]


def is_applied_for(rule_set: RuleSet) -> bool:
    """Whether firms apply for it at all."""
    return rule_set.kind != SCOPE


def set_choices(*, applied_for: bool = False) -> list[tuple[str, str]]:
    """Rule sets to choose from, in the order of the rule file."""
    return [
        (one.id, set_words(one))
        for one in load_rule_sets()
        if not applied_for or is_applied_for(one)
    ]


def qualification_choices() -> list[tuple[str, str]]:
    """Qualifications to apply for, each once, by the words of its title."""
    return [
        (one, qualification_words(one))
        for one in dict.fromkeys(kept.qualification for kept in load_rule_sets())
        if one in TITLES
    ]


def qualification_words(qualification: str) -> str:
    """The words of a qualification: those of its latest rule set, without the version."""
    sets = [one for one in load_rule_sets() if one.qualification == qualification]
    if not sets:
        return qualification
    return set_words(sets[-1]).split("（")[0].split(" (")[0]


def title_end(rule_set: RuleSet, from_day: date) -> date | None:
    """The first day on which a title granted on a day no longer holds; None: it has no end."""
    return certificate_validity(rule_set, from_day).valid_to


@dataclass(frozen=True)
class Chosen:
    """Which version of a qualification's rules was chosen for a firm."""

    choice: RuleSetChoice

    @property
    def rule_set(self) -> RuleSet:
        """The version."""
        return self.choice.rule_set

    @property
    def why(self) -> str:
        """Why this one, in words."""
        return why_version(self.choice)


def choose_version(
    qualification: str, procedure: str, applied_on: date, region: str, batch: str
) -> Chosen:
    """Choose the version by procedure, day, region and batch; refuses where none is in force."""
    try:
        return Chosen(choose_rule_set(qualification, procedure, applied_on, region, batch))
    except RuleError as slip:
        raise Refusal(
            "no_rule_set", _("No rules are in force for this qualification on this day.")
        ) from slip


def versions_of_day(procedure: str, applied_on: date, region: str, batch: str) -> list[Chosen]:
    """The versions of all qualifications that have rules on the day, in the order of the file."""
    found = []
    for qualification in dict.fromkeys(one.qualification for one in load_rule_sets()):
        try:
            found.append(choose_version(qualification, procedure, applied_on, region, batch))
        except Refusal:
            continue
    return found


def why_version(choice: RuleSetChoice) -> str:
    """Why a version was chosen: by the day, by a notice for a batch or procedure, by hand."""
    source = " ".join(part for part in (choice.source.title, choice.source.number) if part)
    words = {
        "in_force": _("in force on the day of application (%(source)s)"),
        "by_notice": _("by a notice for this procedure, region or batch (%(source)s)"),
        "practice": _("common practice without days of validity (%(source)s)"),
        "chosen": _("chosen by hand (%(source)s)"),
    }[choice.reason] % {"source": source}
    if not choice.certain:
        words += _("; only the year of its start is known")
    return words
