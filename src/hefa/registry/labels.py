"""Labels that a profile may change: the organisation's own words for posts and categories."""

from hefa.registry.models import AdoptedRegulation
from hefa.registry.queries import parsed


def post_label(key: str) -> str:
    """Return the newest adopted regulation's word for the post `key`, or the key itself."""
    adopted = AdoptedRegulation.objects.order_by("-version").first()
    return parsed(adopted).post_label(key) if adopted else key


def category_labels() -> dict[str, str]:
    """Return the newest adopted regulation's words for all categories, for a list. One query."""
    adopted = AdoptedRegulation.objects.order_by("-version").first()
    return {kind.key: kind.label for kind in parsed(adopted).categories} if adopted else {}
