"""The regulation in force as its readers see it: posts, and who does what on each route."""

from dataclasses import dataclass
from datetime import datetime

from hefa.core.regulation import Post, Regulation
from hefa.core.review import Step
from hefa.registry.models import AdoptedRegulation
from hefa.registry.queries import parsed, regulation_in_force
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationInWords:
    """The regulation in force, its routes and its posts."""

    adopted: AdoptedRegulation
    routes: tuple[RouteInWords, ...]
    posts: tuple[Post, ...]


def regulation_in_words(now: datetime) -> RegulationInWords | None:
    """Return the regulation in force in words; None before the first adoption. One query."""
    adopted = regulation_in_force(now)
    if adopted is None:
        return None
    regulation = parsed(adopted)
    return RegulationInWords(
        adopted=adopted,
        posts=regulation.posts,
        routes=tuple(
            RouteInWords(
                label=regulation.route_labels[route.key],
                categories="、".join(
                    entry.label for entry in regulation.categories if entry.route == route.key
                ),
                steps=tuple(_step(step, regulation) for step in route.steps),
            )
            for route in regulation.routes
        ),
    )


def _step(step: Step, regulation: Regulation) -> StepInWords:
    who = "、".join(post.label for post in regulation.posts if post.key in step.posts)
    return StepInWords(
        act=sentence(f"registry.act_{step.act}"),
        who=f"本单位的{who}" if step.in_unit else who,
        clause=clause_label(step.clause),
    )
