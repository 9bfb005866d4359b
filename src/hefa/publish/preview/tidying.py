"""Drafts of ours that nobody is to publish any more: they are deleted from the draft box."""

from datetime import datetime

from django.db import transaction

from hefa.core.errors import Refused
from hefa.publish import pace, send
from hefa.publish.account import connected
from hefa.publish.models import Publication, PublicationState
from hefa.publish.turn import enter
from hefa.registry.channels import is_connected
from hefa.wechat.errors import CallFailed, Outcome

State = PublicationState


def tidy(publication_id: int, *, now: datetime) -> datetime | None:
    """Delete the draft of a cancelled publication; return when to try again, None when done.

    It closes the door on what was taken back: nobody can publish a draft that is gone. Never
    where a submission was left unclear.
    """
    found = Publication.objects.select_related("account").filter(
        pk=publication_id, state=State.CANCELLED, is_unclear=False
    )
    publication = found.exclude(media_id="").first()
    if publication is None or not is_connected(publication.account):
        return None
    try:
        with connected(publication.account, now=now) as wire:
            send.remove_draft(wire, publication)
    except Refused:  # the account cannot be reached as it is set up
        return None
    except CallFailed as failed:
        is_hopeless = failed.outcome in (Outcome.GIVE_UP, Outcome.ASK_PERSON)
        return None if is_hopeless else pace.after_refusal(failed.code, now)
    with transaction.atomic():
        left = Publication.objects.filter(pk=publication.pk, media_id=publication.media_id)
        if left.update(media_id=""):
            enter(publication, "publish.draft_removed", now)
    return None
