"""What people do with manuscripts: begin, hand in a Word file, revise, bin."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hefa.collect import changes
from hefa.collect.files import keep_file
from hefa.collect.models import Manuscript, Version, WordFile
from hefa.collect.word import WordImport, read_word
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.review import PersonId, State, UnitKey
from hefa.core.rights import Item, Right, demand
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.models import Unit

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came in: its name and its bytes."""

    name: str
    content: bytes


@transaction.atomic
def begin_manuscript(person: Person, *, unit: Unit, now: datetime) -> Version:
    """Return the open first version of a new manuscript of `unit`. Source: 6(1), 7(1)."""
    demand(Right.DRAFT, actor_of(person, now), Item(unit=UnitKey(unit.key)))
    version = changes.new_manuscript(person, unit=unit, now=now)
    append(
        Fact(
            kind="collect.begun",
            subject=f"manuscript:{version.manuscript_id}",
            body={"unit": unit.key},
        ),
        actor=person.key,
        now=now,
    )
    return version


def import_word(person: Person, upload: Upload, *, unit: Unit, now: datetime) -> Version:
    """Return the open version of a new manuscript read from a Word file.

    The file is kept first, whatever happens then. Raises Refused with the reason when it cannot
    be read; it then stands in the list of files that wait, with that reason. Source: 6(1), 7(1).
    """
    demand(Right.DRAFT, actor_of(person, now), Item(unit=UnitKey(unit.key)))
    received = _receive(person, upload, now=now)
    try:
        read = read_word(upload.content, name=upload.name)
        return _take_in(received, read, unit=unit, now=now)
    except Refused as refused:
        trouble = refused.reasons[0]
        WordFile.objects.filter(pk=received.pk).update(
            trouble_code=trouble.code, report=[dict(trouble.detail)]
        )
        raise


@transaction.atomic
def revise(manuscript: Manuscript, *, person: Person, now: datetime) -> Version:
    """Return the next open version of `manuscript`, begun from its last one.

    Raises Conflict when one is open already, Refused while the last one's sheet still stands:
    two versions of one manuscript are never on their way at once. Source: 12(4).
    """
    item = Item(unit=UnitKey(manuscript.unit.key), author=PersonId(manuscript.author.key))
    demand(Right.EDIT_DRAFT, actor_of(person, now), item)
    if manuscript.versions.filter(frozen_at__isnull=True).exists():
        raise Conflict(reason("collect.version_open"))
    last = manuscript.versions.select_related("sheet").latest("number")
    if last.sheet.ended not in (State.RETURNED, State.RECALLED):
        raise Refused(reason("collect.sheet_stands", clause="12(4)"))
    version = changes.next_version(manuscript, now=now)
    append(
        Fact(
            kind="collect.revised",
            subject=f"manuscript:{manuscript.pk}",
            body={"version": version.number},
        ),
        actor=person.key,
        now=now,
    )
    return version


@transaction.atomic
def bin_manuscript(manuscript: Manuscript, *, person: Person, now: datetime) -> None:
    """Put a manuscript that was never submitted into the bin; `restore_manuscript` undoes it."""
    _set_binned(manuscript, person=person, binned_at=now, now=now)


@transaction.atomic
def restore_manuscript(manuscript: Manuscript, *, person: Person, now: datetime) -> None:
    """Take a manuscript out of the bin."""
    _set_binned(manuscript, person=person, binned_at=None, now=now)


def _set_binned(
    manuscript: Manuscript, *, person: Person, binned_at: datetime | None, now: datetime
) -> None:
    item = Item(unit=UnitKey(manuscript.unit.key), author=PersonId(manuscript.author.key))
    demand(Right.EDIT_DRAFT, actor_of(person, now), item)
    if manuscript.versions.filter(frozen_at__isnull=False).exists():
        raise Refused(reason("collect.submitted_once"))
    is_binned = binned_at is not None
    moved = Manuscript.objects.filter(pk=manuscript.pk, binned_at__isnull=is_binned).update(
        binned_at=binned_at
    )
    if not moved:  # a second click finds the work done
        return
    append(
        Fact(
            kind="collect.binned" if is_binned else "collect.restored",
            subject=f"manuscript:{manuscript.pk}",
            body={},
        ),
        actor=person.key,
        now=now,
    )


@transaction.atomic
def _receive(person: Person, upload: Upload, *, now: datetime) -> WordFile:
    """Keep the file and record that it came in."""
    file = keep_file(upload.content, name=upload.name, media_type=WORD_TYPE, now=now)
    received = WordFile.objects.create(
        file=file, name=upload.name[:255], received_from=person, received_at=now
    )
    append(
        Fact(
            kind="collect.file_received",
            subject=f"file:{file.sha256}",
            body={"size_bytes": file.size_bytes},
            personal={"name": upload.name},
        ),
        actor=person.key,
        now=now,
    )
    return received


@transaction.atomic
def _take_in(received: WordFile, read: WordImport, *, unit: Unit, now: datetime) -> Version:
    """Make a manuscript of what was read and tie the file to it."""
    person = received.received_from
    version = changes.new_manuscript(person, unit=unit, now=now)
    changes.take_in_word(version, read, now=now)
    report = [{"code": note.code, "count": note.count, "text": note.text} for note in read.report]
    WordFile.objects.filter(pk=received.pk).update(manuscript=version.manuscript, report=report)
    append(
        Fact(
            kind="collect.imported",
            subject=f"manuscript:{version.manuscript_id}",
            body={"file_sha256": received.file_id, "unit": unit.key, "notes": len(report)},
        ),
        actor=person.key,
        now=now,
    )
    return version
