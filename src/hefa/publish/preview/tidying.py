"""Drafts of ours that nobody is to publish any more: they are deleted from the draft box."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from hefa.core.errors import Refused
from hefa.publish import pace, send
from hefa.publish.account import Wire, connected
from hefa.publish.door import PREVIEW, items_of
from hefa.publish.look import every_draft, expected_of, matches
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.preview.previewing import KEPT_FOR
from hefa.publish.turn import AT_AN_END, enter
from hefa.registry.channels import is_connected
from hefa.wechat.errors import CallFailed, Outcome
from hefa.wechat.values import Draft

State = PublicationState

_LATER: Final = timedelta(hours=1)


def tidy(publication_id: int, *, now: datetime) -> datetime | None:
    """Delete the draft that a publication leaves behind; return when to come again, None when done.

    That of a cancelled one closes the door on what was taken back: nobody can publish a draft that
    is gone. That of a preview whose answer was lost is looked for first. Never where a submission
    was left unclear.
    """
    publication = Publication.objects.select_related("account").filter(pk=publication_id).first()
    if publication is None or publication.is_unclear or not is_connected(publication.account):
        return None
    work = _find if _may_have_left_one(publication) else _remove
    try:
        with connected(publication.account, now=now) as wire:
            return work(wire, publication, now)
    except Refused:  # the account cannot be reached as it is set up
        return None
    except CallFailed as failed:
        is_hopeless = failed.outcome in (Outcome.GIVE_UP, Outcome.ASK_PERSON)
        return None if is_hopeless else pace.after_refusal(failed.code, now)


def _remove(wire: Wire, publication: Publication, now: datetime) -> None:
    """Delete the draft of a cancelled publication, if it still has one."""
    if publication.state != State.CANCELLED or not publication.media_id:
        return
    send.remove_draft(wire, publication)
    with transaction.atomic():
        left = Publication.objects.filter(pk=publication.pk, media_id=publication.media_id)
        if left.update(media_id=""):
            enter(publication, "publish.draft_removed", now)


def _may_have_left_one(publication: Publication) -> bool:
    """Whether a draft of a preview may lie there: its intent is written, an answer is not."""
    is_given_up = publication.kind == PREVIEW and publication.state == State.FAILED
    return is_given_up and publication.intent_at is not None and not publication.media_id


def _find(wire: Wire, publication: Publication, now: datetime) -> datetime | None:
    """Look for the draft of a preview that was given up, and have it deleted if it is there.

    While another publication of the same text is not over, the draft may be that one's.
    """
    items = list(items_of(publication))
    others = PublicationItem.objects.filter(version__in=[item.version_id for item in items])
    if others.exclude(publication__in=_over(publication)).exists():
        return now + _LATER
    known = set(Publication.objects.exclude(media_id="").values_list("media_id", flat=True))
    expected = expected_of(items)
    for box in every_draft(wire):
        is_ours = box.media_id not in known and matches(expected, box.articles)
        if is_ours and _is_old(box, now):
            _adopt(publication, box.media_id, now)
            return now
    Publication.objects.filter(pk=publication.pk, state=State.FAILED).update(intent_at=None)
    return None


def _over(publication: Publication) -> QuerySet[Publication]:
    """Return the publications whose drafts are known or gone: those at an end, and previews."""
    is_preview = Q(kind=PREVIEW)
    return Publication.objects.filter(Q(state__in=AT_AN_END) | is_preview | Q(pk=publication.pk))


def _is_old(box: Draft, now: datetime) -> bool:
    """Whether nobody has touched the draft for a day; one without a time has been there."""
    return box.updated_at is None or box.updated_at <= now - KEPT_FOR + _LATER


@transaction.atomic
def _adopt(publication: Publication, media_id: str, now: datetime) -> None:
    """Write down that the draft is this preview's, which is over; then it is deleted as any."""
    rows = Publication.objects.filter(pk=publication.pk, state=State.FAILED, media_id="")
    if rows.update(state=State.CANCELLED, media_id=media_id, intent_at=None, state_since=now):
        enter(publication, "publish.preview_draft_found", now)
