"""Complex fields: the code is dropped, the result stays, a link keeps its address.

Source: ECMA-376 part 1, 17.16.18 (fldChar), 17.16.5.25 (HYPERLINK).
"""

import re

_HYPERLINK = re.compile(r'^\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]+))', re.IGNORECASE)


class Fields:
    """The fields that are open at the present place of a story, the innermost last.

    Where beginnings and ends do not match, no text may count as code: the rest would be lost.
    """

    def __init__(self, *, are_balanced: bool = True) -> None:
        self._are_balanced = are_balanced
        self._open: list[list[str]] = []
        self._has_result: list[bool] = []

    @property
    def is_in_code(self) -> bool:
        """Whether text at this place belongs to the code of some field."""
        return self._are_balanced and not all(self._has_result)

    @property
    def link(self) -> str | None:
        """The address of the innermost open link."""
        for code in reversed(self._open if self._are_balanced else []):
            if address := link_of("".join(code)):
                return address
        return None

    def mark(self, kind: str | None) -> None:
        """Take note of the beginning, separator or end of a field."""
        if kind == "begin":
            self._open.append([])
            self._has_result.append(False)
        elif self._open and kind == "separate":
            self._has_result[-1] = True
        elif self._open and kind == "end":
            self._open.pop()
            self._has_result.pop()

    def afresh(self) -> "Fields":
        """Return fields for a story inside this one."""
        return Fields(are_balanced=self._are_balanced)

    def add_code(self, text: str) -> None:
        """Add to the code of the innermost field."""
        if self._open:
            self._open[-1].append(text)


def link_of(code: str) -> str | None:
    """Return the address in the code of a link field, None for any other field."""
    found = _HYPERLINK.match(code)
    return (found[1] or found[2]) if found else None
