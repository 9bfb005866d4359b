"""Routes as their readers see them: who does what, in which order, for which items."""

from dataclasses import dataclass

from hefa.core.regulation import Regulation
from hefa.core.review import Needs, Route, Step
from hefa.ui.words import clause_label, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class StepInWords:
    """One step: the act, who does it, and where the regulation says so."""

    act: str
    who: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteInWords:
    """One route with its steps, and the classes of items that take it."""

    label: str
    categories: str
    steps: tuple[StepInWords, ...]


def routes_in_words(regulation: Regulation) -> tuple[RouteInWords, ...]:
    """Return the routes of `regulation` in words, in its order."""
    return tuple(
        RouteInWords(
            label=regulation.route_labels[route.key],
            categories="、".join(
                kind.label for kind in regulation.categories if kind.route == route.key
            ),
            steps=tuple(
                StepInWords(
                    act=act_words(step),
                    who=who_takes(step, regulation),
                    clause=clause_label(step.clause),
                )
                for step in route.steps
            ),
        )
        for route in regulation.routes
    )


def act_words(step: Step) -> str:
    """Return what the regulation calls `step`: its own word, or the act's."""
    return step.label or sentence(f"registry.act_{step.act}")


def who_takes(step: Step, regulation: Regulation) -> str:
    """Return the posts that may take `step`, of the item's own unit where it asks for that."""
    labels = [post.label for post in regulation.posts if post.key in step.posts]
    if step.needs is Needs.ALL:
        who = sentence("registry.each_of", {"posts": "、".join(labels)})
    else:
        who = "、".join(labels)
    return f"本单位的{who}" if step.in_unit else who


def chain_words(route: Route, regulation: Regulation) -> str:
    """Return the whole route in one line: 送审（供稿员）→ 初审（办公室）."""
    return " → ".join(f"{act_words(step)}（{who_takes(step, regulation)}）" for step in route.steps)
