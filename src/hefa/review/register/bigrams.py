"""Text cut into overlapping pairs of characters, so that any two of them can be found exactly.

Every pair is written by the numbers of its characters: no tokenizer then has an opinion on
which characters belong to words, and nothing that is typed can be syntax.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

MOST_WORDS: Final = 8
_HAN: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BESIDE_HAN: Final = re.compile(rf"(?<=[{_HAN}])[^\S\n]+|[^\S\n]+(?=[{_HAN}])")


def folded(text: str) -> str:
    """Return `text` as it is compared: one width, one case, no invisible characters.

    Spaces beside Han characters fall away: 11 月 28 日 is 11月28日.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(
        " " if sign != "\n" and unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
        for sign in unicodedata.normalize("NFKC", plain)
        if unicodedata.category(sign) != "Cf"
    )
    return _BESIDE_HAN.sub("", kept)


def bigrams(text: str) -> str:
    """Return `text` as a list of words for the index: each pair of neighbours, then each last.

    Pairs never reach over a space or the end of a line.
    """
    return " ".join(pair for word in folded(text).split() for pair in _pairs(word, to_end=True))


def query_of(words: str) -> str:
    """Return the condition for the index under which a text holds every one of `words`.

    Empty when there is nothing to look for. Each word is found wherever its characters stand
    next to each other; a single character is the beginning of a pair.
    """
    return " AND ".join(_phrase(word) for word in wanted_words(words))


def wanted_words(words: str) -> list[str]:
    """Return the words asked for, folded, at most eight; here every space sets words apart."""
    return [part for word in words.split() for part in folded(word).split()][:MOST_WORDS]


def _phrase(word: str) -> str:
    if len(word) == 1:
        return f'"{_coded(word)}"*'
    return f'"{" ".join(_pairs(word, to_end=False))}"'


def _pairs(word: str, *, to_end: bool) -> Iterator[str]:
    for first, second in pairwise(word):
        yield _coded(first) + f"{ord(second):x}"
    if to_end:
        yield _coded(word[-1])


def _coded(sign: str) -> str:
    return f"{ord(sign):x}x"
