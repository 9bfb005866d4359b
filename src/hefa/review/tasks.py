"""The jobs of review: the search index takes in older sheets; what is due is reminded of."""

from datetime import datetime, timedelta

from hefa.jobs.registry import periodic
from hefa.review.register.index import BATCH, index_missing
from hefa.review.reminding import remind_of_sheets


@periodic("review.index", every=timedelta(hours=1))
def index_sheets(_key: str, /, *, now: datetime) -> datetime | None:
    """Index what is not yet indexed, at once again while more waits."""
    return now if index_missing() == BATCH else None


@periodic("review.remind", every=timedelta(minutes=10))
def remind(_key: str, /, *, now: datetime) -> datetime | None:
    """Tell whose turn it is of what is nearly due or over."""
    remind_of_sheets(now)
    return None
