"""What makes an article too long is named, with what would make it short enough."""

from tests.unit.render.documents import ADDRESSES, box, footnote, name_list, package, paragraph

from hefa.core.document import Node
from hefa.core.package import sealed
from hefa.render.article import rendering
from hefa.render.weight import Heaviest, heaviest_of
from hefa.render.words import WORDS


def heaviest(*blocks: Node) -> Heaviest | None:
    made = sealed(package(*blocks))
    found = heaviest_of(rendering(made, ADDRESSES), made.document)
    if found is not None:
        what = WORDS[found.code].format(**found.detail)
        assert "{" not in what + WORDS[f"{found.code}.todo"]
    return found


def test_an_article_of_usual_length_has_none() -> None:
    assert heaviest(paragraph("甲" * 5_000), name_list(30)) is None


def test_a_long_list_is_named_with_its_rows() -> None:
    found = heaviest(paragraph("甲"), name_list(300), paragraph("乙"))

    assert found is not None
    assert (found.place, found.kind, found.rows) == (1, "table", 300)
    assert found.characters > 0.9 * found.total


def test_a_long_text_is_named_by_its_beginning() -> None:
    found = heaviest(*(paragraph(f"{n}号" + "文" * n * 100) for n in range(20)))

    assert found is not None
    assert (found.place, found.kind, found.text[:3]) == (19, "text", "19号")


def test_a_box_and_the_notes_are_named_as_such() -> None:
    in_box = heaviest(box(*(paragraph("框" * 900) for _ in range(20))))
    in_notes = heaviest(*(paragraph("甲", footnote("注" * 900)) for _ in range(20)))

    assert in_box is not None
    assert in_notes is not None
    assert (in_box.kind, in_notes.kind, in_notes.place) == ("box", "notes", -1)
