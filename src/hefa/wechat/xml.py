"""WeChat's small XML: read without entities, network or depth; written with CDATA."""

import re
from collections.abc import Mapping, Sequence

from lxml import etree

Fields = Mapping[str, "Field"]
Field = str | Fields | Sequence[str | Fields]
Written = str | int | Mapping[str, "Written"]

MOST_BYTES = 64 * 1024
_MOST_LEVELS = 8
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_REPLACEMENT = "\ufffd".encode()
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Unreadable(Exception):
    """The bytes are not WeChat's XML: broken, too large, too deep, or with a document type."""


def read_xml(content: bytes) -> Fields:
    """Return the fields of `<xml>`: texts, fields within fields, and repeated ones as a list.

    A control character, which WeChat passes on raw though no XML allows it, becomes U+FFFD.
    Raises Unreadable. No number is made of a text here.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(_CONTROL.sub(_REPLACEMENT, content), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        root = None
    if root is None or root.tag != "xml" or root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable
    fields = _field(root, _MOST_LEVELS)
    return fields if isinstance(fields, Mapping) else {}


def write_xml(fields: Mapping[str, Written]) -> bytes:
    """Return `fields` as `<xml>`: texts in CDATA, numbers bare."""
    return f"<xml>{_written(fields)}</xml>".encode()


def _field(element: etree._Element, levels: int) -> str | Fields:
    if not levels:
        raise Unreadable
    if not len(element):
        return element.text or ""
    found: dict[str, list[str | Fields]] = {}
    for child in element:
        if not isinstance(child.tag, str):  # an entity or an instruction
            raise Unreadable
        found.setdefault(child.tag, []).append(_field(child, levels - 1))
    return {tag: values[0] if len(values) == 1 else values for tag, values in found.items()}


def _written(field: Written) -> str:
    if isinstance(field, int):
        return str(field)
    if isinstance(field, str):
        return _cdata(field)
    return "".join(f"<{tag}>{_written(value)}</{tag}>" for tag, value in field.items())


def _cdata(text: str) -> str:
    writable = _UNWRITABLE.sub("\ufffd", text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{writable}]]>"
