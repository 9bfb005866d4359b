"""The package 送审件: exactly what reviewers sign, and its one fingerprint."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum

from hefa.core.canonical import Json, canonical_bytes, sha256_hex
from hefa.core.document import (
    READABLE,
    SCHEMA_NUMBER,
    Node,
    attachment_sha256s,
    normalise,
    picture_sha256s,
)
from hefa.core.errors import Refused, reason


class Kind(StrEnum):
    """What a manuscript asks for 操作类型."""

    ARTICLE = "article"
    COLUMN_CHANGE = "column_change"
    TAKE_DOWN = "take_down"
    CORRECTION = "correction"


class Channel(StrEnum):
    """The road an item takes to the public."""

    API = "api"
    DRAFT = "draft"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Every field that can change what readers see; a signature covers all of them.

    Pictures and attachments stand by SHA-256 in the order readers meet them. `acts_on` names the
    published item a take-down or a correction is about, as <publication>/<position>; `change` says
    what else changes and why, by kind (`core.change`); `stated` what its author says of the content
    (`core.stated`).
    """

    kind: Kind
    title: str
    author: str
    digest: str
    document: Node
    cover_sha256: str
    theme: str
    account: str
    column: str
    channel: Channel
    mass_send: bool
    comments: bool
    source_url: str
    notice_until: date | None
    attachment_sha256s: tuple[str, ...] = ()
    picture_sha256s: tuple[str, ...] = field(default=())
    schema: int = SCHEMA_NUMBER
    acts_on: str = ""
    change: Mapping[str, Json] = field(default_factory=dict)
    stated: Mapping[str, Json] = field(default_factory=dict)


# Fields younger than the first packages: left out where they say nothing, so that bytes signed
# before they came stay what they were.
_YOUNGER = ("acts_on", "change", "stated")


def sealed(package: Package) -> Package:
    """Return `package` with its document in normal form, pictures and attachments counted."""
    document = normalise(package.document)
    return replace(
        package,
        document=document,
        picture_sha256s=picture_sha256s(document),
        attachment_sha256s=attachment_sha256s(document),
    )


def package_bytes(package: Package) -> bytes:
    """Return the canonical bytes of `package`, the form that is kept for ever."""
    whole = sealed(package)
    values: dict[str, Json] = {entry.name: getattr(whole, entry.name) for entry in fields(whole)}
    values["notice_until"] = package.notice_until.isoformat() if package.notice_until else None
    for name in _YOUNGER:
        if not values[name]:
            del values[name]
    return canonical_bytes(values)


def package_sha256(package: Package) -> str:
    """Return the fingerprint 文字校验码 of `package`: what every signature carries."""
    return sha256_hex(package_bytes(package))


def package_from(values: dict[str, object]) -> Package:
    """Return the package that `package_bytes` wrote, read back from its JSON.

    A package keeps the number of the schema it was written in, so its bytes stay the same.
    Raises Refused when the bytes are of a schema that this version does not read.
    """
    if values.get("schema") not in READABLE:
        raise Refused(reason("core.schema_unknown", number=str(values.get("schema"))))
    known = dict(values)
    until = known.pop("notice_until")
    known["kind"] = Kind(str(known["kind"]))
    known["channel"] = Channel(str(known["channel"]))
    for name in ("picture_sha256s", "attachment_sha256s"):
        known[name] = tuple(known[name])  # type: ignore[arg-type]  # JSON knows lists only
    return Package(
        **known,  # type: ignore[arg-type]  # every field was written by package_bytes
        notice_until=date.fromisoformat(str(until)) if until else None,
    )
