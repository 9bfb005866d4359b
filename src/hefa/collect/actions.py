"""What people do with manuscripts: begin, hand in a file, revise, bin."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hefa.collect import changes
from hefa.collect.files import content_of, keep_file
from hefa.collect.legacy import CONVERTED, Kind, kind_of
from hefa.collect.legacy.converted import read_converted
from hefa.collect.legacy.office import MOST_IN_A_RUN, is_installed, to_docx_together
from hefa.collect.models import Manuscript, Version, WordFile
from hefa.collect.reading import read_file
from hefa.collect.word import WordImport
from hefa.collect.word.container import MAX_FILE_BYTES
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.review import PersonId, State, UnitKey
from hefa.core.rights import Item, Right, demand
from hefa.jobs.wake import wake
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.models import Unit

CONVERT = "collect.convert"
UNKNOWN_TYPE = "application/octet-stream"


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


def hand_in(person: Person, upload: Upload, *, unit: Unit, now: datetime) -> WordFile:
    """Return the file as it was handed in: read into a manuscript, or waiting for its turn.

    An older format takes some seconds and waits for a job; its page tells how far it is.
    The file is kept first, whatever happens then. Raises Refused with the reason when it cannot
    be read; it then stands in the list of files that wait, with that reason. Source: 6(1), 7(1).
    """
    demand(Right.DRAFT, actor_of(person, now), Item(unit=UnitKey(unit.key)))
    received = _receive(person, upload, now=now)
    with _trouble_kept(received):
        if kind_of(upload.content, name=upload.name) in CONVERTED:
            _let_wait(received, unit=unit, now=now)
        else:
            read = read_file(upload.content, name=upload.name)
            _take_in(received, read, unit=unit, now=now)
    received.refresh_from_db()
    return received


def import_word(person: Person, upload: Upload, *, unit: Unit, now: datetime) -> Version:
    """Return the open version of a new manuscript read from a file, however long that takes.

    Keeps the file and raises as `hand_in` does; Unavailable when LibreOffice stays busy.
    """
    demand(Right.DRAFT, actor_of(person, now), Item(unit=UnitKey(unit.key)))
    received = _receive(person, upload, now=now)
    with _trouble_kept(received):
        read = read_file(upload.content, name=upload.name)
        return _take_in(received, read, unit=unit, now=now)


def convert_waiting(file_pk: int, *, now: datetime) -> None:
    """Convert and read the waiting file `file_pk`, with others of its kind in the same run.

    One that cannot be read keeps its reason. Those the run left over have a turn of their own.
    Does nothing when it was read along with another. Raises Unavailable when LibreOffice is
    kept busy by somebody else.
    """
    first = WordFile.objects.filter(pk=file_pk, waits_for__isnull=False).first()
    if first is None:
        return
    with suppress(Refused), _trouble_kept(first):
        kind = kind_of(content_of(first.file_id), name=first.name)
        files, contents = _waiting_with(first, kind)
        for file, made in zip(files, to_docx_together(contents, kind), strict=True):
            if made is not None:
                _read_made(file, made, now=now)
            elif file == first:
                raise Refused(reason("collect.office_gave_up"))


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


@contextmanager
def _trouble_kept(received: WordFile) -> Iterator[None]:
    """Write down beside the file why it could not be read, and let the reason go on its way."""
    try:
        yield
    except Refused as refused:
        trouble = refused.reasons[0]
        WordFile.objects.filter(pk=received.pk).update(
            trouble_code=trouble.code, report=[dict(trouble.detail)], waits_for=None
        )
        raise


@transaction.atomic
def _receive(person: Person, upload: Upload, *, now: datetime) -> WordFile:
    """Keep the file and record that it came in."""
    media_type = mimetypes.guess_type(upload.name)[0] or UNKNOWN_TYPE
    file = keep_file(upload.content, name=upload.name, media_type=media_type, now=now)
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
def _let_wait(received: WordFile, *, unit: Unit, now: datetime) -> None:
    """Put the file in the queue of those to be converted. Raises Refused where none can be."""
    if not is_installed():
        raise Refused(reason("collect.office_missing"))
    WordFile.objects.filter(pk=received.pk).update(waits_for=unit)
    wake(CONVERT, str(received.pk), now=now)


def _waiting_with(first: WordFile, kind: Kind) -> tuple[list[WordFile], list[bytes]]:
    """Return `first` and waiting files of the same kind that fit into one run, with their bytes."""
    others = WordFile.objects.filter(waits_for__isnull=False).exclude(pk=first.pk).order_by("pk")
    files, contents = [first], [content_of(first.file_id)]
    for file in others[:MOST_IN_A_RUN]:
        content = content_of(file.file_id)
        is_room = len(files) < MOST_IN_A_RUN and sum(map(len, contents)) < MAX_FILE_BYTES
        if is_room and kind_of(content, name=file.name) is kind:
            files.append(file)
            contents.append(content)
    return files, contents


def _read_made(file: WordFile, made: bytes, *, now: datetime) -> None:
    """Read what was made of a waiting file; one that cannot be read keeps its reason."""
    unit = file.waits_for
    if unit is None:
        return
    with suppress(Refused), _trouble_kept(file):
        _take_in(file, read_converted(made, name=file.name), unit=unit, now=now)


@transaction.atomic
def _take_in(received: WordFile, read: WordImport, *, unit: Unit, now: datetime) -> Version:
    """Make a manuscript of what was read and tie the file to it.

    Raises Conflict when another run has done so meanwhile.
    """
    person = received.received_from
    version = changes.new_manuscript(person, unit=unit, now=now)
    changes.take_in_word(version, read, now=now)
    report = [{"code": note.code, "count": note.count, "text": note.text} for note in read.report]
    unread = WordFile.objects.filter(pk=received.pk, manuscript__isnull=True)
    if not unread.update(manuscript=version.manuscript, report=report, waits_for=None):
        raise Conflict(reason("collect.read_by_another"))
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
