"""Any document the schema allows: rendered clean, within the rules, and told from any other."""

from collections import Counter

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from tests.unit.render.documents import ADDRESSES, as_wechat_keeps, package

from hefa.core.document import COLOUR, Node, normalise
from hefa.render.article import render
from hefa.render.clean import clean
from hefa.render.compare import DifferenceKind, differences, fingerprint_of_html
from hefa.render.rules import violations

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


INLINE = st.lists(runs() | st.just({"type": "hardBreak"}), max_size=4)
PARAGRAPHS = st.builds(
    lambda content, align, indent, spacing: {
        "type": "paragraph",
        "attrs": {"align": align, "indent": indent, "spacing": spacing},
        "content": content,
    },
    INLINE,
    st.sampled_from(["left", "center", "right", "justify"]),
    st.integers(0, 2000),
    st.integers(0, 1000),
)
HEADINGS = st.builds(
    lambda content, level: {"type": "heading", "attrs": {"level": level}, "content": content},
    INLINE,
    st.integers(1, 3),
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
    lambda kind, content, colspan, background: {
        "type": kind,
        "attrs": {"colspan": colspan, "background": background},
        "content": content,
    },
    st.sampled_from(["tableCell", "tableHeader"]),
    st.lists(PARAGRAPHS | IMAGES, max_size=3),
    st.integers(1, 3),
    st.none() | COLOURS,
)
TABLES = st.lists(st.lists(CELLS, max_size=3), max_size=3).map(
    lambda rows: {
        "type": "table",
        "content": [{"type": "tableRow", "content": row} for row in rows],
    }
)
DOCUMENTS = st.lists(
    PARAGRAPHS | HEADINGS | IMAGES | TABLES | st.just({"type": "horizontalRule"}), max_size=8
).map(lambda content: normalise({"type": "doc", "content": content}))

MANY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def sent(document: Node) -> str:
    return render(package(*document["content"]), ADDRESSES)


def test_any_rendering_is_clean_and_within_the_rules() -> None:
    seen: Counter[str] = Counter()

    @MANY
    @given(DOCUMENTS)
    def holds(document: Node) -> None:
        html = sent(document)
        cleaned = clean(html)
        assert cleaned.html == html
        assert cleaned.dropped == ()
        # A person may choose ink that cannot be read on its ground; that is theirs to be told.
        broken = {violation.rule for violation in violations(html)}
        assert broken <= {"darkmode-low-contrast"}
        seen.update(tag for tag in ("<img", "<td", "<th", "<h2", "<sup", "<br") if tag in html)

    holds()

    assert min(seen[tag] for tag in ("<img", "<td", "<th", "<h2", "<sup", "<br")) >= 10


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


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
