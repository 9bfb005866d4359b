"""What a person settles that no look can: the article went out, and is gone before it was seen."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hefa.core.errors import Reason, Refused, reason
from hefa.core.rights import Right, demand
from hefa.jobs.wake import wake
from hefa.ledger.append import append
from hefa.people.models import Person
from hefa.publish.account import Wire, connected, reading
from hefa.publish.callback.events import addresses_told
from hefa.publish.changes import change, current
from hefa.publish.door import items_of
from hefa.publish.hand.by_hand import draft_seen
from hefa.publish.look import carries_marks, every_published, expected_of, page_at, same_content
from hefa.publish.models import Publication, PublicationState
from hefa.publish.queries import takes_links
from hefa.publish.turn import fact
from hefa.registry.access import actor_of
from hefa.registry.channels import is_connected
from hefa.render.page import PageState
from hefa.wechat.errors import CallFailed

State = PublicationState

SETTLED = "publish.gone_by_word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """What WeChat still shows of a publication: its draft, and articles by their position."""

    is_draft_there: bool = False
    shown: frozenset[int] = frozenset()


def remains(publication: Publication, *, now: datetime) -> Remains:
    """Return what can still be seen of it. WeChat is asked; nothing is written.

    What cannot be read is not seen. Raises Refused where the account may not be reached.
    """
    is_whole = is_connected(publication.account)
    with (connected if is_whole else reading)(publication.account, now=now) as wire:
        shown = {*_on_pages(wire, publication), *(_listed(wire, publication) if is_whole else ())}
        is_there = is_whole and draft_seen(wire, publication) is True
        return Remains(is_draft_there=is_there, shown=frozenset(shown))


@transaction.atomic
def settle_as_gone(
    publication: Publication,
    seen: Remains,
    positions: Collection[int],
    *,
    is_sure: bool,
    person: Person,
    words: str,
    now: datetime,
) -> Publication:
    """Keep a person's word that the articles at `positions` were out and are gone; return it.

    With all of them gone it is REMOVED; else the links of the others are waited for. Its versions
    stay claimed: the text goes out only from a new review. Raises Refused while anything of it can
    be seen, without words, or without the right; Conflict.
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    found = current(publication)
    items = found.items.filter(removed_at=None)
    known = set(items.values_list("position", flat=True))
    gone = sorted(known & set(positions)) if len(known) > 1 else sorted(known)
    if reasons := tuple(_against(found, seen, gone, is_sure=is_sure, words=words)):
        raise Refused(reasons)
    items.filter(position__in=gone).update(removed_at=now)
    is_over = len(gone) == len(known)
    if is_over:
        trouble: dict[str, object] = {"trouble_code": SETTLED, "trouble_detail": {}}
        change(found, now, state=State.REMOVED, next_at=None, intent_at=None, **trouble)
    else:
        change(found, now)
        wake("publish.advance", str(found.pk), now=now)
    kind = "publish.removed" if is_over else "publish.removed_in_part"
    by_word = {"words": words.strip()}
    told = fact(found, kind, {"code": SETTLED, "positions": [*gone]}, personal=by_word)
    append(told, actor=person.key, now=now)
    return found


def _against(
    publication: Publication,
    seen: Remains,
    gone: Collection[int],
    *,
    is_sure: bool,
    words: str,
) -> Iterator[Reason]:
    """Yield why these articles cannot be said to be gone."""
    if not takes_links(publication):
        yield reason("publish.wrong_state", state=publication.state)
        return
    if not gone:
        yield reason("publish.gone_none_chosen")
    if not words.strip():
        yield reason("publish.words_missing")
    if not is_sure:
        yield reason("publish.gone_not_sure")
    if seen.is_draft_there:
        yield reason("publish.gone_draft_there")
    if seen.shown & set(gone):
        yield reason("publish.gone_still_shown")


def _on_pages(wire: Wire, publication: Publication) -> Iterator[int]:
    """Yield the positions whose page, where its address is known, still shows an article."""
    told = addresses_told(publication)
    for item in items_of(publication):
        url = item.article_url or told.get(item.position, "")
        if url and page_at(wire, url)[0].state is PageState.SEEN:
            yield item.position


def _listed(wire: Wire, publication: Publication) -> Iterable[int]:
    """Return the positions that the list shows and does not call deleted."""
    expected = expected_of(list(items_of(publication)))
    try:
        for shown in every_published(wire):
            articles = shown.articles
            if carries_marks(expected, articles) or same_content(expected, articles):
                return [
                    wanted.item.position
                    for wanted, article in zip(expected, articles, strict=True)
                    if not article.is_deleted
                ]
    except CallFailed:
        pass
    return []
