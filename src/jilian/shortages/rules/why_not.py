"""The ranking of helpers in words: its parts, its evidence, and why a firm is not on the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PART_WORDS: Mapping[str, StrPromise] = {
    "capability": pgettext_lazy("part of a ranking", "ability"),
    "near": pgettext_lazy("part of a ranking", "closeness"),
    "time": pgettext_lazy("part of a ranking", "time"),
    "amount": pgettext_lazy("part of a ranking", "amount"),
    "chain": pgettext_lazy("part of a ranking", "chain"),
    "certificates": pgettext_lazy("part of a ranking", "certificates"),
    "kept": pgettext_lazy("part of a ranking", "promises kept"),
    "fair": pgettext_lazy("part of a ranking", "fairness"),
}
_KINDS: Mapping[str, StrPromise] = {
    "same": gettext_lazy("“%(words)s”: the same words"),
    "synonym": gettext_lazy("“%(words)s”: another word for it"),
    "cas": gettext_lazy("“%(words)s”: the same CAS number"),
    "use": gettext_lazy("“%(words)s”: listed for what is said of it"),
    "substitute": gettext_lazy("“%(words)s”: a substitute that is allowed"),
    "part": gettext_lazy("“%(words)s”: one name within the other"),
    "alike": gettext_lazy("“%(words)s”: alike"),
    "class": gettext_lazy("industry class %(words)s: the class that makes it"),
    "near_class": gettext_lazy("industry class %(words)s: a class near it"),
}
_ROLES: Mapping[str, StrPromise] = {
    "makes": gettext_lazy("makes it"),
    "made": gettext_lazy("made it before"),
    "holds": gettext_lazy("holds it"),
}
_PLAIN: Mapping[str, StrPromise] = {
    "caller": gettext_lazy("This is the firm that calls."),
    "unknown_firm": gettext_lazy("The register of this world does not hold this firm."),
    "outside": gettext_lazy("It is beyond the circle that is being asked."),
    "left_out": gettext_lazy("The caller said that it is not to be asked."),
    "no_products": gettext_lazy("Neither a product nor an industry of it is recorded."),
    "rival": gettext_lazy("It is a direct competitor: such firms come last among equals."),
    "on_list": gettext_lazy("It is on the list, at place %(place)s."),
    "below": gettext_lazy(
        "It is at place %(place)s of %(able)s; the list has %(most)s. Its score is %(score)s, the "
        "last one on the list has %(last_score)s."
    ),
    "spare_short": gettext_lazy("It can spare %(spare)s of %(amount)s %(unit)s."),
    "too_late": gettext_lazy("It needs %(lead)s hours; there are %(hours)s."),
}


def evidence_sentence(kind: str, words: str, role: str) -> str:
    """Return why a firm is thought to be able to help."""
    shape = _KINDS.get(kind)
    said = str(shape) % {"words": words} if shape else words
    return (
        _("%(role)s: %(said)s") % {"role": _ROLES[role], "said": said} if role in _ROLES else said
    )


def why_sentence(code: str, values: Mapping[str, object]) -> str:
    """Return the sentence of one reason, with the figures that decided."""
    if shape := _PLAIN.get(code):
        return str(shape) % {key: _figure(one) for key, one in values.items()}
    match code:
        case "not_able":
            return _not_able(values)
        case "certificates_missing":
            return _("Certificates are missing: %(missing)s.") % {
                "missing": _list(values["missing"])
            }
        case "far":
            return _far(values.get("kilometres"))
        case "helped_often":
            times = int(str(values["helped"]))
            return ngettext(
                "It was asked once of late; others come first.",
                "It was asked %(times)d times of late; others come first.",
                times,
            ) % {"times": times}
    return code


def _not_able(values: Mapping[str, object]) -> str:
    products = _list(values.get("products"))
    if products:
        return _("Nothing that it makes is like what is needed: %(products)s.") % {
            "products": products
        }
    return _("No product of it is recorded, and its class %(code)s does not make this.") % {
        "code": values.get("industry") or "–"
    }


def _far(kilometres: object) -> str:
    if kilometres is None:
        return _("Others are nearer.")
    return _("Others are nearer: it is %(km)s km away.") % {"km": kilometres}


def _list(values: object) -> str:
    words = values if isinstance(values, list | tuple) else ()
    return _(", ").join(map(str, words))


def _figure(value: object) -> str:
    if value is None:
        return _("unknown")
    return f"{value:.3f}" if isinstance(value, float) else str(value)
