"""What became of a released sheet, for its paper: by whom it went out, when, where, as seen."""

from hefa.core.package import Kind
from hefa.patrol.models import Observation
from hefa.patrol.queries import latest_by_item
from hefa.publish.models import Permit, Publication, PublicationItem, PublicationState
from hefa.publish.queries import publication_of
from hefa.review.models import ReviewSheet
from hefa.review.paper.facts import Outcome
from hefa.review.paper.fields import at

DONE = frozenset({PublicationState.PUBLISHED, PublicationState.REMOVED})
WRITES = frozenset({Kind.ARTICLE.value, Kind.CORRECTION.value})


def outcome_of(sheet: ReviewSheet) -> Outcome:
    """Return what became of `sheet` in words; empty where nothing has yet. Four queries."""
    publication = publication_of(sheet.version)
    if publication is None or publication.state not in DONE:
        return Outcome()
    by = _by(publication)
    if sheet.version.manuscript.kind not in WRITES:
        return Outcome(done_by=by, done_at=at(publication.state_since), result="已办结")
    item = published_item(sheet)
    if item is None:
        return Outcome()
    seen = latest_by_item([item]).get(item.pk)
    return Outcome(
        published_by=by,
        published_at=at(item.published_at),
        published_url=item.article_url,
        post_check=_looked(seen) if seen else "",
        done_by=by,
        done_at=at(item.published_at),
    )


def published_item(sheet: ReviewSheet) -> PublicationItem | None:
    """Return the item as which the sheet's version was seen out, the last one; None for none."""
    found = sheet.version.items.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return found.first()


def _by(publication: Publication) -> str:
    """Return who sent it out: the person permitted to by hand, else who ordered it."""
    permit = Permit.objects.filter(publication=publication).order_by("-pk").first()
    person = permit.operator if permit and permit.operator else publication.ordered_by
    return person.display_name


def _looked(seen: Observation) -> str:
    return f"{at(seen.seen_at)} 核对：{seen.get_result_display()}"
