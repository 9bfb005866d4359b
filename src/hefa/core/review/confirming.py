"""Whoever releases has just given their password again: for how long that counts."""

from datetime import datetime, timedelta
from typing import Final

from hefa.core.errors import Reason, reason
from hefa.core.review.vocabulary import Act

CONFIRMED_FOR: Final = timedelta(minutes=5)


def reasons_against_confirmation(
    act: Act, confirmed_at: datetime | None, now: datetime
) -> tuple[Reason, ...]:
    """Return the reason why `act` must wait for the password; empty where it need not.

    A confirmation from after `now` counts for nothing: a clock went back.
    """
    if act is not Act.RELEASE:
        return ()
    if confirmed_at is not None and confirmed_at <= now < confirmed_at + CONFIRMED_FOR:
        return ()
    return (reason("review.not_confirmed", clause="12(4)"),)
