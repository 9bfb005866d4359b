"""The parts of a Word file for its second reading, by the standard library alone."""

import re
import zipfile
from typing import Final
from xml.etree import ElementTree as ET

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"

_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", PICTURE[1:-4].encode()),
)
_STOPS: Final = frozenset(f"{W}{name}" for name in ("tc", "tr", "tbl", "del", "moveFrom"))
_MOST_COLUMNS: Final = 64
_NO: Final = frozenset({"0", "false", "off"})
# Table styles are the bulk of a file's styles, and neither hide nor number anything.
_TABLE_STYLE = re.compile(rb'<w:style\s[^>]*\bw:type="table"[^>]*[^/>]>.*?</w:style>', re.DOTALL)
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ENCODING = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_PLACE = re.compile(r"%[1-9]")


def main_name(archive: zipfile.ZipFile) -> str:
    """Return the name of the part with the body; nearly always the usual one."""
    for relation in root(archive, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def root(archive: zipfile.ZipFile, name: str, *, holding: tuple[bytes, ...] = ()) -> ET.Element:
    """Return a part, empty when there is none, or when it holds none of the words asked for.

    A declared type is never parsed, nor an encoding that could hide one.
    """
    if name not in archive.namelist():
        return ET.Element("none")
    content = archive.read(name)
    if _DECLARED.search(content) or not _in_utf_8(content):
        raise zipfile.BadZipFile
    if holding and not any(word in content for word in holding):
        return ET.Element("none")
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    content = _TABLE_STYLE.sub(b"", content)
    return ET.fromstring(content)  # noqa: S314  without a declared type there are no entities


def _in_utf_8(content: bytes) -> bool:
    """Whether the part is in the encoding that nearly all are in."""
    found = _ENCODING.match(content)
    return b"\0" not in content and (found is None or found[1].lower() in {b"utf-8", b"us-ascii"})


def styles_with(styles: ET.Element, path: str) -> frozenset[str]:
    """Return the ids of the styles that carry `path`, themselves or by what they are based on."""
    known = {style.get(f"{W}styleId", ""): style for style in styles.iterfind(f"{W}style")}
    base = {name: val(style.find(f"{W}basedOn")) for name, style in known.items()}
    own = {name for name, style in known.items() if style.find(path) is not None}
    found: set[str] = set()
    for name in known if own else ():
        chain: list[str] = []
        current = name
        while current in known and current not in chain:
            chain.append(current)
            current = base[current]
        if not own.isdisjoint(chain):
            found.add(name)
    return frozenset(found)


def label_signs(numbering: ET.Element) -> frozenset[str]:
    """Return the characters that stand beside the counters of numbered paragraphs."""
    texts = [val(text) for text in numbering.iter(f"{W}lvlText")]
    return frozenset("".join(_PLACE.sub("", text) for text in texts))


def val(element: ET.Element | None) -> str:
    """Return the value of a property, empty when it has none."""
    return element.get(f"{W}val", "") if element is not None else ""


def child(parent: ET.Element | None, name: str) -> ET.Element | None:
    """Return a property by its short name."""
    return parent.find(f"{W}{name}") if parent is not None else None


def is_set(element: ET.Element | None) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and val(element) not in _NO


def own(parent: ET.Element, name: str) -> list[ET.Element]:
    """Return the rows of a table or cells of a row, also through wrappers, not those of others.

    What was deleted by a revision is left out.
    """
    found: list[ET.Element] = []
    for part in parent:
        if part.tag == f"{W}{name}":
            properties = part.find(f"{W}{name}Pr")
            if child(properties, "del") is None and child(properties, "cellDel") is None:
                found.append(part)
        elif part.tag not in _STOPS:
            found.extend(own(part, name))
    return found


def number(element: ET.Element | None, usual: int) -> int:
    """Return a property that counts columns; no table of Word has more than 63."""
    text = val(element)
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() else usual
