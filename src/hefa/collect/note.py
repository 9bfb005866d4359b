"""What an import has to tell the editor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing that was changed, dropped or is doubtful: how often, and where.

    `text` names the places, never the content that was dropped; the words stand under `code`
    in the word reader's `words.py`.
    """

    code: str
    count: int
    text: str = ""
