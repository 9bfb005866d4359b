"""The parts of a Word file and what each of them refers to."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element

from hefa.collect.word.container import Container
from hefa.collect.word.markup import parse
from hefa.core.errors import Refused, reason

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MAIN_PART = "word/document.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What one part refers to: `target` is a part's name, or an address when external."""

    kind: str
    target: str
    is_external: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One XML part with its own relationships; ids of one part mean nothing in another."""

    name: str
    root: _Element
    relations: Mapping[str, Relation]


def main_part(container: Container) -> Part:
    """Return the part that holds the text. Raises Refused when the file is no Word file."""
    package = relations_of("", container).values()
    named = [entry.target for entry in package if entry.kind == "officeDocument"]
    for name in (*named, _MAIN_PART):
        if not name.endswith(".xml") or not name.startswith("word/"):
            continue
        if (part := load_part(container, name)) is not None:
            return part
    raise Refused(reason("collect.not_word"))


def load_part(container: Container, name: str) -> Part | None:
    """Return the part `name` parsed, or None when the file has none."""
    content = container.read_xml(name)
    if content is None:
        return None
    return Part(name=name, root=parse(content), relations=relations_of(name, container))


def related_part(container: Container, part: Part, kind: str) -> Part | None:
    """Return the first part of `kind` (such as `styles`) that `part` refers to, or None."""
    for entry in part.relations.values():
        if entry.kind == kind and not entry.is_external:
            return load_part(container, entry.target)
    return None


def relations_of(name: str, container: Container) -> Mapping[str, Relation]:
    """Return the relationships of the part `name` (the package's own when empty) by id.

    Source: ECMA-376 part 2, 8.3 (relationship parts and their names).
    """
    folder, file = posixpath.split(name)
    content = container.read_xml(posixpath.join(folder, "_rels", f"{file}.rels"))
    if content is None:
        return {}
    found: dict[str, Relation] = {}
    for element in parse(content).iter(f"{_PACKAGE}Relationship"):
        target = element.get("Target", "")
        is_external = element.get("TargetMode") == "External"
        if not is_external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = element.get("Type", "").rpartition("/")[2]
        found[element.get("Id", "")] = Relation(kind=kind, target=target, is_external=is_external)
    return found
