"""Where things stand in a TOML file: the line of every table and key."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_TABLE = re.compile(r"^\s*(\[\[|\[)\s*([A-Za-z0-9_.-]+)\s*(\]\]|\])\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=\s*(\[\s*(?:#.*)?$)?")
_INNER = (("steps", False), ("fields", True))  # lists within a table; whether by key or number
_FENCES = ('"""', "'''")


def lines_of(text: str) -> Mapping[str, int]:
    """Return the line, from 1, of each table and key of `text`, by its path.

    `posts.2` is the third `[[posts]]`, `posts.2.label` a key in it, `routes.0.steps.3` a table
    within a table, `forms.0.fields.3` one in braces on its own line of a list, and
    `parameters.wechat_id` a key of a plain table.
    """
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    at = fence = listed = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if fence:
            fence = "" if fence in line else fence
            continue
        bare = line.lstrip()
        if bare.startswith("#"):
            continue
        if listed:
            if bare.startswith("{"):
                counts[listed] = counts.get(listed, -1) + 1
                found[f"{listed}.{counts[listed]}"] = number
            listed = "" if bare.startswith("]") else listed
        elif table := _TABLE.match(line):
            at = _path(table[2], counts, is_list=table[1] == "[[")
            found[at] = number
        elif key := _KEY.match(line):
            path = f"{at}.{key[1]}".lstrip(".")
            found[path] = number
            listed = path if key[2] else ""
        fence = next((mark for mark in _FENCES if line.count(mark) % 2), "")
    return found


def named_lines(raw: Mapping[str, Any], lines: Mapping[str, int]) -> Mapping[str, int]:
    """Return the lines of `lines_of` by name besides: `posts:owner`, `routes:news:2`.

    Of several things with the same name the last one's line is given. Every list of `raw` must
    hold tables alone.
    """
    found = {path.replace(".", ":"): line for path, line in lines.items() if "." in path}
    for table, listed in raw.items():
        for number, entry in enumerate(listed if isinstance(listed, list) else ()):
            key = entry.get("key") or entry.get("id") or entry.get("number")
            at = lines.get(f"{table}.{number}", 0)
            found[f"{table}:{key}"] = at
            for inner, place in _INNER:
                for count, part in enumerate(entry.get(inner, ())):
                    name = part.get("key") if place else count
                    inner_at = lines.get(f"{table}.{number}.{inner}.{count}", at)
                    found[f"{table}:{key}:{name}"] = inner_at
    return MappingProxyType(found)


def _path(header: str, counts: dict[str, int], *, is_list: bool) -> str:
    """Return the path of the table that `header` opens, counting the tables of each list."""
    path = ""
    parts = header.split(".")
    for depth, part in enumerate(parts):
        path = f"{path}.{part}".lstrip(".")
        if depth == len(parts) - 1 and is_list:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = f"{path}.{counts[path]}"
    return path
