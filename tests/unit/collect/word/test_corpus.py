"""Every file of the corpus: what must survive does, what must not show does not."""

from collections import Counter
from pathlib import Path

import pytest
from tests.fixtures.corpus.every import CORPUS
from tests.fixtures.corpus.sample import Sample

from hefa.collect.word import WordImport, read_word
from hefa.core.document import Node, asides, normalise, text_of, walk


def test_the_corpus_is_large_and_each_file_has_a_name_of_its_own() -> None:
    assert len(CORPUS) >= 40
    assert len({sample.name for sample in CORPUS}) == len(CORPUS)


def test_the_same_file_is_made_each_time() -> None:
    made = [sample for sample in CORPUS if not sample.name.endswith("through LibreOffice")]

    assert [sample.name for sample in made if sample.make() != sample.make()] == []


@pytest.mark.parametrize("sample", CORPUS, ids=lambda sample: sample.name)
def test_what_must_survive_does_and_nothing_else_shows(sample: Sample, tmp_path: Path) -> None:
    file = tmp_path / f"{sample.name}.docx"
    file.write_bytes(sample.make())

    imported = read_word(file.read_bytes(), name=file.name)

    assert sample.title in {None, imported.title}
    _is_in_order(sample.must, imported)
    everything = f"{imported.title}\n{_visible(imported.document)}\n{imported.report}"
    assert [text for text in sample.must_not if text in everything] == []
    kinds = Counter(node["type"] for node in walk(imported.document))
    assert {kind: kinds[kind] for kind in sample.structure} == sample.structure
    told = {note.code: note.count for note in imported.report}
    told.pop("collect.title_from_name", None)
    assert told == sample.reported or sample.name.endswith("through LibreOffice")
    assert sample.marks <= _marks(imported.document)
    assert imported.document == normalise(imported.document)


def _is_in_order(must: tuple[str, ...], imported: WordImport) -> None:
    """Assert that the strings are there one after the other, asides after the text."""
    text = imported.title + "\n" + _visible(imported.document)
    place = 0
    for words in must:
        found = text.find(words, place)
        assert found >= 0, (words, text[place:])
        place = found + len(words)


def _visible(document: Node) -> str:
    return text_of(document) + "\n" + "\n".join(asides(document))


def _marks(document: Node) -> set[tuple[str, str]]:
    """Return each text with the kinds, and the colours, of its marks."""
    found: set[tuple[str, str]] = set()
    for node in walk(document):
        for mark in node.get("marks", ()):
            colour = mark.get("attrs", {}).get("value", "")
            found |= {(node["text"], mark["type"]), (node["text"], colour)}
    return found
