"""What changes with a version and for whom, in sentences a reader understands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hefa.core.regulation import Post, Regulation
from hefa.core.regulation.changes import Aspect, Difference, changes_between
from hefa.core.regulation.concerned import Part
from hefa.core.review import PostKey
from hefa.registry.routes_in_words import act_words, chain_words, who_takes
from hefa.registry.values_in_words import (
    cadence_words,
    demands_of,
    parameter_label,
    term_words,
    value_words,
)
from hefa.render import themes
from hefa.ui.words import clause_label, sentence

GROUPS = (
    (
        "registry.changes_of_posts",
        (Part.POST, Part.ROUTE, Part.STEP, Part.CATEGORY, Part.DECLARATION),
    ),
    ("registry.changes_of_controls", (Part.CONTROL,)),
    ("registry.changes_of_places", (Part.COLUMN, Part.UNIT, Part.FORM)),
    ("registry.changes_of_settings", (Part.PARAMETER, Part.GAP)),
    ("registry.changes_of_text", (Part.TITLE, Part.ARTICLE, Part.CLAUSE)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceInWords:
    """One difference: what it is, for whom it matters, and in which clause."""

    difference: Difference
    text: str
    who: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOfDifferences:
    """The differences of one kind."""

    title: str
    entries: tuple[DifferenceInWords, ...]


def what_changes(old: Regulation | None, new: Regulation) -> tuple[GroupOfDifferences, ...]:
    """Return what changes from `old` to `new`, grouped; empty without an old one.

    A control that is switched off in both is left out: nobody owes it, before or after.
    """
    if old is None:
        return ()
    told = [_told(entry, old, new) for entry in changes_between(old, new) if not _is_idle(entry)]
    groups = (
        GroupOfDifferences(
            title=sentence(title),
            entries=tuple(entry for entry in told if entry.difference.part in parts),
        )
        for title, parts in GROUPS
    )
    return tuple(group for group in groups if group.entries)


def _is_idle(entry: Difference) -> bool:
    if entry.part is not Part.CONTROL:
        return False
    return not any(control.is_on for control in (entry.old, entry.new) if control is not None)


def _told(entry: Difference, old: Regulation, new: Regulation) -> DifferenceInWords:
    before = _side(entry, entry.old, old)
    after = _side(entry, entry.new, new)
    if entry.part is Part.POST and entry.aspect is Aspect.ADDED:
        after += _relatives(entry.new, old, "takes_over")
    elif entry.part is Part.POST and entry.aspect is Aspect.REMOVED:
        before = _relatives(entry.old, new, "is_taken_over")
    label = _label(entry, new if entry.new is not None else old)
    code = f"registry.change_{entry.part}_{entry.aspect}"
    if entry.aspect is Aspect.SOURCE:
        code = "registry.change_source"
    return DifferenceInWords(
        difference=entry,
        text=sentence(code, {"label": label, "before": before, "after": after}),
        who=posts_in_words(entry.posts, new, old),
        clause=clause_label(entry.clause),
    )


def _relatives(post: Post, other: Regulation, code: str) -> str:
    """Return which posts of the other version have functions of `post`, or that none has."""
    labels = [entry.label for entry in other.posts if entry.stands_for & post.stands_for]
    detail = {"labels": "”“".join(labels), "functions": functions_in_words(post.stands_for)}
    return sentence(f"registry.{code}" if labels else f"registry.nobody_{code}", detail)


def posts_in_words(posts: frozenset[PostKey], new: Regulation, old: Regulation | None) -> str:
    """Return the posts as `new` calls them, else as `old` does; everybody when there are none."""
    named = {post.key: post.label for post in old.posts} if old else {}
    named |= {post.key: post.label for post in new.posts}
    if not posts or set(named) <= posts:
        return sentence("registry.everybody")
    return "、".join(dict.fromkeys(label for key, label in named.items() if key in posts))


def functions_in_words(functions: frozenset[PostKey]) -> str:
    """Return what a post stands for: 审批、制度归口."""
    words = sorted(sentence(f"registry.function_{function}") for function in functions)
    return "、".join(words) or sentence("registry.function_none")


def _label(entry: Difference, regulation: Regulation) -> str:
    """Return what the thing itself is called."""
    thing = entry.old if entry.new is None else entry.new
    if entry.part in (Part.ROUTE, Part.STEP):
        return regulation.route_labels.get(entry.key, entry.key)
    if entry.part is Part.PARAMETER:
        return parameter_label(entry.key)
    if entry.part is Part.GAP:
        return str(thing.problem)
    if entry.part is Part.CLAUSE:
        return clause_label(entry.key)
    if entry.part is Part.ARTICLE:
        return clause_label(str(thing.number))
    return str(getattr(thing, "label", thing))


def _side(entry: Difference, thing: Any, regulation: Regulation) -> str:
    """Return one side of a difference in words; empty where the thing is not there."""
    if thing is None:
        return ""
    if entry.aspect is Aspect.SOURCE:
        return clause_label(thing.clause) or sentence("registry.own_choice")
    said = SIDES.get((entry.part, entry.aspect)) or SIDES.get((entry.part, None))
    words = said(thing, regulation) if said else str(getattr(thing, "label", thing))
    return words or sentence("registry.value_none")


def _fields(form: Any, _regulation: Regulation) -> str:
    return "、".join(field.label for field in form.fields if field.is_asked)


def _asked(control: Any, _regulation: Regulation) -> str:
    asks = control.asks.rstrip("。")
    return "；".join([*([asks] if asks else []), *demands_of(control)])


def _step(step: Any, regulation: Regulation) -> str:
    return f"{act_words(step)}（{who_takes(step, regulation)}）"


def _apart(step: Any, _regulation: Regulation) -> str:
    acts = [sentence(f"registry.act_{act}") for act in sorted(step.differs_from)]
    if not acts:
        return sentence("registry.not_apart", {"act": act_words(step)})
    return sentence("registry.apart", {"act": act_words(step), "acts": "、".join(acts)})


def _declares(step: Any, regulation: Regulation) -> str:
    if not step.declares:
        return sentence("registry.declares_nothing", {"act": act_words(step)})
    points = "、".join(regulation.declaration(key).label for key in step.declares)
    return sentence("registry.declares", {"act": act_words(step), "points": points})


def _within(step: Any, _regulation: Regulation) -> str:
    if step.within is None:
        return sentence("registry.within_no_time", {"act": act_words(step)})
    told = {"act": act_words(step), "term": term_words(step.within)}
    return sentence("registry.within", told)


def _home(post: Any, regulation: Regulation) -> str:
    names = {unit.key: unit.label for unit in regulation.units}
    return names.get(post.home) or sentence("registry.no_home")


def _switch(code: str) -> Callable[[bool], str]:
    return lambda is_on: sentence(f"registry.{code}_{'on' if is_on else 'off'}")


SIDES: Mapping[tuple[Part, Aspect | None], Callable[[Any, Regulation], str]] = {
    (Part.POST, Aspect.ADDED): lambda post, _: functions_in_words(post.stands_for),
    (Part.POST, Aspect.FUNCTIONS): lambda post, _: functions_in_words(post.stands_for),
    (Part.POST, Aspect.HOME): _home,
    (Part.POST, Aspect.OBLIGATION): lambda post, _: _switch("post")(post.is_obligatory),
    (Part.ROUTE, Aspect.ADDED): chain_words,
    (Part.ROUTE, Aspect.RENAMED): lambda route, regulation: regulation.route_labels[route.key],
    (Part.STEP, Aspect.APART): _apart,
    (Part.STEP, Aspect.DECLARES): _declares,
    (Part.STEP, Aspect.TERM): _within,
    (Part.STEP, None): _step,
    (Part.DECLARATION, Aspect.ADDED): lambda entry, _: entry.asks,
    (Part.DECLARATION, Aspect.ASKS): lambda entry, _: entry.asks,
    (Part.CATEGORY, Aspect.ROUTINE): lambda kind, _: _switch("routine")(kind.is_routine),
    (Part.CATEGORY, Aspect.ADDED): lambda kind, regulation: regulation.route_labels[kind.route],
    (Part.CATEGORY, Aspect.ROUTE): lambda kind, regulation: regulation.route_labels[kind.route],
    (Part.CATEGORY, Aspect.THEME): lambda kind, _: themes.label(kind.theme or themes.DEFAULT),
    (Part.CONTROL, Aspect.ADDED): _asked,
    (Part.CONTROL, Aspect.ASKS): _asked,
    (Part.CONTROL, Aspect.RHYTHM): lambda control, _: cadence_words(control.cadence),
    (Part.CONTROL, Aspect.TERM): lambda control, _: term_words(control.term),
    (Part.CONTROL, Aspect.WHO): lambda control, regulation: posts_in_words(
        frozenset(control.posts), regulation, None
    ),
    (Part.CONTROL, Aspect.SWITCH): lambda control, _: _switch("control")(control.is_on),
    (Part.COLUMN, Aspect.CYCLE): lambda column, _: str(column.update_cycle_days),
    (Part.FORM, Aspect.COPIES): lambda form, _: "、".join(form.copies),
    (Part.FORM, Aspect.FIELDS): _fields,
    (Part.PARAMETER, None): lambda parameter, _: value_words(parameter.value),
    (Part.GAP, None): lambda gap, _: gap.choice,
    (Part.ARTICLE, None): lambda article, _: f"{article.title}（{article.chapter}）",
    (Part.CLAUSE, None): lambda clause, _: clause.text,
}
