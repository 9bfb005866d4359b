"""What people do to publications: queue, cancel, decide about a doubtful one, stop everything."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from hefa.collect.models import Version
from hefa.collect.packages import package_of
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.rights import Right, demand
from hefa.jobs.wake import wake
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.publish.changes import claim_again, compose, let_go
from hefa.publish.door import reasons_against_opening
from hefa.publish.models import Publication, PublicationItem, PublicationState, PublishingHalt
from hefa.publish.queries import may_be_cancelled, resuming_state
from hefa.publish.turn import BEFORE_SUBMISSION, fact
from hefa.registry.access import actor_of
from hefa.registry.models import OfficialAccount

State = PublicationState

_WHEN_QUEUED = frozenset({"publish.too_early"})


@transaction.atomic
def queue_publication(
    versions: Sequence[Version], *, person: Person, planned_at: datetime | None, now: datetime
) -> Publication:
    """Return the publication that carries 1-8 released `versions` out in this order.

    Raises Refused with every reason: not released, a mixture, claimed already, publishing
    stopped; Conflict when somebody queued one of them at the same moment. Source: 12(4).
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    if not versions:
        raise Refused(reason("publish.item_count", count=0))
    if len({version.pk for version in versions}) < len(versions):
        raise Refused(reason("publish.already_claimed"))
    if PublicationItem.objects.filter(version__in=versions, claims=True).exists():
        raise Refused(reason("publish.already_claimed"))
    package = package_of(versions[0])
    if not OfficialAccount.objects.filter(key=package.account).exists():
        raise Refused(reason("publish.other_account", clause="12(4)"))
    publication = compose(versions, package, person=person, planned_at=planned_at, now=now)
    against = reasons_against_opening(publication, now)
    if found := [entry for entry in against if entry.code not in _WHEN_QUEUED]:
        raise Refused(found)
    append(fact(publication, "publish.queued", {}), actor=person.key, now=now)
    wake("publish.advance", str(publication.pk), run_after=planned_at, now=now)
    return publication


@transaction.atomic
def cancel_publication(
    publication: Publication, *, person: Person, words: str, now: datetime
) -> None:
    """Cancel what has not been submitted; its versions may be queued anew.

    Raises Refused once something may be out, Conflict when it moved on meanwhile.
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    current = _current(publication)
    if not words.strip():
        raise Refused(reason("publish.words_missing"))
    if not may_be_cancelled(current):
        raise Refused(reason("publish.too_late_to_cancel", state=current.state))
    _set(current, now, state=State.CANCELLED, next_at=None)
    let_go(current)
    _enter(current, "publish.cancelled", person=person, words=words, now=now)


@transaction.atomic
def retry_publication(
    publication: Publication, *, person: Person, words: str, now: datetime
) -> Publication:
    """Set a failed, stopped or doubtful publication going again, from where that is safe.

    After an unclear submission that means looking again, or submitting the very same draft once
    the waiting floor has passed; a second draft is then never made. Raises Refused, Conflict.
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    current = _current(publication)
    resumed = resuming_state(current)
    if resumed is None:
        raise Refused(reason("publish.wrong_state", state=current.state))
    if not words.strip():
        raise Refused(reason("publish.words_missing"))
    if standing_halt(current.account):
        raise Refused(reason("publish.halted", clause="5(4)"))
    if current.state == State.FAILED:
        claim_again(current)
    columns = {"media_id": ""} if resumed is State.QUEUED else {}
    looks_again = resumed is State.SUBMIT_UNKNOWN
    _set(
        current,
        now,
        state=resumed,
        next_at=None,
        intent_at=now if looks_again else None,
        trouble_code="",
        trouble_detail={},
        **columns,
    )
    _enter(current, "publish.retried", person=person, words=words, now=now)
    wake("publish.advance", str(current.pk), now=now)
    return current


@transaction.atomic
def halt_publishing(
    account: OfficialAccount, *, person: Person, words: str, now: datetime
) -> PublishingHalt:
    """Stop publishing for `account`: nothing not yet submitted goes out. Source: 5(4).

    Raises Refused without words, or when it is stopped already.
    """
    demand(Right.HALT_PUBLISHING, actor_of(person, now))
    if not words.strip():
        raise Refused(reason("publish.words_missing"))
    if standing_halt(account):
        raise Refused(reason("publish.halted_already"))
    halt = PublishingHalt.objects.create(
        account=account, words=words.strip()[:200], set_by=person, set_at=now
    )
    stopped = list(Publication.objects.filter(account=account, state__in=BEFORE_SUBMISSION))
    for publication in stopped:
        detail = {"from": publication.state}
        trouble = {"trouble_code": "publish.halted", "trouble_detail": detail}
        _set(publication, now, state=State.HALTED, next_at=None, **trouble)
    _enter_halt(
        halt,
        "publish.halt_set",
        person=person,
        now=now,
        stopped=[publication.op_id for publication in stopped],
        words=words,
    )
    return halt


@transaction.atomic
def ask_to_lift_halt(halt: PublishingHalt, *, person: Person, now: datetime) -> None:
    """Ask that publishing go on; another person must agree. Raises Refused, Conflict."""
    demand(Right.HALT_PUBLISHING, actor_of(person, now))
    standing = PublishingHalt.objects.filter(
        pk=halt.pk, lifted_at__isnull=True, lift_asked_by__isnull=True
    )
    if not standing.update(lift_asked_by=person):
        raise Conflict(reason("publish.someone_was_first"))
    _enter_halt(halt, "publish.lift_asked", person=person, now=now)


@transaction.atomic
def lift_halt(halt: PublishingHalt, *, person: Person, now: datetime) -> None:
    """Lift the stop that another person asked to lift; what was stopped waits for an order.

    Raises Refused for the same person or when nobody asked, Conflict when lifted already.
    """
    demand(Right.HALT_PUBLISHING, actor_of(person, now))
    current = PublishingHalt.objects.get(pk=halt.pk)
    if current.lift_asked_by_id is None:
        raise Refused(reason("publish.lift_not_asked"))
    if current.lift_asked_by_id == person.pk:
        raise Refused(reason("publish.lift_needs_two"))
    standing = PublishingHalt.objects.filter(
        pk=halt.pk, lifted_at__isnull=True, lift_asked_by=current.lift_asked_by_id
    )
    if not standing.update(lifted_by=person, lifted_at=now):
        raise Conflict(reason("publish.someone_was_first"))
    _enter_halt(current, "publish.halt_lifted", person=person, now=now)


def standing_halt(account: OfficialAccount) -> PublishingHalt | None:
    """Return the stop that stands for `account`, or None."""
    return PublishingHalt.objects.filter(account=account, lifted_at__isnull=True).first()


def _current(publication: Publication) -> Publication:
    return Publication.objects.select_related("account").get(pk=publication.pk)


def _set(publication: Publication, now: datetime, **columns: object) -> None:
    """Change a publication by a person's hand; a worker that holds it loses it."""
    rows = Publication.objects.filter(
        pk=publication.pk, fence=publication.fence, state=publication.state
    )
    if not rows.update(fence=F("fence") + 1, lease_until=None, state_since=now, **columns):
        raise Conflict(reason("publish.someone_was_first"))
    publication.refresh_from_db()


def _enter(
    publication: Publication, kind: str, *, person: Person, words: str, now: datetime
) -> None:
    personal = {"words": words.strip()}
    append(fact(publication, kind, {}, personal=personal), actor=person.key, now=now)


def _enter_halt(
    halt: PublishingHalt,
    kind: str,
    *,
    person: Person,
    now: datetime,
    stopped: Sequence[str] = (),
    words: str = "",
) -> None:
    append(
        Fact(
            kind=kind,
            subject=f"halt:{halt.pk}",
            body={"account": halt.account.key, "name": halt.account.name, "stopped": list(stopped)},
            personal={"words": words.strip()} if words else None,
        ),
        actor=person.key,
        now=now,
    )
