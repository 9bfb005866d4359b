"""The renderer of version 1, kept for ever: what it once wrote can be written again, to the byte.

Nothing here is to be improved. A golden test holds its bytes.
"""

from hefa.render.first.article import body

__all__ = ["body"]
