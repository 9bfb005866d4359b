"""Reads of what follows a release: the review put off, and the check of one hand in two posts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from hefa.core.review import AGREES, Act, State
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.queries import core_sheet, signed, with_everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What must follow one release, when it was released, and when that was done, if it was.

    `is_objected`: the review came after and sent it back, so that it is never done.
    """

    number: str
    title: str
    released_at: datetime
    done_at: datetime | None = None
    is_objected: bool = False


def reviews_put_off(since: datetime, at: datetime) -> tuple[Following, ...]:
    """Return the urgent releases after `since`, oldest first, and their reviews by `at`."""
    found = with_everything().filter(is_urgent=True, opinions__act=Act.RELEASE.value)
    listed = [_put_off(sheet, at) for sheet in found.distinct()]
    return _within((entry for entry in listed if entry is not None), since, at)


def checks_to_make(since: datetime, at: datetime) -> tuple[Following, ...]:
    """Return the releases with one hand in two posts after `since`, and their checks by `at`."""
    found = with_everything().filter(
        ended=State.RELEASED, opinions__is_exception=True, opinions__voided_at=None
    )
    return _within((_checked(sheet, at) for sheet in found.distinct()), since, at)


def _put_off(sheet: ReviewSheet, at: datetime) -> Following | None:
    known = [opinion for opinion in sheet.opinions.all() if opinion.at <= at]
    release = _last(known, {Act.RELEASE})
    if release is None:
        return None
    objection = _last(known, {Act.RETURN})
    pure = replace(core_sheet(sheet, known), ended=None)
    agreed = _last(known, AGREES)
    is_done = pure.awaited is None and agreed is not None and objection is None
    return Following(
        number=sheet.number,
        title=sheet.version.title,
        released_at=release.at,
        done_at=max(agreed.at, release.at) if is_done and agreed is not None else None,
        is_objected=objection is not None and objection.at >= release.at,
    )


def _checked(sheet: ReviewSheet, at: datetime) -> Following:
    made = getattr(sheet, "check_made", None)
    assert sheet.ended_at is not None  # noqa: S101  # it is released
    return Following(
        number=sheet.number,
        title=sheet.version.title,
        released_at=sheet.ended_at,
        done_at=made.at if made is not None and made.at <= at else None,
    )


def _last(opinions: Iterable[Opinion], acts: Iterable[Act]) -> Opinion | None:
    wanted = {act.value for act in acts}
    listed = list(opinions)
    if wanted == {Act.RETURN.value}:
        found = [entry for entry in listed if entry.act in wanted]
    else:
        found = [entry for entry in signed(listed) if entry.act in wanted]
    return found[-1] if found else None


def _within(listed: Iterable[Following], since: datetime, at: datetime) -> tuple[Following, ...]:
    found = [entry for entry in listed if since <= entry.released_at <= at]
    return tuple(sorted(found, key=lambda entry: (entry.released_at, entry.number)))
