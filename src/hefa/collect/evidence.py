"""Reads that prove what an item says of itself: each name is the claim it proves.

None for a manuscript without a text for readers: there is nothing to try the claim on.
"""

from hefa.collect.models import Version
from hefa.core.change import WRITTEN


def named_column_and_readers(version: Version) -> bool | None:
    """Whether it says in which column it stands and for whom it is. Source: 3, 8."""
    if not is_written(version):
        return None
    return version.column_id is not None and bool(version.audience.strip())


def said_its_purpose(version: Version) -> bool | None:
    """Whether it says what it is published for. Source: 8(1), 8(2)."""
    if not is_written(version):
        return None
    return bool(version.purpose.strip())


def named_its_source(version: Version) -> bool | None:
    """Whether it says where it comes from. Source: 10(2)."""
    if not is_written(version):
        return None
    return bool((version.source_name or version.source_url).strip())


def is_written(version: Version) -> bool:
    """Whether it has a text for readers, as articles and corrections have."""
    return version.manuscript.kind in WRITTEN
