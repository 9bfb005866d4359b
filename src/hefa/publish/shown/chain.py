"""The chain of a publication, told honestly: what is known to be done, and since when."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from hefa.core.package import Channel
from hefa.ledger.leaf import moment_of
from hefa.ledger.models import Entry
from hefa.publish.models import Publication, PublicationState
from hefa.ui.templatetags.hefa import moment

State = PublicationState
Steps = list[dict[str, Any]]

RELEASED, DRAFTED, VERIFIED, SUBMITTED, OUT, LOOKED = range(6)

LABELS = ("核发", "存入草稿箱", "草稿已核对", "已提交微信", "已发布", "首次核对一致")
_HANDED_OVER = "交给人发布"
_DONE_BY: Mapping[int, tuple[str, ...]] = {
    DRAFTED: ("publish.drafted", "publish.draft_found"),
    VERIFIED: ("publish.draft_verified",),
    SUBMITTED: ("publish.submitted", "publish.mass_sent_before", "publish.handed"),
    OUT: ("publish.published",),
    LOOKED: ("publish.published",),
}
_AT: Mapping[str, int] = {
    State.RELEASED: DRAFTED,
    State.QUEUED: DRAFTED,
    State.DRAFTING: DRAFTED,
    State.DRAFT_UNKNOWN: DRAFTED,
    State.DRAFTED: VERIFIED,
    State.VERIFIED: SUBMITTED,
    State.SUBMITTING: SUBMITTED,
    State.SUBMIT_UNKNOWN: SUBMITTED,
    State.SUBMITTED: OUT,
    State.HANDED: OUT,
    State.PUBLISHED: LOOKED + 1,
    State.REMOVED: LOOKED + 1,
}
_STOPPED = (State.FAILED, State.NEEDS_HUMAN, State.HALTED)


def steps_of(publication: Publication, entries: Iterable[Entry], now: datetime) -> Steps:
    """Return the chain for the step bar; only what is known to have happened counts as done."""
    entries = list(entries)
    times = _times(publication, entries)
    here = _place(publication)
    is_wrong = publication.state in _STOPPED
    if _never_matched(publication, entries):
        here, is_wrong = LOOKED, True
    rows: Steps = []
    for place, label in _places(publication):
        when = moment(times.get(place), now)
        if place < here:
            rows.append({"label": label, "when": when, "state": "done"})
        elif place > here or publication.state == State.CANCELLED:
            rows.append({"label": label, "state": "todo"})
        elif is_wrong:
            rows.append({**_wrong(publication, place, label), "state": "wrong"})
        else:
            rows.append({"label": label, "when": _waits(publication, now), "state": "now"})
    return rows


def times_out(publication: Publication) -> datetime | None:
    """Return when the publication was first seen to be out."""
    times = [item.published_at for item in publication.items.all() if item.published_at]
    return min(times, default=None)


def _place(publication: Publication) -> int:
    """Return the place of the step that the publication stands at; one past the last when out."""
    if publication.state not in (*_STOPPED, State.CANCELLED):
        place = _AT[publication.state]
        return SUBMITTED if _is_skipped(publication, place) else place
    if times_out(publication) is not None:
        return LOOKED
    came_from = publication.trouble_detail.get("from")
    if came_from in _AT and not _is_skipped(publication, _AT[came_from]):
        return _AT[came_from]
    if publication.channel == Channel.MANUAL:
        return SUBMITTED
    return VERIFIED if publication.media_id else DRAFTED


def _never_matched(publication: Publication, entries: Sequence[Entry]) -> bool:
    """Whether it is over and was never seen to be what was released."""
    kinds = {entry.kind for entry in entries}
    is_settled = publication.state == State.REMOVED or "publish.settled" in kinds
    is_over = publication.state in (State.REMOVED, State.PUBLISHED)
    return is_over and is_settled and not kinds & {*_DONE_BY[LOOKED]}


def _is_skipped(publication: Publication, place: int) -> bool:
    return publication.channel == Channel.MANUAL and place in (DRAFTED, VERIFIED)


def _times(publication: Publication, entries: Iterable[Entry]) -> dict[int, datetime]:
    """Return when each step was last done, from the ledger."""
    times: dict[int, datetime] = {}
    released = [
        item.version.sheet.ended_at
        for item in publication.items.all()
        if hasattr(item.version, "sheet") and item.version.sheet.ended_at
    ]
    if released:
        times[RELEASED] = max(released)
    for entry in entries:
        for place, kinds in _DONE_BY.items():
            if entry.kind in kinds:
                times[place] = moment_of(entry.ts)
    if (out := times_out(publication)) is not None:
        times[OUT] = out
    return times


def _places(publication: Publication) -> Iterator[tuple[int, str]]:
    """Yield the steps of this publication's road: by hand there is no submission."""
    is_manual = publication.channel == Channel.MANUAL
    for place, label in enumerate(LABELS):
        if is_manual and place in (DRAFTED, VERIFIED):
            continue
        by_hand = place == SUBMITTED and publication.channel != Channel.API
        yield place, _HANDED_OVER if by_hand else label


def _wrong(publication: Publication, place: int, step: str) -> dict[str, str]:
    if place == LOOKED:
        is_seen = times_out(publication) is not None
        return {"label": "与核准稿不同" if is_seen else "没能核对", "who": "首次核对"}
    return {"label": publication.get_state_display(), "who": step}


def _waits(publication: Publication, now: datetime) -> str:
    """Return what the present step waits for."""
    if (
        publication.state == State.QUEUED
        and publication.planned_at
        and publication.planned_at > now
    ):
        return f"定时 {moment(publication.planned_at, now)}"
    return publication.get_state_display()


def body_of(entry: Entry) -> dict[str, Any]:
    """Return what an entry says, as its words want it: only plain values."""
    body: dict[str, Any] = json.loads(entry.body)
    return {name: value for name, value in body.items() if isinstance(value, str | int)}
