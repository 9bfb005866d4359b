"""Writes on manuscripts inside the caller's transaction; no ledger entry of their own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from hefa.collect.column_form import reasons_against_form
from hefa.collect.correcting import reasons_against_correction
from hefa.collect.files import keep_picture
from hefa.collect.models import Manuscript, Version
from hefa.collect.packages import package_being_written
from hefa.collect.stated import reasons_against
from hefa.collect.word import WordImport
from hefa.core.canonical import sha256_hex
from hefa.core.change import WRITTEN, reasons_against_change
from hefa.core.document import is_empty, normalise, text_of
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.package import package_bytes, sealed
from hefa.people.models import Person
from hefa.registry.adopted import regulation_now
from hefa.registry.models import OfficialAccount, Unit

EMPTY = {"type": "doc", "content": [{"type": "paragraph"}]}
DIGEST_LENGTH = 54
CARRIED = (
    "title", "signed_author", "digest", "document", "cover_id", "category", "column_id",
    "account_id", "purpose", "audience", "contact", "source_url", "source_name", "planned_at",
    "notice_until", "mass_send", "comments", "theme", "acts_on", "change", "stated",
)  # fmt: skip


def new_manuscript(person: Person, *, unit: Unit, now: datetime) -> Version:
    """Return the open first version of a new manuscript, addressed to the only account.

    What is usually so is filled in: the unit signs, and the readers are the regulation's usual.
    """
    regulation = regulation_now(now)
    usual = regulation.parameters.get("usual_audience", "") if regulation else ""
    manuscript = Manuscript.objects.create(unit=unit, author=person, created_at=now)
    return Version.objects.create(
        manuscript=manuscript,
        number=1,
        document=EMPTY,
        signed_author=unit.name,
        contact=person.phone,
        audience=str(usual)[:60],
        account=OfficialAccount.objects.order_by("id").first(),
        saved_at=now,
    )


def take_in_word(version: Version, read: WordImport, *, now: datetime) -> None:
    """Fill the open `version` from a Word file: text, pictures, proposed digest."""
    for picture in read.pictures:
        keep_picture(picture, name=picture.alt or "图片", now=now)
    version.title = read.title[:200]
    version.document = normalise(read.document)
    version.digest = proposed_digest(version.document)
    version.save(update_fields=["title", "document", "digest"])


def save_draft(version: Version, fields: Mapping[str, Any], *, edit: int, now: datetime) -> int:
    """Save the open `version` and return its new edit count.

    Raises Conflict when somebody else saved since `edit`, or when it is frozen by now.
    """
    values = dict(fields)
    if "document" in values:
        values["document"] = normalise(values["document"])
    saved = Version.objects.filter(pk=version.pk, edit=edit, frozen_at__isnull=True).update(
        **values, edit=F("edit") + 1, saved_at=now
    )
    if not saved:
        raise Conflict(reason("collect.saved_by_another"))
    return edit + 1


def next_version(manuscript: Manuscript, *, now: datetime) -> Version:
    """Return a new open version with everything the last one had."""
    last = manuscript.versions.order_by("-number")[0]
    carried = {name: getattr(last, name) for name in CARRIED}
    return Version.objects.create(
        manuscript=manuscript, number=last.number + 1, saved_at=now, **carried
    )


def freeze(version: Version, *, now: datetime) -> str:
    """Freeze the open `version` for ever and return the fingerprint of its package.

    Raises Refused for an empty document, one in the bin, and what its form still asks for;
    Conflict when it was frozen or saved meanwhile.
    """
    if Manuscript.objects.filter(pk=version.manuscript_id, binned_at__isnull=False).exists():
        raise Refused(reason("collect.in_the_bin"))
    package = package_being_written(version)
    is_written = package.kind in WRITTEN
    if not version.title.strip() or (is_written and is_empty(version.document)):
        raise Refused(reason("collect.nothing_written", clause="12 lead"))
    against = reasons_against_change(package.kind, package.change, package.acts_on)
    regulation = regulation_now(now)
    against += reasons_against_form(version, regulation)
    against += reasons_against_correction(version)
    if against := (*against, *reasons_against(version, regulation)):
        raise Refused(against)
    content = package_bytes(sealed(package))
    fingerprint = sha256_hex(content)
    frozen = Version.objects.filter(
        pk=version.pk, edit=version.edit, frozen_at__isnull=True
    ).update(frozen_at=now, package=content, package_sha256=fingerprint)
    if not frozen:
        raise Conflict(reason("collect.saved_by_another"))
    version.refresh_from_db()
    return fingerprint


def proposed_digest(document: dict[str, Any]) -> str:
    """Return the beginning of the text as the digest readers see, as WeChat would take it."""
    text = "".join(text_of(document).split())
    return text[:DIGEST_LENGTH]
