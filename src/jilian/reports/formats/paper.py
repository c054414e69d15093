"""What is printed: the frozen content, who signed, the notes of correction; and its fixed words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _, pgettext

from jilian.reports.rules.words import SIGNERS

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LOCALES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class SignedBy:
    """Who signed, for which office, on which day, as words."""

    name: str
    office: str
    day: str


@dataclass(frozen=True)
class SlipNote:
    """A note of correction: its number, the day, the words, who added it."""

    number: int
    day: str
    words: str
    name: str
    about: str = ""


@dataclass(frozen=True)
class Paper:
    """A report as it is printed; a draft says on every page that it is one."""

    content: Mapping[str, Any]
    fingerprint: str
    revision: int
    signatures: Sequence[SignedBy] = ()
    notes: Sequence[SlipNote] = ()

    @property
    def is_draft(self) -> bool:
        """Whether fewer than two people signed."""
        return len(self.signatures) < SIGNERS

    @property
    def language(self) -> str:
        """The language of the report: zh or en."""
        return str(self.content["language"])

    @property
    def figures(self) -> dict[int, Mapping[str, Any]]:
        """The figures by their number."""
        return {one["number"]: one for one in self.content["figures"]}

    def words(self) -> dict[str, str]:
        """The words that are printed around the text, in the language of the report."""
        with translation.override(LOCALES[self.language]):
            return {
                "draft": _("DRAFT: not signed off"),
                "invented": _("Invented records, for demonstration"),
                "figures": _("The figures of this report"),
                "notes": _("Notes of correction"),
                "notes_lead": _("Added after the report was printed; its text stays as it was."),
                "signed": _("Signed off by"),
                "fingerprint": _("Fingerprint"),
                "revision": _("Revision"),
                "month": _("Month"),
                "audience": self.audience,
                "figure": _("Figure"),
                "what": _("What it says"),
                "printed": _("As printed"),
                "made_of": _("What it rests on"),
                "parts": _("Opens at"),
            }

    @property
    def audience(self) -> str:
        """For whom it is, in words; call it within the language of the report."""
        if self.content["audience"] == "public":
            return _("public: released values alone")
        return _("inside the offices")

    def annex(self) -> list[tuple[int, str, str, str, str]]:
        """Number, what, words, what it rests on, and address of each figure."""
        with translation.override(LOCALES[self.language]):
            return [
                (one["number"], what_words(one), one["words"], rests_on(one), one["parts"])
                for one in self.content["figures"]
            ]


def what_words(figure: Mapping[str, Any]) -> str:
    """What a figure is about: indicator, unit, period."""
    kept = [figure["name"], figure["unit_name"], figure["period_words"], _part(figure["part"])]
    return " · ".join(str(one) for one in kept if one)


def _part(part: str) -> str:
    return {
        "year_growth": _("growth on the year before"),
        "month_growth": _("growth on the month before"),
        "rank": pgettext("among units", "rank"),
    }.get(part, "")


def rests_on(figure: Mapping[str, Any]) -> str:
    """Boundary, price basis, vintage, source, revision, formula and inputs, as far as known."""
    return "；".join(_rests_on(figure)) if figure else ""


def _rests_on(figure: Mapping[str, Any]) -> Iterator[str]:
    pairs = (
        (_("boundary"), figure["boundary"]),
        (_("prices"), figure["price_basis"]),
        (_("vintage"), figure["vintage"]),
        (_("source"), figure["source"]),
        (_("published on"), figure["published_on"]),
        (_("cover"), f"{figure['cover']}%" if figure["cover"] is not None else ""),
        (_("formula"), figure["formula"]),
    )
    for label, words in pairs:
        if words:
            yield f"{label} {words}"
    for one in figure["inputs"]:
        yield f"{one['words']} {one['period']} {one['value']}".replace("  ", " ")
    if figure["revision"]:
        label = _("revision of the value")
        yield f"{label} {figure['revision']}"
