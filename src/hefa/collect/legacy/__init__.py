"""Files that are no .docx: older and other formats, told by content, and the road to read them."""

from hefa.collect.legacy.kinds import CONVERTED, Kind, kind_of

__all__ = ["CONVERTED", "Kind", "kind_of"]
