"""Times of 2026 as the community's clock shows them, and evidence of facts at such times."""

from datetime import datetime

from hefa.core.duty import Done
from hefa.core.workdays import HERE


def here(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=HERE)


def done(*fact: int, recorded: datetime | None = None) -> Done:
    """Return evidence of a fact at month, day and hour, recorded at once or when said."""
    fact_at = here(*fact)
    return Done(fact_at=fact_at, recorded_at=recorded or fact_at)
