"""What a single change would do to the register, worked out before it is done.

The page that asks for confirmation and the operation that writes use the same plan, so what is
confirmed is what happens. Every function refuses in words what cannot be done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from jilian.base.dated import Held
from jilian.base.errors import Refusal
from jilian.organisations.models import Organisation, Superior
from jilian.organisations.queries.effects import (
    all_superiors,
    effects_of,
    mode_words,
    threshold_refusal,
    type_words,
)
from jilian.organisations.queries.register import load_register
from jilian.organisations.rules import CoverMode, OrganisationType
from jilian.organisations.rules.bodies import CONFLICTS, Body, Conflict
from jilian.organisations.rules.chains import circle_through
from jilian.organisations.rules.circles import circle_refusal, edges_of
from jilian.organisations.rules.explained import Explained, explain
from jilian.organisations.rules.moves import moved_line, put_under
from jilian.organisations.rules.register import end_body, learn_founding
from jilian.organisations.rules.spells import Line, Placement, Span, end, place, spell_on
from jilian.organisations.rules.thresholds import (
    UNCOUNTED,
    Counts,
    allows_exception,
    check_type,
    is_excepted,
    refusal_in,
)
from jilian.ui.parts import Effect
from jilian.ui.values import day_text
from jilian_engine.rulebook import Check


@dataclass(frozen=True)
class Planned:
    """An organisation before and after, which days move, and what the rules said."""

    before: Body
    after: Body
    effects: tuple[Effect, ...]
    check: Check | None = None
    is_exception: bool = False

    @property
    def rules(self) -> tuple[Explained, ...]:
        """What the rules said, in words."""
        return explain(self.check)


def plan_type(
    organisation: Organisation,
    type: str,
    from_day: date,
    document: str = "",
    because_of_work_needs: bool = False,
) -> Planned:
    """Another type from a day on, asked of the rules in force and the counts known on that day.

    A number that a rule asks for and that is known not to be met refuses; what is not known never
    does. With `because_of_work_needs` and a document the exception of the rule is used and marked.
    """
    body = _standing(organisation, from_day)
    _check_exception(type, from_day, document, because_of_work_needs)
    check = asked_of_rules(
        body, organisation, type, from_day, document if because_of_work_needs else ""
    )
    finding = refusal_in(check)
    if finding is not None:
        raise threshold_refusal(organisation, type, finding)
    is_exception = is_excepted(check) or (
        because_of_work_needs and not _is_met(check) and allows_exception(type, from_day)
    )
    details = (("document", document.strip()), ("is_exception", is_exception))
    placement = place(body.types, type, Span(from_day, from_day), details=details)
    after = replace(body, types=moved_line(placement))
    return Planned(
        body, after, effects_of(body.types, after.types, type_words), check, is_exception
    )


def asked_of_rules(
    body: Body, organisation: Organisation, type: str, day: date, exception_document: str = ""
) -> Check | None:
    """What the rules in force on the day say of this type, by the counts known on that day."""
    units = sum(
        1
        for line in body.covers.values()
        if (spell := spell_on(line, day)) is not None and spell.value == CoverMode.JOINT
    )
    return check_type(
        type,
        day,
        counts_known_on(body, day),
        is_cluster_body=body.is_cluster_body,
        units=units or None,
        exception_document=exception_document,
    )


def counts_known_on(body: Body, day: date) -> Counts:
    """The latest counts on or before the day."""
    days = [counted for counted in body.counts if counted <= day]
    return body.counts[max(days)] if days else UNCOUNTED


def plan_superior(
    organisation: Organisation,
    line: str,
    superior: Organisation | None,
    from_day: date,
    instead_of: Organisation | None = None,
    document: str = "",
) -> Planned:
    """Another superior from a day on.

    In the territory line it replaces the one before it, and None leaves the organisation without
    one. In the cluster line it is added; `instead_of` names one that ends.
    """
    if superior is not None:
        _check_superior(organisation, superior, from_day)
    return plan_move(
        organisation,
        from_day,
        lambda body: put_under(
            body,
            line,
            superior.key if superior else None,
            from_day,
            instead_of=instead_of.key if instead_of else None,
            document=document,
        ),
    )


def plan_move(organisation: Organisation, day: date, move: Callable[[Body], Body]) -> Planned:
    """Whatever changes its superiors from a day on; refuses a circle on any day."""
    bodies = load_register(organisation.world)
    body = _learnt(bodies[organisation.key], organisation, day)
    after = move(body)
    _check_circles(bodies, after)
    names = {key: one.name or key for key, one in bodies.items()}
    effects = effects_of(all_superiors(body), all_superiors(after), lambda value: names[str(value)])
    return Planned(body, after, effects)


def plan_end(organisation: Organisation, last_day: date) -> Planned:
    """The organisation and all that lasts about it end after this day."""
    body = load_register(organisation.world, [organisation.key])[organisation.key]
    day = last_day + timedelta(days=1)
    left = Superior.objects.filter(superior=organisation, known_by__lt=day)
    names = (
        left.exclude(valid_to__lte=day)
        .order_by("organisation__sort_key")
        .values_list("organisation__name", flat=True)
        .distinct()
    )
    if below := list(names[:6]):
        listed = ", ".join(below[:5]) + (" …" if len(below) > 5 else "")
        raise Refusal(
            "has_subordinates",
            _("First give these organisations another superior: %s.") % listed,
        )
    try:
        after = end_body(body, day)
    except Conflict as conflict:
        raise _refusal(conflict.code) from conflict
    if after == body:
        raise Refusal("nothing_changes", _("The register says so already."))
    effects = [Effect(str(organisation), _("ends"), day)]
    lasting = sum(spell.span.valid_to is None for line in body.covers.values() for spell in line)
    if lasting:
        effects.append(Effect(_("Coverage of %s firms") % lasting, _("ends"), day))
    if any(spell.span.valid_to is None for spell in all_superiors(body)):
        effects.append(Effect(_("Its place under its superiors"), _("ends"), day))
    return Planned(body, after, tuple(effects))


def plan_name(organisation: Organisation, name: str, from_day: date) -> Planned:
    """Another name from a day on."""
    body = _standing(organisation, from_day)
    if not name.strip():
        raise Refusal("name_missing", _("The name is empty."))
    placed = place(body.names, name.strip(), Span(from_day, from_day))
    after = replace(body, names=moved_line(placed))
    return Planned(body, after, effects_of(body.names, after.names, str))


def plan_cover(
    organisation: Organisation, firm_key: tuple[str, str], mode: str | None, from_day: date
) -> Planned:
    """A firm covered in a mode from a day on; None ends its coverage by this organisation."""
    body = _standing(organisation, from_day)
    line = body.covers.get(firm_key, ())
    if mode is None:
        placement = _ended_on(line, from_day)
    else:
        placement = place(line, mode, Span(from_day, from_day))
    after = replace(body, covers={**body.covers, firm_key: moved_line(placement)})
    return Planned(body, after, effects_of(line, after.covers[firm_key], mode_words))


# --- parts of a plan -------------------------------------------------------------------------


def _standing(organisation: Organisation, day: date) -> Body:
    body = load_register(organisation.world, [organisation.key])[organisation.key]
    return _learnt(body, organisation, day)


def _learnt(body: Body, organisation: Organisation, day: date) -> Body:
    """The organisation stood on the day of a change, which may be earlier than was known."""
    held = body.span.held_on(day)
    if held is Held.NO:
        raise Refusal(
            "not_standing",
            _("%(name)s did not stand on %(day)s.") % {"name": organisation, "day": day_text(day)},
        )
    return learn_founding(body, Span(day)) if held is Held.UNKNOWN else body


def _check_superior(organisation: Organisation, superior: Organisation, day: date) -> None:
    if superior.world_id != organisation.world_id:
        raise Refusal("other_world", _("The two organisations belong to different worlds."))
    if superior.held_on(day) is Held.NO:
        raise Refusal(
            "superior_not_standing",
            _("%(name)s did not stand on %(day)s.") % {"name": superior, "day": day_text(day)},
        )


def _ended_on(line: Line, day: date) -> Placement:
    """End what lasts; a line in which nothing lasts has nothing to end."""
    if not any(spell.span.valid_to is None for spell in line):
        return Placement(line)
    return end(line, day)


def _check_circles(bodies: dict[str, Body], after: Body) -> None:
    moved = {**bodies, after.key: after}
    for edges in edges_of(moved.values()):
        for edge in edges.get(after.key, ()):
            if circle := circle_through(edge, edges):
                raise circle_refusal(circle, lambda key: moved[key].name or key)


def _refusal(code: str) -> Refusal:
    return Refusal(code, CONFLICTS[code])


def _is_met(check: Check | None) -> bool:
    return check is not None and check.reasons[0].why == "rule_met"


def _check_exception(type: str, day: date, document: str, is_asked: bool) -> None:
    if not is_asked:
        return
    if not document.strip():
        raise Refusal(
            "exception_without_document",
            _("An exception for work need rests on a document: give its title or number."),
        )
    if not allows_exception(type, day):
        raise Refusal(
            "no_exception",
            _("No rule lets a %s stand below its number for work need.")
            % OrganisationType(type).label,
        )
