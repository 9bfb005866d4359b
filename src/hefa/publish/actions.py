"""What people do to publications: queue, cancel, decide about a doubtful one, stop everything."""

import contextlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hefa.collect.models import Version
from hefa.collect.packages import package_of
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.package import Kind
from hefa.core.rights import Right, demand
from hefa.jobs.wake import wake
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.publish.changes import change, claim_again, compose, current, let_go
from hefa.publish.conditions import end_of_quiet
from hefa.publish.door import reasons_against_opening
from hefa.publish.hand import halting
from hefa.publish.models import Publication, PublicationItem, PublicationState, PublishingHalt
from hefa.publish.queries import cancelled_with, may_be_cancelled, resuming_state
from hefa.publish.telling import tell_of_halt
from hefa.publish.turn import BEFORE_SUBMISSION, fact
from hefa.registry.access import actor_of
from hefa.registry.models import OfficialAccount

State = PublicationState

_WHEN_QUEUED = frozenset({"publish.too_early"})
_TRIES_TO_STOP = 5


@transaction.atomic
def queue_publication(
    versions: Sequence[Version],
    *,
    person: Person,
    planned_at: datetime | None,
    now: datetime,
    is_urgent: bool = False,
) -> Publication:
    """Return the publication that carries 1-8 released `versions` out in this order.

    What is ordered for now in the quiet hours goes when they end, unless it is urgent. Raises
    Refused with every reason: not released, a mixture, claimed already, publishing stopped, the
    day's mass send used; Conflict when somebody queued one of them at the same moment.
    Source: 12(4).
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    if not versions:
        raise Refused(reason("publish.item_count", count=0))
    if len({version.pk for version in versions}) < len(versions):
        raise Refused(reason("publish.already_claimed"))
    if PublicationItem.objects.filter(version__in=versions, claims=True).exists():
        raise Refused(reason("publish.already_claimed"))
    packages = [package_of(version) for version in versions]
    if planned_at is None and not is_urgent:
        planned_at = end_of_quiet(now)
    publication = compose(
        versions, packages, person=person, planned_at=planned_at, is_urgent=is_urgent, now=now
    )
    against = reasons_against_opening(publication, now)
    if found := [entry for entry in against if entry.code not in _WHEN_QUEUED]:
        raise Refused(found)
    queued = fact(
        publication,
        "publish.queued",
        {"channel": publication.channel, "urgent": int(is_urgent)},
    )
    append(queued, actor=person.key, now=now)
    wake("publish.advance", str(publication.pk), run_after=planned_at, now=now)
    return publication


@transaction.atomic
def cancel_publication(
    publication: Publication, *, person: Person, words: str, now: datetime
) -> None:
    """Cancel what has not been submitted; its versions may be queued anew.

    Of a correction that is published anew, what was ordered with it goes too while nothing of it
    is done: neither is the former taken down for nothing, nor is the new one left waiting. Raises
    Refused once something may be out, Conflict when it moved on meanwhile.
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    found = current(publication)
    if not words.strip():
        raise Refused(reason("publish.words_missing"))
    if not may_be_cancelled(found):
        raise Refused(reason("publish.too_late_to_cancel", state=found.state))
    for one in (found, *cancelled_with(found)):
        change(one, now, state=State.CANCELLED, next_at=None)
        let_go(one)
        _enter(one, "publish.cancelled", person=person, words=words, now=now)
        wake("publish.tidy", str(one.pk), now=now)


@transaction.atomic
def stop_publication(publication: Publication, *, person: Person, now: datetime) -> Publication:
    """Stop one publication at a touch, until the moment it is submitted; return it, stopped.

    A worker that holds it loses it: what it still writes is refused. Raises Refused once it is
    submitted or over, Conflict when it moves on faster than it can be stopped. Source: 5(4).
    """
    demand(Right.HALT_PUBLISHING, actor_of(person, now))
    for _ in range(_TRIES_TO_STOP):
        found = current(publication)
        if found.state not in BEFORE_SUBMISSION:
            raise Refused(reason("publish.too_late_to_stop"))
        trouble = {
            "trouble_code": "publish.stopped_at_a_touch",
            "trouble_detail": {"from": found.state},
        }
        with contextlib.suppress(Conflict):
            change(found, now, state=State.HALTED, next_at=None, **trouble)
            append(fact(found, "publish.stopped_by_hand", {}), actor=person.key, now=now)
            return found
    raise Conflict(reason("publish.someone_was_first"))


@transaction.atomic
def retry_publication(
    publication: Publication, *, person: Person, words: str, now: datetime
) -> Publication:
    """Set a failed, stopped or doubtful publication going again, from where that is safe.

    After an unclear submission that means looking again, or submitting the very same draft once
    the waiting floor has passed; a second draft is then never made. Raises Refused, Conflict.
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    found = current(publication)
    resumed = resuming_state(found)
    if resumed is None:
        raise Refused(reason("publish.wrong_state", state=found.state))
    if not words.strip():
        raise Refused(reason("publish.words_missing"))
    if found.kind != Kind.TAKE_DOWN and standing_halt(found.account):
        raise Refused(reason("publish.halted", clause="5(4)"))
    if found.state == State.FAILED:
        claim_again(found)
    columns = {"media_id": ""} if resumed is State.QUEUED else {}
    looks_again = resumed is State.SUBMIT_UNKNOWN
    change(
        found,
        now,
        state=resumed,
        next_at=None,
        intent_at=now if looks_again else None,
        trouble_code="",
        trouble_detail={},
        **columns,
    )
    _enter(found, "publish.retried", person=person, words=words, now=now)
    wake("publish.advance", str(found.pk), now=now)
    return found


@transaction.atomic
def halt_publishing(
    account: OfficialAccount, *, person: Person, words: str, now: datetime
) -> PublishingHalt:
    """Stop publishing for `account`: nothing not yet submitted goes out. Source: 5(4).

    Who has an article in hand is told, and its draft is taken from the box.

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
    waiting = Publication.objects.filter(account=account, state__in=BEFORE_SUBMISSION)
    stopped = list(waiting.exclude(kind=Kind.TAKE_DOWN))
    for publication in stopped:
        detail = {"from": publication.state}
        trouble = {"trouble_code": "publish.halted", "trouble_detail": detail}
        change(publication, now, state=State.HALTED, next_at=None, **trouble)
    reached = halting.reach_in_hand(halt, now=now)
    _enter_halt(
        halt,
        "publish.halt_set",
        person=person,
        now=now,
        stopped=[publication.op_id for publication in stopped],
        in_hand=[publication.op_id for publication in reached],
        words=words,
    )
    tell_of_halt(halt, now=now)
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
    in_hand: Sequence[str] = (),
    words: str = "",
) -> None:
    append(
        Fact(
            kind=kind,
            subject=f"halt:{halt.pk}",
            body={
                "account": halt.account.key,
                "name": halt.account.name,
                "stopped": list(stopped),
                "in_hand": list(in_hand),
            },
            personal={"words": words.strip()} if words else None,
        ),
        actor=person.key,
        now=now,
    )
