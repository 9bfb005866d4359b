"""What came in the place of an article: each correction of it, and those of each of these."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from hefa.collect.packages import package_of
from hefa.core.package import Kind
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders.acting import item_named

State = PublicationState

_OVER = frozenset({State.CANCELLED, State.REMOVED})


def in_place_of(former: PublicationItem, *, besides: Publication) -> Iterator[Publication]:
    """Yield what else is to be out, or is, where `former` was: edited, or published anew.

    Of a row of corrections the first and all that followed from it are looked at, since only one
    of them is to be out. What was taken down since is in nobody's place.
    """
    known, waiting = {besides.pk, former.publication_id}, [_first_of(former)]
    while waiting:
        for item in _following(waiting.pop()):
            waiting.append(item)
            publication = item.publication
            is_out = item.removed_at is None and publication.state not in _OVER
            if is_out and publication.pk not in known:
                known.add(publication.pk)
                yield publication


def _first_of(item: PublicationItem) -> PublicationItem:
    """Return the article that the correction `item`, if it is one, corrects in the end."""
    while item.version.manuscript.kind == Kind.CORRECTION:
        before = item_named(package_of(item.version).acts_on)
        if before is None:
            return item
        item = before
    return item


def _following(item: PublicationItem) -> QuerySet[PublicationItem]:
    """Return the corrections of `item` itself."""
    edited = Q(acts_on=item, publication__kind=Kind.CORRECTION)
    anew = Q(
        publication__kind=Kind.ARTICLE,
        version__manuscript__kind=Kind.CORRECTION,
        version__manuscript__about=item.version_id,
    )
    rows = PublicationItem.objects.filter(edited | anew)
    return rows.select_related("publication__account", "version__manuscript")
