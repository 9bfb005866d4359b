"""Values of the core as plain JSON."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def plain(value: Any) -> Any:
    """Return dataclasses as objects, sets as sorted lists, the rest as it is."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = (entry for entry in fields(value) if entry.compare)
        return {entry.name: plain(getattr(value, entry.name)) for entry in kept}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(entry) for entry in value)
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value
