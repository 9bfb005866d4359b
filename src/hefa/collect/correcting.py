"""Whether a correction 更正 fits the way it is to get out: a small edit, or published anew."""

from dataclasses import replace

from hefa.collect.models import Version
from hefa.collect.packages import package_being_written, package_of
from hefa.collect.versions_difference import COME, GONE, Line, lines_between
from hefa.core.change import MOST_SMALL, Manner
from hefa.core.errors import Reason, reason
from hefa.core.package import Kind, Package


def reasons_against_correction(version: Version) -> tuple[Reason, ...]:
    """Every reason the open correction `version` cannot be submitted as it stands.

    Source: WeChat lets a person change about 20 characters of a published article, once; no
    call edits one.
    """
    about = version.manuscript.about
    if about is None or version.manuscript.kind != Kind.CORRECTION:
        return ()
    manner = str(version.change.get("manner", ""))
    if manner not in [entry.value for entry in Manner]:
        return (reason("collect.manner_missing", clause="10(2)"),)
    old, new = package_of(about), package_being_written(version)
    if _others_as(old, new) == old:
        return (reason("collect.nothing_corrected", clause="10(2)"),)
    if manner == Manner.ANEW:
        return ()
    return tuple(_against_small_edit(old, new))


def characters_changed(old: Package, new: Package) -> int | None:
    """Return how many characters of the text differ; None where more than words differ."""
    if _others_as(old, new) != replace(old, document=new.document):
        return None
    lines = lines_between(old.document, new.document)
    if any(_is_more_than_words(line) for line in lines):
        return None
    return sum(max(_length(line, GONE), _length(line, COME)) for line in lines)


def _against_small_edit(old: Package, new: Package) -> list[Reason]:
    count = characters_changed(old, new)
    if not count:
        return [reason("collect.small_edit_not_text", clause="10(2)")]
    if count > MOST_SMALL:
        return [reason("collect.small_edit_too_large", most=MOST_SMALL, count=count)]
    return []


def _others_as(old: Package, new: Package) -> Package:
    """Return `new` without what makes it a correction, so that both can be compared."""
    return replace(
        new, kind=old.kind, acts_on=old.acts_on, change=old.change, schema=old.schema,
        channel=old.channel, mass_send=old.mass_send, picture_sha256s=old.picture_sha256s,
        attachment_sha256s=old.attachment_sha256s, stated=old.stated,
    )  # fmt: skip


def _is_more_than_words(line: Line) -> bool:
    before, after = line.before, line.after
    return before is None or after is None or line.is_restyled or before.sha256 != after.sha256


def _length(line: Line, kind: str) -> int:
    return sum(len(part.text) for part in line.parts if part.kind == kind)
