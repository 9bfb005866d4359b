"""A worker's turn with one publication: claimed under a lease, written only under its fence."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hefa.core.canonical import Json
from hefa.core.errors import Conflict, reason
from hefa.ledger.append import MACHINE, Fact, append
from hefa.publish import crash, pace, rows
from hefa.publish.models import Publication, PublicationState
from hefa.publish.telling import tell_operator

State = PublicationState

AT_AN_END = frozenset({State.PUBLISHED, State.REMOVED, State.CANCELLED})
AWAITING_PERSON = frozenset({State.RELEASED, State.FAILED, State.NEEDS_HUMAN, State.HALTED})
_AT_REST = tuple(sorted(AT_AN_END | AWAITING_PERSON))
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
    """The publication as this worker holds it; `moment` goes on while calls take their time.

    `is_over` once it was given back together with what was written last.
    """

    publication: Publication
    now: datetime
    is_over: bool = False
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
    if not rows.claim(publication_id, at_rest=_AT_REST, now=now, until=now + pace.LEASE):
        return None
    crash.point("claim")
    return Turn(publication=rows.publication_of(publication_id), now=now)


def release(turn: Turn, next_at: datetime | None) -> None:
    """Give the publication back, due again at `next_at`; nothing when another holds it now."""
    if turn.is_over:
        return
    rows.give_back(turn.publication, next_at)


def write(turn: Turn, **columns: Any) -> None:
    """Change columns of the publication under its fence and its state.

    The lease goes on, unless the columns say that the turn ends here (`ending`). Raises Conflict
    when somebody else has taken or changed it: this worker then stops.
    """
    publication = turn.publication
    columns = {"lease_until": turn.moment + pace.LEASE} | columns
    if "state" in columns:
        columns["state_since"] = turn.moment
    if not rows.compare_and_set(publication, columns):
        raise Conflict(reason("publish.someone_was_first"))
    for name, value in columns.items():
        setattr(publication, name, value)
    turn.is_over = columns["lease_until"] is None


def ending(until: datetime | None) -> dict[str, datetime | None]:
    """Return the columns that give a publication back as they are written, due at `until`."""
    return {"lease_until": None, "next_at": until}


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
            **ending(None),
            **columns,
        )
        if to is not State.HALTED:
            tell_operator(turn.publication, now=turn.moment)


def hold(turn: Turn, code: str, until: datetime, **columns: Any) -> datetime:
    """Note why nothing can be done before `until`, and return `until`; no state changes."""
    write(turn, trouble_code=code, **ending(until), **columns)
    return until
