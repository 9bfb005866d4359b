"""Lint of a regulation: what contradicts, what nothing answers for, what is an own choice."""

from collections.abc import Iterator
from dataclasses import dataclass

from hefa.core.errors import Reason, Refused, reason
from hefa.core.regulation.contradictions import contradictions
from hefa.core.regulation.model import Kind, Pack, Regulation
from hefa.core.regulation.reading import read_regulation
from hefa.core.review import Act, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One thing lint found; an error keeps the regulation from being adopted, a note does not."""

    reason: Reason
    is_error: bool

    @property
    def line(self) -> int:
        """The line of the file it stands on; 0 when it is about the whole."""
        return int(self.reason.detail.get("line", 0))


def flaws_in(
    text: str,
    *,
    answered: frozenset[str] | None = None,
    themes: frozenset[str] | None = None,
) -> tuple[Flaw, ...]:
    """Return everything lint finds in the TOML `text`, by line, errors first on the same line.

    `answered` are the names of the evidence functions there are, `themes` those of the themes;
    without them, whether anything answers for a control, or sets a category, is not asked.
    """
    try:
        regulation = read_regulation(text)
    except Refused as refused:
        return tuple(Flaw(reason=entry, is_error=True) for entry in refused.reasons)
    found = [Flaw(reason=entry, is_error=True) for entry in contradictions(regulation)]
    if answered is not None:
        found += _unanswered(regulation, answered)
    if themes is not None:
        found += _unset(regulation, themes)
    found += [Flaw(reason=entry, is_error=False) for entry in _remarks(regulation)]
    return tuple(sorted(found, key=lambda flaw: (flaw.line, not flaw.is_error)))


def own_choices(regulation: Regulation) -> tuple[Reason, ...]:
    """Return every setting that no clause requires: the organisation's own choices, by line."""
    named = [
        *((table, entry.key, entry.label)
          for table in ("posts", "units", "columns", "categories", "declarations")
          for entry in getattr(regulation, table) if not entry.clause),
        *(("parameters", name, name) for name in regulation.parameters
          if not regulation.parameter_clauses.get(name)),
        *(("forms", form.key, form.label) for form in regulation.forms if not form.clause),
    ]  # fmt: skip
    found = [
        reason("core.regulation_own_choice", label=label, line=regulation.line(table, key))
        for table, key, label in named
    ]
    found += [
        reason("core.regulation_own_step", key=route.key, act=step.act,
               line=regulation.line("routes", route.key, number))
        for route in regulation.routes
        for number, step in enumerate(route.steps)
        if not step.clause
    ]  # fmt: skip
    found += [
        reason("core.regulation_own_control", key=control.id, label=control.label,
               line=regulation.line("controls", control.id))
        for control in regulation.controls
        if control.is_added and control.pack is Pack.REGULATION
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda entry: int(entry.detail["line"])))


def _unanswered(regulation: Regulation, answered: frozenset[str]) -> Iterator[Flaw]:
    """Yield controls whose evidence nobody gathers; for a cadence or a term that is an error."""
    for control in regulation.controls:
        if control.evidence in answered or not control.is_on:
            continue
        line = regulation.line("controls", control.id)
        is_timed = bool({Kind.CADENCE, Kind.DEADLINE} & set(control.kinds))
        yield Flaw(
            reason=reason(
                "core.regulation_unanswered", key=control.id, label=control.label, line=line
            ),
            is_error=is_timed or bool(control.evidence),
        )


def _unset(regulation: Regulation, themes: frozenset[str]) -> Iterator[Flaw]:
    """Yield categories whose theme there is not."""
    for kind in regulation.categories:
        if kind.theme and kind.theme not in themes:
            line = regulation.line("categories", kind.key)
            yield Flaw(
                reason=reason(
                    "core.regulation_theme_unknown", key=kind.key, theme=kind.theme, line=line
                ),
                is_error=True,
            )


def _remarks(regulation: Regulation) -> Iterator[Reason]:
    """Yield what is no contradiction and yet worth knowing before adoption."""
    yield from own_choices(regulation)
    behind = {clause for control in regulation.controls for clause in control.clauses}
    for clause in regulation.clauses:
        if clause.key not in behind:
            line = regulation.line("clauses", clause.key)
            yield reason("core.regulation_clause_bare", key=clause.key, line=line)
    used = {kind.route for kind in regulation.categories}
    for route in regulation.routes:
        line = regulation.line("routes", route.key)
        if route.key not in used and not route.kinds:
            yield reason("core.regulation_route_unused", key=route.key, line=line)
        if not _has_four_eyes(route):
            yield reason("core.regulation_two_eyes", key=route.key, line=line)
    asked = {key for route in regulation.routes for step in route.steps for key in step.declares}
    for entry in regulation.declarations:
        if entry.key not in asked:
            line = regulation.line("declarations", entry.key)
            yield reason("core.regulation_declaration_unasked", label=entry.label, line=line)
    for gap in regulation.gaps:
        if not gap.choice:
            line = regulation.line("gaps", gap.id)
            yield reason("core.regulation_gap_open", key=gap.id, line=line)


def _has_four_eyes(route: Route) -> bool:
    """Whether whoever submits cannot also be the only one to agree."""
    agreeing = [step for step in route.steps if step.act in (Act.ENDORSE, Act.APPROVE)]
    return any(Act.SUBMIT in step.differs_from for step in agreeing)
