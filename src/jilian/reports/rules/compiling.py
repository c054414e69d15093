"""A report put together: figures in their places, or why one of them cannot be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jilian.base.errors import Refusal
from jilian.reports.rules.asking import Asked, read_asked
from jilian.reports.rules.body import MOST_FIGURES, Block
from jilian.reports.rules.content import FORM, Problem, filled
from jilian.reports.rules.freezing import Known, Ranked, frozen_figure
from jilian.reports.rules.periods import period_words


@dataclass(frozen=True)
class Head:
    """What stands at the top of a report and says what it is."""

    world: Mapping[str, Any]  # code, name, invented
    month: date
    title: str
    audience: str
    language: str
    template: Mapping[str, Any]  # key, revision
    word_file: str = ""  # fingerprint of the office's own Word file


@dataclass(frozen=True)
class Material:
    """What one figure is made from: its value, its base, its place among the units."""

    known: Known
    base: Known | None = None
    ranked: Ranked | None = None


@dataclass(frozen=True)
class Put:
    """A report put together: its content, and the problems that keep it from being compiled."""

    content: dict[str, Any]
    problems: tuple[Problem, ...]

    @property
    def missing(self) -> list[dict[str, Any]]:
        """The figures that will be printed as unknown or hidden."""
        return [one for one in self.content["figures"] if one["value"] is None]


def asked_in(places: Mapping[str, str]) -> list[tuple[Asked, str]]:
    """The figures in place, read, each with where it stands."""
    return [(read_asked(token), place) for token, place in places.items()]


def put_together(
    head: Head,
    blocks: Sequence[Block],
    asked: Sequence[tuple[Asked, str]],
    found: Mapping[str, Material | Refusal],
) -> Put:
    """Fill every figure in; what cannot be printed is a problem with its place, not an error."""
    figures: list[dict[str, Any]] = []
    numbers: dict[str, int] = {}
    problems: list[Problem] = []
    for number, (one, place) in enumerate(asked, start=1):
        numbers[one.token] = number
        material = found[one.token]
        try:
            figure = _figure(number, one, material, head.language)
        except Refusal as refusal:
            problems.append(Problem(refusal.code, str(refusal), one.token, place))
            figure = _empty(number, one)
        figures.append(figure)
    if not figures:
        problems.append(
            Problem("report_without_figures", _("The text holds no figure; put one in place."))
        )
    if len(figures) > MOST_FIGURES:
        most = _("The text holds more than %(most)d figures.") % {"most": MOST_FIGURES}
        problems.append(Problem("report_too_long", most))
    return Put(_content(head, blocks, numbers, figures), tuple(problems))


def _figure(
    number: int, asked: Asked, material: Material | Refusal, language: str
) -> dict[str, Any]:
    if isinstance(material, Refusal):
        raise material
    if asked.more:
        raise Refusal(
            "figure_unreadable",
            _("“%(words)s” is neither a unit, a period nor words for a number.")
            % {"words": "·".join(asked.more)},
        )
    return frozen_figure(
        number, asked, material.known, language=language, base=material.base,
        ranked=material.ranked,
    )  # fmt: skip


def _empty(number: int, asked: Asked) -> dict[str, Any]:
    """What stands in a preview for a figure that cannot be printed."""
    known = Known(asked.indicator, asked.indicator, "", asked.unit, "")
    nothing = frozen_figure(number, Asked(asked.token, asked.indicator), known, language="zh")
    return {**nothing, "words": f"【{asked.token}】"}


def _content(
    head: Head,
    blocks: Sequence[Block],
    numbers: Mapping[str, int],
    figures: list[dict[str, Any]],
) -> dict[str, Any]:
    month = f"{head.month:%Y-%m}"
    return {
        "form": FORM, "world": dict(head.world), "month": month,
        "month_words": period_words(month, head.language), "title": head.title,
        "audience": head.audience, "language": head.language,
        "template": dict(head.template), "word_file": head.word_file,
        "blocks": filled(blocks, numbers), "figures": figures,
    }  # fmt: skip
