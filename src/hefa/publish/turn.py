"""A worker's turn with one publication: claimed under a lease, written only under its fence."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from hefa.core.canonical import Json
from hefa.core.errors import Conflict, reason
from hefa.ledger.append import MACHINE, Fact, append
from hefa.publish import crash, pace
from hefa.publish.models import Publication, PublicationState

State = PublicationState

AT_AN_END = frozenset({State.PUBLISHED, State.REMOVED, State.CANCELLED})
AWAITING_PERSON = frozenset({State.RELEASED, State.FAILED, State.NEEDS_HUMAN, State.HALTED})
BEFORE_SUBMISSION = frozenset(
    {
        State.RELEASED,
        State.QUEUED,
        State.DRAFTING,
        State.DRAFT_UNKNOWN,
        State.DRAFTED,
        State.VERIFIED,
    }
)


@dataclass(slots=True, kw_only=True)
class Turn:
    """The publication as this worker holds it; `moment` goes on while calls take their time."""

    publication: Publication
    now: datetime
    started_at: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long this turn has lasted."""
        return time.monotonic() - self.started_at

    @property
    def moment(self) -> datetime:
        """The present moment, from the one that was handed in."""
        return self.now + timedelta(seconds=self.seconds)


def claim(publication_id: int, *, now: datetime) -> Turn | None:
    """Return the turn, or None when the publication is not due, at rest, or another's."""
    claimed = (
        Publication.objects.filter(pk=publication_id)
        .exclude(state__in=AT_AN_END | AWAITING_PERSON)
        .filter(Q(lease_until__isnull=True) | Q(lease_until__lte=now))
        .filter(Q(next_at__isnull=True) | Q(next_at__lte=now))
        .update(lease_until=now + pace.LEASE, fence=F("fence") + 1)
    )
    if not claimed:
        return None
    crash.point("claim")
    publication = Publication.objects.select_related("account").get(pk=publication_id)
    return Turn(publication=publication, now=now)


def release(turn: Turn, next_at: datetime | None) -> None:
    """Give the publication back, due again at `next_at`; nothing when another holds it now."""
    Publication.objects.filter(pk=turn.publication.pk, fence=turn.publication.fence).update(
        lease_until=None, next_at=next_at
    )


def write(turn: Turn, **columns: Any) -> None:
    """Change columns of the publication under its fence and its state; the lease goes on.

    Raises Conflict when somebody else has taken or changed it: this worker then stops.
    """
    publication = turn.publication
    columns["lease_until"] = turn.moment + pace.LEASE
    if "state" in columns:
        columns["state_since"] = turn.moment
    rows = Publication.objects.filter(
        pk=publication.pk, fence=publication.fence, state=publication.state
    )
    if not rows.update(**columns):
        raise Conflict(reason("publish.someone_was_first"))
    for name, value in columns.items():
        setattr(publication, name, value)


def enter(publication: Publication, kind: str, now: datetime, **body: Json) -> None:
    """Append the machine's ledger entry about `publication` in the caller's transaction."""
    append(fact(publication, kind, body), actor=MACHINE, now=now)
    crash.point("ledger_append")


def fact(
    publication: Publication,
    kind: str,
    body: Mapping[str, Json],
    *,
    personal: Mapping[str, str] | None = None,
) -> Fact:
    """Return the fact of `kind` about `publication`, its items named by version and package."""
    items = publication.named_items
    listed: list[Json] = [
        {"position": position, "version": version, "package_sha256": sha256}
        for position, version, sha256, _ in items
    ]
    return Fact(
        kind=kind,
        subject=f"publication:{publication.op_id}",
        body={
            **body,
            "title": "；".join(title for *_, title in items),
            "account": publication.account.key,
            "attempt": publication.attempt,
            "items": listed,
        },
        personal=personal,
    )


@transaction.atomic
def move(turn: Turn, to: State, kind: str, body: Mapping[str, Json], **columns: Any) -> None:
    """Bring the publication to `to` with one ledger entry; its trouble is over."""
    columns = {"trouble_code": "", "trouble_detail": {}} | columns
    write(turn, state=to, **columns)
    enter(turn.publication, kind, turn.moment, **body)


def stop(
    turn: Turn, to: State, code: str, detail: Mapping[str, Json] | None = None, **columns: Any
) -> None:
    """Bring the publication to FAILED or NEEDS_HUMAN with the code a person will read.

    What failed with nothing out lets go of its versions; where an earlier submission was left
    unclear, nothing out cannot be said and a person is asked.
    """
    came_from = turn.publication.state
    if to is State.FAILED and turn.publication.is_unclear:
        to = State.NEEDS_HUMAN
    kept = {**(detail or {}), "from": str(came_from)}
    kind = {State.FAILED: "publish.failed", State.HALTED: "publish.stopped"}.get(
        to, "publish.needs_human"
    )
    with transaction.atomic():
        if to is State.FAILED:
            turn.publication.items.update(claims=False)
        move(
            turn,
            to,
            kind,
            {"code": code, **kept},
            trouble_code=code,
            trouble_detail=kept,
            **columns,
        )


def hold(turn: Turn, code: str, until: datetime, **columns: Any) -> datetime:
    """Note why nothing can be done before `until`, and return `until`; no state changes."""
    write(turn, trouble_code=code, **columns)
    return until
