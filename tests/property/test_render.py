"""Any document the schema allows: rendered clean, within the rules, and told from any other."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tests.unit.render.documents import ADDRESSES, as_wechat_keeps, package

from hefa.core.document import COLOUR, NODES, Node, asides, normalise, walk
from hefa.render.article import render
from hefa.render.clean import clean
from hefa.render.compare import DifferenceKind, differences, fingerprint_of_html
from hefa.render.inline import Notes
from hefa.render.rules import ADVICE, violations
from hefa.render.themes import names

# Whatever a person may type or paste, markup and invisible characters included.
WORDS = st.text(
    st.one_of(
        st.sampled_from("甲乙丙一二三 <>&\"'\u00a0\u200b\u202e\u0628\U0001f600"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    min_size=1,
    max_size=12,
)
COLOURS = st.from_regex(COLOUR, fullmatch=True)
MARKS = st.fixed_dictionaries(
    {},
    optional={
        "bold": st.just({}),
        "italic": st.just({}),
        "underline": st.just({}),
        "strike": st.just({}),
        "superscript": st.just({}),
        "subscript": st.just({}),
        "color": COLOURS.map(lambda value: {"value": value}),
        "highlight": COLOURS.map(lambda value: {"value": value}),
        "link": st.sampled_from(
            [{"href": "https://a.cn/?b=1&c=2"}, {"href": "http://mp.weixin.qq.com/s/x"}]
        ),
    },
)


@st.composite
def runs(draw: st.DrawFn) -> Node:
    marks = draw(MARKS)
    made = [{"type": name, "attrs": attrs} for name, attrs in marks.items()]
    return {"type": "text", "text": draw(WORDS), "marks": made}


FOOTNOTES = WORDS.map(lambda words: {"type": "footnote", "attrs": {"words": words}})
INLINE = st.lists(runs() | st.just({"type": "hardBreak"}) | FOOTNOTES, max_size=4)
ALIGN = st.sampled_from(["left", "center", "right", "justify"])
PARAGRAPHS = st.builds(
    lambda content, align, indent, inset, spacing: {
        "type": "paragraph",
        "attrs": {"align": align, "indent": indent, "inset": inset, "spacing": spacing},
        "content": content,
    },
    INLINE,
    ALIGN,
    st.integers(0, 2000),
    st.integers(0, 2000),
    st.integers(0, 1000),
)
HEADINGS = st.builds(
    lambda content, level, align: {
        "type": "heading",
        "attrs": {"level": level, "align": align},
        "content": content,
    },
    INLINE,
    st.integers(1, 3),
    ALIGN,
)
RED_HEADS = st.builds(
    lambda content, number: {"type": "redHead", "attrs": {"number": number}, "content": content},
    INLINE,
    st.just("") | WORDS,
)
ATTACHMENTS = WORDS.map(
    lambda name: {"type": "attachment", "attrs": {"sha256": "d" * 64, "name": name}}
)
RULES = (st.none() | COLOURS).map(
    lambda colour: {"type": "horizontalRule", "attrs": {"color": colour}}
)
IMAGES = st.builds(
    lambda sha256, alt, percent, width: {
        "type": "image",
        "attrs": {
            "sha256": sha256, "alt": alt, "percent": percent, "width": width, "height": 9,
        },
    },
    st.sampled_from(sorted(ADDRESSES)),
    st.sampled_from(["", "图", "\"'<&>"]),
    st.integers(500, 10000),
    st.integers(1, 20000),
)  # fmt: skip
CELLS = st.builds(
    lambda kind, content, colspan, background, width: {
        "type": kind,
        "attrs": {"colspan": colspan, "background": background, "width": width},
        "content": content,
    },
    st.sampled_from(["tableCell", "tableHeader"]),
    st.lists(PARAGRAPHS | IMAGES, max_size=3),
    st.integers(1, 3),
    st.none() | COLOURS,
    st.sampled_from([0, 0, 2500, 10000]),
)
BOXES = st.builds(
    lambda kind, title, content: {
        "type": "box",
        "attrs": {"kind": kind, "title": title},
        "content": content,
    },
    st.sampled_from(["notice", "quote", "contact"]),
    st.just("") | WORDS,
    st.lists(PARAGRAPHS | IMAGES, max_size=3),
)
TABLES = st.lists(st.lists(CELLS, max_size=3), max_size=3).map(
    lambda rows: {
        "type": "table",
        "content": [{"type": "tableRow", "content": row} for row in rows],
    }
)
# A long list of equal cells: what they share stands on the row.
LONG_TABLES = CELLS.map(
    lambda cell: {
        "type": "table",
        "content": [{"type": "tableRow", "content": [cell, cell]}] * 31,
    }
)
BLOCKS = st.one_of(
    PARAGRAPHS, HEADINGS, IMAGES, TABLES, LONG_TABLES, BOXES, RED_HEADS, ATTACHMENTS, RULES
)
DOCUMENTS = st.lists(BLOCKS, max_size=7).map(
    lambda content: normalise({"type": "doc", "content": content})
)

TAGS = ("<img", "<td", "<th", "<tr style", "<h2", "<sup", "<br", "<section style")
MANY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def sent(document: Node, theme: str = "notice@1") -> str:
    return render(package(*document["content"], theme=theme), ADDRESSES)


def broken_by(document: Node, theme: str) -> set[str]:
    """The rules that a rendering breaks; how much of it there is is the author's to decide."""
    found = {violation.rule for violation in violations(sent(document, theme))}
    return found - ADVICE - {"content-length"}


def test_any_document_in_any_theme_is_clean_and_within_the_rules() -> None:
    seen: Counter[str] = Counter()

    @MANY
    @given(DOCUMENTS)
    def holds(document: Node) -> None:
        for theme in sorted(names()):
            html = sent(document, theme)
            cleaned = clean(html)
            assert cleaned.html == html
            assert cleaned.dropped == ()
            assert broken_by(document, theme) == set()
            seen.update(tag for tag in TAGS if tag in html)
        seen.update({node["type"] for node in walk(document)})

    holds()

    assert min(seen[tag] for tag in TAGS) >= 10
    assert min(seen[name] for name in NODES) >= 10


def test_the_walk_meets_a_renderer_that_does_not_mend_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Notes, "ink", lambda _notes, chosen, _ground, _text: chosen)
    met: Counter[str] = Counter()

    @MANY
    @given(DOCUMENTS)
    def walk_on(document: Node) -> None:
        met.update(broken_by(document, "plain@1"))

    walk_on()

    assert met["darkmode-low-contrast"] >= 3


def test_the_words_of_any_document_reach_the_reader() -> None:
    met = 0

    @MANY
    @given(DOCUMENTS)
    def holds(document: Node) -> None:
        nonlocal met
        root = LexborHTMLParser(sent(document)).body
        assert root is not None
        shown = _squeezed(root.text() + "".join(i.attributes["alt"] or "" for i in root.css("img")))
        runs_of = (node["text"] for node in walk(document) if node["type"] == "text")
        for words in (*runs_of, *asides(document)):
            assert _squeezed(words) in shown
            met += bool(_squeezed(words))

    holds()

    assert met >= 200


def test_wechats_rewriting_of_any_rendering_is_the_same() -> None:
    rewritten: list[bool] = []

    @MANY
    @given(DOCUMENTS)
    def holds(document: Node) -> None:
        html = sent(document)
        kept = as_wechat_keeps(html)
        note(kept)
        assert differences(fingerprint_of_html(html), fingerprint_of_html(kept)) == ()
        rewritten.append(kept != html and bool(fingerprint_of_html(html).blocks))

    holds()

    assert sum(rewritten) >= 40


def test_any_changed_character_is_found_and_its_block_named() -> None:
    changed = 0

    @MANY
    @given(DOCUMENTS, st.data())
    def holds(document: Node, data: st.DataObject) -> None:
        nonlocal changed
        released = fingerprint_of_html(sent(document))
        if not released.blocks:
            return
        number = data.draw(st.integers(0, len(released.blocks) - 1))
        place = data.draw(st.integers(0, len(released.blocks[number])))
        blocks = list(released.blocks)
        blocks[number] = blocks[number][:place] + "\U00020bb7" + blocks[number][place:]
        page = "".join(f"<p>{_escaped(block)}</p>" for block in blocks)

        told = [
            each
            for each in differences(released, fingerprint_of_html(page))
            if each.kind is DifferenceKind.TEXT
        ]

        assert [(each.block, each.seen) for each in told] == [(number + 1, blocks[number])]
        assert told[0].released == released.blocks[number]
        changed += 1

    holds()

    assert changed >= 40


def test_any_two_documents_of_other_texts_or_pictures_are_different() -> None:
    unequal = 0

    @MANY
    @given(DOCUMENTS, DOCUMENTS)
    def holds(first: Node, second: Node) -> None:
        nonlocal unequal
        shapes = fingerprint_of_html(sent(first)), fingerprint_of_html(sent(second))
        pictures = [[placed.value for placed in shape.pictures] for shape in shapes]
        texts = [" ".join(shape.blocks) for shape in shapes]
        are_other = pictures[0] != pictures[1] or texts[0] != texts[1]
        assert not are_other or differences(*shapes)
        assert differences(shapes[0], shapes[0]) == ()
        unequal += are_other

    holds()

    assert unequal >= 40


def _squeezed(text: str) -> str:
    """The characters of `text` that are no space."""
    return "".join(text.split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
