"""Quiet hours: a stretch of each day, as clocks here show it, in which something rests."""

from datetime import datetime, time, timedelta

from hefa.core.workdays import HERE


def end_of_quiet(moment: datetime, begins: time | None, ends: time | None) -> datetime | None:
    """Return when the quiet hours that `moment` falls into end, or None outside them.

    `begins` belongs to them, `ends` does not; a `begins` after `ends` reaches over midnight. There
    are none when one of the two is missing or both are the same.
    """
    if begins is None or ends is None or begins == ends:
        return None
    local = moment.astimezone(HERE)
    at = local.time()
    is_quiet = begins <= at < ends if begins < ends else at >= begins or at < ends
    if not is_quiet:
        return None
    end = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)
