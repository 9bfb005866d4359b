"""What WeChat pushed to us: kept once, and a reason to read now; no state follows from it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from hefa.core.canonical import Json, sha256_hex
from hefa.jobs.wake import wake
from hefa.publish.models import AccountEvent, Publication, PublicationState
from hefa.registry.models import OfficialAccount
from hefa.wechat.pushes import MassSendFinished, PublishFinished, Push

State = PublicationState
Finished = PublishFinished | MassSendFinished

_AT_WECHAT = frozenset({State.SUBMITTED, State.SUBMIT_UNKNOWN, State.HANDED})
_UNNUMBERED = frozenset({State.SUBMIT_UNKNOWN, State.HANDED})


def take_in(account: OfficialAccount, push: Push, *, now: datetime) -> bool:
    """Keep `push` and have what it concerns read; return whether it was new and ours to keep.

    Only the ends of publications and mass-sends are kept, without who set them off; what readers
    send is not. A publication that waits for WeChat is looked at now instead of later. Where
    nothing of ours carries the number, a round of patrol looks what is out. Events come late,
    twice or never, so the read decides and not they. Source: docs/design/events.md.
    """
    finished = push.finished
    if finished is None:
        return False
    try:
        with transaction.atomic():
            AccountEvent.objects.create(
                account=account,
                key=_key(push, finished),
                kind=push.event,
                fields=_fields(finished),
                received_at=now,
            )
            _wake(account, finished, now)
    except IntegrityError:  # known already
        return False
    return True


def addresses_told(publication: Publication) -> dict[int, str]:
    """Return the articles' addresses by position that an event told of `publication`.

    They are a hint where to look: what is out is decided by the page itself.
    """
    number = Q(fields__msg_id=publication.msg_id) if publication.msg_id else Q()
    if publication.publish_id:
        number |= Q(fields__publish_id=publication.publish_id)
    if not number:
        return {}
    events = AccountEvent.objects.filter(number, account=publication.account)
    found: dict[int, str] = {}
    for fields in events.order_by("received_at").values_list("fields", flat=True):
        found |= {int(position): url for position, url in fields.get("addresses", {}).items()}
    return found


def _key(push: Push, finished: Finished) -> str:
    """Return the key of one event; who set it off is in it only as a hash."""
    parts = (push.key, push.event, *(str(value) for value in _fields(finished).values()))
    return sha256_hex("\n".join(parts).encode("utf-8", "replace"))


def _fields(finished: Finished) -> dict[str, Json]:
    """Return what is kept: WeChat's number, its word of the outcome, and the addresses."""
    kept: dict[str, Json] = {}
    if isinstance(finished, PublishFinished):
        kept["publish_id"] = finished.publish_id
        kept["article_id"] = finished.article_id
        kept["status"] = "" if finished.status is None else int(finished.status)
    else:
        kept["msg_id"] = finished.msg_id
        kept["status"] = finished.status[:60]
    kept["addresses"] = {str(item.position): item.url[:500] for item in finished.items}
    return kept


def _wake(account: OfficialAccount, finished: Finished, now: datetime) -> None:
    """Wake the read of what carries the number, else of what waits without one, and patrol."""
    number = _number_of(finished)
    ours = Publication.objects.filter(account=account)
    found = ours.filter(number | Q(state__in=_UNNUMBERED)).annotate(is_named=Q(number))
    rows = list(found.values_list("pk", "state", "is_named"))
    named = [(pk, state) for pk, state, is_named in rows if is_named]
    concerned = named or [(pk, state) for pk, state, _ in rows]
    waiting = [pk for pk, state in concerned if state in _AT_WECHAT]
    if waiting:
        ours.filter(pk__in=waiting, next_at__gt=now).update(next_at=now)
    for pk in waiting:
        wake("publish.advance", str(pk), now=now)
    if not named:
        wake("patrol.round", account.key, now=now)


def _number_of(finished: Finished) -> Q:
    """Return what a publication of ours that `finished` is about looks like."""
    if isinstance(finished, MassSendFinished):
        return Q(msg_id=finished.msg_id)
    found = Q(publish_id=finished.publish_id)
    return found | Q(article_id=finished.article_id) if finished.article_id else found
