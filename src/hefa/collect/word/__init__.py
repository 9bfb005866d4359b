"""Word files read into the document schema."""

from hefa.collect.word.model import WordImport
from hefa.collect.word.reader import read_word

__all__ = ["WordImport", "read_word"]
