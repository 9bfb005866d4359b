"""How often a page without sign-in may be asked for: by one address, and by all together."""

from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest

OF_ONE: Final = 30  # a minute
OF_ALL: Final = 300  # a minute
_MINUTE: Final = 60  # seconds


def is_too_often(request: HttpRequest, now: datetime) -> bool:
    """Whether this request is one too many in its minute; one that is counts no more."""
    minute = int(now.timestamp()) // _MINUTE
    address = request.META.get("REMOTE_ADDR", "")
    limits = {f"paper:{minute}:{address}": OF_ONE, f"paper:{minute}": OF_ALL}
    counts = cache.get_many(limits)
    if any(counts.get(key, 0) >= most for key, most in limits.items()):
        return True
    for key in limits:
        cache.add(key, 0, timeout=2 * _MINUTE)
        cache.incr(key)
    return False
