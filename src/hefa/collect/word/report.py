"""The list of what an import changed, dropped or doubts, gathered while reading."""

import re

from hefa.collect.note import Note

# A place needs no phone or identity number to be found.
_LONG_NUMBER = re.compile(r"\d{6,}[Xx]?")
_PLACE_LENGTH = 16
_PLACES_SHOWN = 5


class Report:
    """Gathers occurrences; one without a place gets that of the paragraph being read."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}
        self._open: list[tuple[str, int]] = []
        self.total = 0  # occurrences so far

    def add(self, code: str, place: str = "") -> None:
        """Write down one occurrence of `code`."""
        places = self._places.setdefault(code, [])
        places.append(place)
        self.total += 1
        if not place:
            self._open.append((code, len(places) - 1))

    def place(self, text: str) -> None:
        """Give the occurrences since the last call the paragraph that begins with `text`."""
        words = _LONG_NUMBER.sub("…", "".join(text.split()))
        name = words[:_PLACE_LENGTH] + ("…" if len(words) > _PLACE_LENGTH else "")
        if not self._open or not name:
            return
        for code, index in self._open:
            self._places[code][index] = f"“{name}”"
        self._open.clear()

    def hold(self) -> list[tuple[str, int]]:
        """Put aside what waits for its paragraph, while a box or note inside it is read."""
        held, self._open = self._open, []
        return held

    def resume(self, held: list[tuple[str, int]]) -> None:
        """Go on with the paragraph whose box or note has been read."""
        self._open = held + self._open

    def notes(self) -> tuple[Note, ...]:
        """Return one note a code, in the order of first occurrence."""
        return tuple(
            Note(code=code, count=len(places), text=_named(places))
            for code, places in self._places.items()
        )


def _named(places: list[str]) -> str:
    """Return the first few different places; an empty paragraph at the end has no name."""
    different = list(dict.fromkeys(place or "文末" for place in places))
    shown = "、".join(different[:_PLACES_SHOWN])
    return shown + (" 等" if len(different) > _PLACES_SHOWN else "")
