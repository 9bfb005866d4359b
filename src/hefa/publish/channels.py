"""The channels 渠道: which road an article takes, and the lesser road it may fall back to.

Source: docs/adr/0006-a-lesser-road-is-allowed.md.
"""

from collections.abc import Iterable
from typing import Final

from hefa.core.package import Channel

# From the lesser to the better: by a person alone, by a person from our draft, by the API.
_ORDER: Final = (Channel.MANUAL, Channel.DRAFT, Channel.API)

LABELS: Final = {
    Channel.API: "系统直接发布",
    Channel.DRAFT: "存入草稿箱，由人发表",
    Channel.MANUAL: "由人在后台发布",
}


def is_within(channel: str, signed: str) -> bool:
    """Whether a publication may take `channel` where `signed` stands in the package.

    A lesser road carries the same bytes to the same account; a better one was never asked for.
    """
    return _ORDER.index(Channel(channel)) <= _ORDER.index(Channel(signed))


def least_of(channels: Iterable[str]) -> Channel:
    """Return the least of these roads; ValueError when there is none."""
    return min((Channel(channel) for channel in channels), key=_ORDER.index)


def below(channel: str) -> Channel | None:
    """Return the next lesser road, or None below the least."""
    place = _ORDER.index(Channel(channel))
    return _ORDER[place - 1] if place else None


def label_of(channel: str) -> str:
    """Return the name of a road on the screen; empty for one that is none."""
    return LABELS.get(Channel(channel), "") if channel in set(Channel) else ""
