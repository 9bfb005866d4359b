"""The measure `word` of `hefa bench`: time and fidelity of the Word reader beside its peers.

Every file is held against its own raw XML, by rules that no reader shares. The peers are
development packages, in its lock; one that is missing is named so.
"""

import io
import statistics
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from hefa.config import home
from hefa.config.measuring_office import measure_office
from hefa.config.measuring_seen import Seen, seen_in_document, seen_in_html, seen_in_xml
from hefa.core.errors import Refused

Figure = tuple[str, float, str, str, str]
Reader = Callable[[bytes, str], Seen]
ROUNDS: Final = 5
_TROUBLE: Final = (
    Refused, RuntimeError, ValueError, KeyError, AttributeError, IndexError, zipfile.BadZipFile,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A Word file, and from the corpus what readers must see of it and must never see."""

    content: bytes
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


def measure_word(sample: Path) -> list[Figure]:
    """Return a figure a reader: milliseconds a file, beside what it kept of all of them.

    Then how long `sample` takes as an old Word file.
    """
    files = dict(_files())
    own = {name: _tried(_hefa, file, name) for name, file in files.items()}
    wanted = {
        name: seen_in_xml(file.content, title=seen.title if (seen := own[name]) else "")
        for name, file in files.items()
    }
    figures = [_figure("word 核发", "< 25", _hefa, files, wanted)]
    for name, package, reader in (
        ("word mammoth", "mammoth", _mammoth()),
        ("word pandoc", "pypandoc-binary", _pandoc()),
    ):
        if reader is None:
            figures.append((name, 0.0, "ms", "-", f"没有装：pip install {package}"))
        else:
            figures.append(_figure(name, "-", reader, files, wanted))
    return [*figures, *measure_office(sample)]


def _figure(
    name: str,
    target: str,
    reader: Reader,
    files: Mapping[str, File],
    wanted: Mapping[str, Seen],
) -> Figure:
    made = {file: _tried(reader, content, file) for file, content in files.items()}
    milliseconds = statistics.fmean(
        _median(reader, file, place) for place, file in files.items() if made[place]
    )
    return name, milliseconds, "ms", target, _kept(files, wanted, made)


def _files() -> Iterator[tuple[str, File]]:
    """Yield the project's samples, and its test corpus where that is at hand."""
    for path in sorted((home.CHECKOUT / "docs" / "samples").glob("*.docx")):
        yield path.name, File(content=path.read_bytes())
    sys.path.insert(0, str(home.CHECKOUT))
    try:
        corpus = import_module("tests.fixtures.corpus.every").CORPUS
    except ImportError:
        return
    finally:
        sys.path.remove(str(home.CHECKOUT))
    for sample in corpus:
        yield (
            sample.name,
            File(content=sample.make(), must=sample.must, must_not=sample.must_not),
        )


def _hefa(content: bytes, name: str) -> Seen:
    from hefa.collect.word import read_word  # noqa: PLC0415  # measured, like its peers

    return seen_in_document(read_word(content, name=name))


def _mammoth() -> Reader | None:
    try:
        mammoth = import_module("mammoth")
    except ImportError:
        return None
    return lambda content, _: seen_in_html(mammoth.convert_to_html(io.BytesIO(content)).value)


def _pandoc() -> Reader | None:
    try:
        pandoc = import_module("pypandoc")
        pandoc.get_pandoc_version()
    except (ImportError, OSError):
        return None
    return lambda content, _: seen_in_html(pandoc.convert_text(content, "html", format="docx"))


def _tried(reader: Reader, file: File, name: str) -> Seen | None:
    """Return what a reader makes of a file; None when it cannot read it."""
    try:
        return reader(file.content, name)
    except _TROUBLE:
        return None


def _median(reader: Reader, file: File, name: str) -> float:
    """Return the median time of reading a file, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        reader(file.content, name)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def _kept(
    files: Mapping[str, File], wanted: Mapping[str, Seen], read: Mapping[str, Seen | None]
) -> str:
    """Return in words what a reader kept of all files, of all that there was to keep."""
    made = {name: read[name] or Seen() for name in files}
    texts = {name: "".join("".join(made[name].lines).split()) for name in files}
    pairs = [(wanted[name], made[name]) for name in files]
    signs = sum((seen.signs & other.signs).total() for seen, other in pairs)
    share = signs / sum(seen.signs.total() for seen, _ in pairs)
    must = [(name, "".join(text.split())) for name, file in files.items() for text in file.must]
    leaks = [
        text
        for name, file in files.items()
        for text in file.must_not
        if text.strip() and "".join(text.split()) in texts[name]
    ]
    counts = {
        "该有的": (sum(text in texts[name] for name, text in must), len(must)),
        "数字": _both(pairs, lambda seen, other: (seen.digits & other.digits).total()),
        "对齐": _both(pairs, lambda seen, other: min(seen.aligned, other.aligned)),
        "颜色": _both(pairs, lambda seen, other: min(seen.coloured, other.coloured)),
        "编号": _both(pairs, Seen.numbers_typed_in),
        "合并": _both(pairs, lambda seen, other: min(seen.spans, other.spans)),
    }
    told = "".join(f" {name} {kept}/{total}" for name, (kept, total) in counts.items())
    unread = sum(seen is None for seen in read.values())
    return f"{len(files)} 份，读不了 {unread}；文字 {share:.1%}{told}；露出不该有的 {len(leaks)}"


def _both(pairs: list[tuple[Seen, Seen]], kept: Callable[[Seen, Seen], int]) -> tuple[int, int]:
    """Return how much of something all files kept, and how much there was."""
    return (
        sum(kept(seen, other) for seen, other in pairs),
        sum(kept(seen, seen) for seen, _ in pairs),
    )
