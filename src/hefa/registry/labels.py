"""Labels that a profile may change: its own words for posts, categories and steps of a route."""

from hefa.registry.adopted import parsed
from hefa.registry.models import AdoptedRegulation
from hefa.ui.words import sentence


def post_label(key: str) -> str:
    """Return the word for the post `key` in the last adopted version that knows it, or the key."""
    return post_labels().get(key, key)


def post_labels() -> dict[str, str]:
    """Return the words for all posts, the last adopted version's first. One query."""
    found: dict[str, str] = {}
    for adopted in AdoptedRegulation.objects.order_by("pk"):
        found.update({post.key: post.label for post in parsed(adopted).posts})
    return found


def category_labels() -> dict[str, str]:
    """Return the words for all categories, the last adopted version's first. One query."""
    found: dict[str, str] = {}
    for adopted in AdoptedRegulation.objects.order_by("pk"):
        found.update({kind.key: kind.label for kind in parsed(adopted).categories})
    return found


def step_label(adopted: AdoptedRegulation, route: str, position: int) -> str:
    """Return how `adopted` calls the step at `position` of `route`: by its word or the act's."""
    step = parsed(adopted).route(route).steps[position]
    return step.label or sentence(step.act.value)
