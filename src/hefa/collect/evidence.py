"""Reads that prove what an item says of itself: each name is the claim it proves."""

from hefa.collect.models import Version


def named_column_and_readers(version: Version) -> bool:
    """Whether it says in which column it stands and for whom it is. Source: 3, 8."""
    return version.column_id is not None and bool(version.audience.strip())


def said_its_purpose(version: Version) -> bool:
    """Whether it says what it is published for. Source: 8(1), 8(2)."""
    return bool(version.purpose.strip())


def named_its_source(version: Version) -> bool:
    """Whether it says where it comes from. Source: 10(2)."""
    return bool((version.source_name or version.source_url).strip())
