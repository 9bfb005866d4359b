"""Word files as they come in: kept first, then read, or listed with the reason."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from tests.factories import (
    kinds_since,
    ledger_size,
    reloaded,
)
from tests.fixtures.docx import opening_hours_notice, winter_heating_notice, zipped

from hefa.collect.actions import (
    Upload,
    import_word,
)
from hefa.collect.changes import DIGEST_LENGTH
from hefa.collect.covers import cover_of
from hefa.collect.files import content_of
from hefa.collect.models import Manuscript, StoredFile, WordFile
from hefa.collect.queries import unread_files
from hefa.core.canonical import sha256_hex
from hefa.core.document import picture_sha256s, text_of
from hefa.core.errors import Conflict, Refused, Tampered
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.models import Unit

Find = Callable[[str], Person]


def unit(key: str = "service") -> Unit:
    return Unit.objects.get(key=key)


def codes(caught: pytest.ExceptionInfo[Refused | Conflict]) -> list[str]:
    return [entry.code for entry in caught.value.reasons]


def test_word_file_becomes_a_draft_with_its_pictures_and_is_kept(
    person: Find, now: datetime
) -> None:
    content = winter_heating_notice()
    size = ledger_size()

    version = import_word(
        person("zhang"), Upload(name="供暖.docx", content=content), unit=unit(), now=now
    )

    version = reloaded(version)
    pictures = picture_sha256s(version.document)
    file = WordFile.objects.get()
    assert "供暖" in version.title
    assert pictures
    assert cover_of(version) == pictures[0]
    assert all(content_of(digest) for digest in pictures)
    assert content_of(file.file_id) == content
    assert file.manuscript_id == version.manuscript_id
    assert kinds_since(size) == ["collect.file_received", "collect.imported"]


def test_proposed_digest_is_the_beginning_of_the_text(person: Find, now: datetime) -> None:
    upload = Upload(name="开放.docx", content=opening_hours_notice())

    version = reloaded(import_word(person("zhang"), upload, unit=unit(), now=now))

    text = "".join(text_of(version.document).split())
    assert version.digest == text[:DIGEST_LENGTH]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "collect.file_empty"),
        (b"\x7fELF", "collect.not_readable"),
        (b"%PDF-1.7", "collect.pdf_broken"),
        (b"PK\x03\x04 cut off", "collect.word_broken"),
        (zipped({"word/document.xml": b" " * 30_000_000}), "collect.word_bomb"),
    ],
)
def test_failed_import_keeps_the_file_and_its_reason(
    person: Find, now: datetime, content: bytes, code: str
) -> None:
    zhang = person("zhang")
    size = ledger_size()

    with pytest.raises(Refused) as caught:
        import_word(zhang, Upload(name="通知.docx", content=content), unit=unit(), now=now)

    assert codes(caught) == [code]
    waiting = unread_files(actor_of(zhang, now)).get()
    assert (waiting.name, waiting.trouble_code) == ("通知.docx", code)
    assert content_of(waiting.file_id) == content
    assert kinds_since(size) == ["collect.file_received"]
    assert not Manuscript.objects.exists()


def test_file_that_could_not_be_read_is_listed_for_its_sender_only(
    person: Find, now: datetime
) -> None:
    with pytest.raises(Refused):
        import_word(person("zhang"), Upload(name="a.docx", content=b"x"), unit=unit(), now=now)

    assert unread_files(actor_of(person("zhang"), now)).count() == 1
    for other in ("wu", "wang", "chen", "stranger"):
        assert not unread_files(actor_of(person(other), now)).exists()


def test_the_same_file_handed_in_twice_is_stored_once(person: Find, now: datetime) -> None:
    upload = Upload(name="供暖.docx", content=winter_heating_notice())

    for _ in range(2):
        import_word(person("zhang"), upload, unit=unit(), now=now)

    digest = sha256_hex(upload.content)
    assert StoredFile.objects.filter(sha256=digest).count() == 1
    assert WordFile.objects.filter(file_id=digest).count() == 2


def test_stored_file_that_was_altered_or_removed_is_named(person: Find, now: datetime) -> None:
    upload = Upload(name="供暖.docx", content=winter_heating_notice() + b"\0")
    with pytest.raises(Refused):
        import_word(person("zhang"), Upload(name="x", content=b"altered"), unit=unit(), now=now)
    digest = sha256_hex(b"altered")
    path = Path(settings.FILES_PATH) / digest[:2] / digest
    del upload

    path.write_bytes(b"other")
    with pytest.raises(Tampered) as altered:
        content_of(digest)
    path.unlink()
    with pytest.raises(Tampered) as gone:
        content_of(digest)

    assert altered.value.reasons[0].code == "collect.file_altered"
    assert gone.value.reasons[0].code == "collect.file_gone"
