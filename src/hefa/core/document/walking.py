"""Walking a document: its blocks, its words, its pictures and attachments."""

from collections.abc import Iterator

from hefa.core.document.schema import NODES, Node

_HOLDS_TEXT = ("redHead", "heading", "paragraph")


def is_empty(document: Node) -> bool:
    """Whether a reader would see nothing: no text and no picture."""
    return not (text_of(document).strip() or picture_sha256s(document) or any(asides(document)))


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and every node below it in reading order."""
    yield node
    for child in node.get("content", ()):
        yield from walk(child)


def blocks(document: Node) -> Iterator[Node]:
    """Yield every block that holds text itself: heads and paragraphs, also in tables and boxes."""
    return (node for node in walk(document) if node["type"] in _HOLDS_TEXT)


def block_text(block: Node) -> str:
    """Return the text of one block; a line break counts as a newline, a footnote as nothing."""
    return "".join(map(_inline_text, block.get("content", ())))


def _inline_text(child: Node) -> str:
    return "\n" if child["type"] == "hardBreak" else str(child.get("text", ""))


def text_of(document: Node) -> str:
    """Return the plain text, a line a block."""
    return "\n".join(block_text(block) for block in blocks(document))


def picture_sha256s(document: Node) -> tuple[str, ...]:
    """Return the pictures in reading order, each once."""
    found = (node["attrs"]["sha256"] for node in walk(document) if node["type"] == "image")
    return tuple(dict.fromkeys(found))


def attachment_sha256s(document: Node) -> tuple[str, ...]:
    """Return the attachments in reading order, each once."""
    found = (node["attrs"]["sha256"] for node in walk(document) if node["type"] == "attachment")
    return tuple(dict.fromkeys(found))


def asides(document: Node) -> Iterator[str]:
    """Yield what readers see beside the text of the blocks: notes, titles, names, alternatives."""
    for node in walk(document):
        for name in NODES[node["type"]].says:
            if words := node.get("attrs", {}).get(name, ""):
                yield words
