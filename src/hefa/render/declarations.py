"""The declarations of a style attribute: read once, kept, and written."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import tinycss2
from tinycss2.ast import Declaration


@lru_cache(maxsize=4096)
def declarations(style: str) -> Mapping[str, str]:
    """Return what `style` declares, names and values in lower case, in order."""
    parsed = tinycss2.parse_blocks_contents(style, skip_whitespace=True, skip_comments=True)
    found = {
        node.lower_name: tinycss2.serialize(node.value).strip().lower()
        + ("!important" if node.important else "")
        for node in parsed
        if isinstance(node, Declaration)
    }
    return MappingProxyType(found)


def styled(declared: Mapping[str, str]) -> str:
    """Return the style attribute that declares `declared`."""
    return ";".join(f"{name}:{value}" for name, value in declared.items())
