"""What WeChat's article rules say about the very HTML that would be sent, block by block."""

from collections.abc import Iterator

from hefa.check.rules import FormTrouble
from hefa.core.document import Node, blocks
from hefa.render.article import Rendering
from hefa.render.rules import in_document, violations
from hefa.render.weight import heaviest_of

_OF_LENGTH = "content-length"


def form_of(made: Rendering, document: Node) -> tuple[FormTrouble, ...]:
    """Return what is wrong, changed or too long in the article as rendered from `document`.

    Each trouble names the block of text it stands at, -1 where there is none, so that its words
    need to quote nothing.
    """
    return (*_broken(made, document), *_mended(made, document), *_heavy(made, document))


def _broken(made: Rendering, document: Node) -> Iterator[FormTrouble]:
    """Yield the rules that are broken; length is told by its heaviest block instead."""
    for one in in_document(violations(made.html), made.pieces):
        if one.rule.startswith(_OF_LENGTH):
            continue
        block = _text_block(document, one.place)
        where = "这一段" if block >= 0 else "有一处"
        detail = {"where": where, "found": one.found, "mend": one.mend}
        yield FormTrouble(case=one.rule, block=block, detail=detail)


def _mended(made: Rendering, document: Node) -> Iterator[FormTrouble]:
    """Yield the colours that will be written otherwise than chosen."""
    for one in made.mended:
        yield FormTrouble(
            case="ink-mended",
            block=_text_block(document, one.place),
            words=one.text,
            detail={"where": "这里", "found": one.chosen, "mend": one.written},
        )


def _heavy(made: Rendering, document: Node) -> Iterator[FormTrouble]:
    if heavy := heaviest_of(made, document):
        block = _text_block(document, heavy.place)
        yield FormTrouble(case=f"heaviest-{heavy.kind}", block=block, detail=dict(heavy.detail))


def _text_block(document: Node, place: int) -> int:
    """Return the number of the first block of text in the document's block `place`, or -1."""
    content = document["content"]
    if not 0 <= place < len(content) or not any(blocks(content[place])):
        return -1
    return sum(1 for node in content[:place] for _ in blocks(node))
