"""What people hand in beside the text: pictures and attachments of a manuscript."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from hefa.collect.actions import Upload
from hefa.collect.attachments import attachment_from
from hefa.collect.files import keep_file, keep_picture
from hefa.collect.models import Enclosure, StoredFile, Version
from hefa.collect.pictures import prepare_picture
from hefa.core.errors import Conflict, Reason, Refused, reason
from hefa.core.review import PersonId, UnitKey
from hefa.core.rights import Item, Right, demand
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of

PICTURE = "picture"
ATTACHMENT = "attachment"
MAX_PICTURE_BYTES = 30 * 1024 * 1024

_UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What came of an upload: the file that may go out and its words, or why there is none."""

    use: str
    name: str
    result: StoredFile | None = None
    words: str = ""
    reasons: tuple[Reason, ...] = field(default=())


def take_in_picture(
    version: Version, upload: Upload, *, person: Person, now: datetime
) -> Enclosure:
    """Return the picture handed in for the open `version`, made fit to be sent. Source: 7(1).

    The original is kept in any case. Raises Refused with the reason when it cannot be used.
    """
    _demand_open(version, person, now)
    return _told(_keep_picture_sent(version, upload, person=person, now=now))


def take_in_attachment(
    version: Version, upload: Upload, *, person: Person, now: datetime
) -> Enclosure:
    """Return the attachment handed in for the open `version`. Source: 7(1).

    The original is kept in any case. Raises Refused with the reason when it may not go out.
    """
    _demand_open(version, person, now)
    return _told(_keep_attachment_sent(version, upload, person=person, now=now))


@transaction.atomic
def _keep_picture_sent(
    version: Version, upload: Upload, *, person: Person, now: datetime
) -> tuple[Enclosure, tuple[Reason, ...]]:
    try:
        if len(upload.content) > MAX_PICTURE_BYTES:
            megabytes = MAX_PICTURE_BYTES // 1024**2
            raise Refused(reason("collect.picture_too_heavy", megabytes=megabytes))  # noqa: TRY301
        picture = prepare_picture(upload.content)
    except Refused as refused:
        taken = _Taken(use=PICTURE, name=upload.name, reasons=refused.reasons)
    else:
        result = keep_picture(picture, name=upload.name, now=now)
        taken = _Taken(use=PICTURE, name=upload.name, result=result)
    return _enclosed(version, upload, taken, person=person, now=now), taken.reasons


@transaction.atomic
def _keep_attachment_sent(
    version: Version, upload: Upload, *, person: Person, now: datetime
) -> tuple[Enclosure, tuple[Reason, ...]]:
    try:
        found = attachment_from(upload.content, name=upload.name)
    except Refused as refused:
        taken = _Taken(use=ATTACHMENT, name=upload.name, reasons=refused.reasons)
    else:
        result = keep_file(found.content, name=found.name, media_type=found.media_type, now=now)
        taken = _Taken(use=ATTACHMENT, name=found.name, result=result, words=found.words)
    return _enclosed(version, upload, taken, person=person, now=now), taken.reasons


def _enclosed(
    version: Version, upload: Upload, taken: _Taken, *, person: Person, now: datetime
) -> Enclosure:
    """Return the row of what was handed in, with its one ledger entry."""
    original = keep_file(upload.content, name=upload.name, media_type=_UNKNOWN_TYPE, now=now)
    trouble = taken.reasons[0].code if taken.reasons else ""
    enclosure = Enclosure.objects.create(
        manuscript_id=version.manuscript_id,
        use=taken.use,
        name=taken.name[:255],
        original=original,
        result=taken.result,
        words=taken.words,
        trouble_code=trouble,
        received_from=person,
        received_at=now,
    )
    append(
        Fact(
            kind="collect.enclosed",
            subject=f"manuscript:{version.manuscript_id}",
            body={
                "use": taken.use,
                "original_sha256": original.sha256,
                "result_sha256": taken.result.sha256 if taken.result else "",
                "trouble": trouble,
            },
            personal={"name": upload.name},
        ),
        actor=person.key,
        now=now,
    )
    return enclosure


def _told(made: tuple[Enclosure, tuple[Reason, ...]]) -> Enclosure:
    """Return the enclosure, or raise Refused once it is kept."""
    enclosure, reasons = made
    if reasons:
        raise Refused(reasons)
    return enclosure


def _demand_open(version: Version, person: Person, now: datetime) -> None:
    """Raise Refused for whoever may not write on `version`, Conflict when it is frozen."""
    manuscript = version.manuscript
    item = Item(unit=UnitKey(manuscript.unit.key), author=PersonId(manuscript.author.key))
    demand(Right.EDIT_DRAFT, actor_of(person, now), item)
    if version.frozen_at is not None:
        raise Conflict(reason("collect.saved_by_another"))
