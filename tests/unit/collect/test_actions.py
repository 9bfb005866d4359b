from collections.abc import Callable
from datetime import datetime

import pytest
from tests.factories import (
    document,
    kinds_since,
    ledger_size,
    recalled,
    released,
    reloaded,
    returned,
    submitted,
    written,
)

from hefa.collect.actions import (
    begin_manuscript,
    bin_manuscript,
    restore_manuscript,
    revise,
)
from hefa.collect.changes import freeze, save_draft
from hefa.collect.models import Manuscript
from hefa.collect.packages import package_of
from hefa.core.canonical import sha256_hex
from hefa.core.errors import Conflict, Refused
from hefa.people.models import Person
from hefa.registry.models import Column, Unit

Find = Callable[[str], Person]


def unit(key: str = "service") -> Unit:
    return Unit.objects.get(key=key)


def codes(caught: pytest.ExceptionInfo[Refused | Conflict]) -> list[str]:
    return [entry.code for entry in caught.value.reasons]


def test_begun_manuscript_is_signed_by_its_unit_and_goes_to_the_only_account(
    person: Find, now: datetime
) -> None:
    size = ledger_size()

    version = begin_manuscript(person("zhang"), unit=unit(), now=now)

    assert (version.number, version.signed_author) == (1, "便民服务站")
    assert version.account is not None
    assert version.account.key == "qinghe"
    assert kinds_since(size) == ["collect.begun"]


@pytest.mark.parametrize("name", ["wu", "stranger"])
def test_nobody_begins_a_manuscript_of_a_unit_they_hold_no_post_in(
    person: Find, now: datetime, name: str
) -> None:
    size = ledger_size()

    with pytest.raises(Refused) as caught:
        begin_manuscript(person(name), unit=unit(), now=now)

    assert codes(caught) == ["core.no_right"]
    assert not Manuscript.objects.exists()
    assert ledger_size() == size


def test_two_people_saving_at_once_keep_the_first_and_tell_the_second(
    community: None, now: datetime
) -> None:
    version = written(now=now)
    save_draft(version, {"title": "先存的"}, edit=version.edit, now=now)

    with pytest.raises(Conflict) as caught:
        save_draft(version, {"title": "后存的"}, edit=version.edit, now=now)

    assert codes(caught) == ["collect.saved_by_another"]
    assert reloaded(version).title == "先存的"


def test_frozen_version_is_never_saved_again(community: None, now: datetime) -> None:
    version = submitted(now=now).version

    with pytest.raises(Conflict):
        save_draft(version, {"title": "改"}, edit=version.edit, now=now)

    assert reloaded(version).title == "停水通知"


def test_freezing_seals_what_was_written(community: None, now: datetime) -> None:
    version = written("停水通知", "正文。", now=now)

    fingerprint = freeze(version, now=now)

    package = package_of(version)
    assert package.title == "停水通知"
    assert package.document == document("正文。")
    assert sha256_hex(bytes(version.package or b"")) == fingerprint == version.package_sha256


def test_version_without_a_picture_takes_the_cover_of_its_column(
    community: None, now: datetime
) -> None:
    version = written(now=now)

    freeze(version, now=now)

    column = Column.objects.get(key="notices")
    assert column.default_cover_sha256
    assert package_of(version).cover_sha256 == column.default_cover_sha256


@pytest.mark.parametrize("fields", [{"title": "  "}, {"document": document(" ")}])
def test_nothing_written_is_not_frozen(
    community: None, now: datetime, fields: dict[str, object]
) -> None:
    version = written(now=now, **fields)

    with pytest.raises(Refused) as caught:
        freeze(version, now=now)

    assert codes(caught) == ["collect.nothing_written"]
    assert reloaded(version).frozen_at is None


def test_version_saved_meanwhile_is_not_frozen(community: None, now: datetime) -> None:
    version = written(now=now)
    save_draft(version, {"title": "新的"}, edit=version.edit, now=now)

    with pytest.raises(Conflict):
        freeze(version, now=now)


@pytest.mark.parametrize("end", [returned, recalled])
def test_next_version_begins_with_everything_the_last_one_had(
    person: Find, now: datetime, end: Callable[..., object]
) -> None:
    sheet = end(now=now)
    size = ledger_size()

    made = revise(sheet.version.manuscript, person=person("zhang"), now=now)

    last = sheet.version
    assert (made.number, made.frozen_at, made.package_sha256) == (2, None, "")
    for name in ("title", "digest", "document", "category", "column_id", "purpose", "account_id"):
        assert getattr(made, name) == getattr(last, name)
    assert kinds_since(size) == ["collect.revised"]


def test_only_one_version_is_open_at_a_time(person: Find, now: datetime) -> None:
    manuscript = returned(now=now).version.manuscript
    revise(manuscript, person=person("zhang"), now=now)

    with pytest.raises(Conflict) as caught:
        revise(manuscript, person=person("zhang"), now=now)

    assert codes(caught) == ["collect.version_open"]
    assert manuscript.versions.count() == 2


@pytest.mark.parametrize("stage", [submitted, released])
def test_nothing_is_revised_while_its_sheet_still_counts(
    person: Find, now: datetime, stage: Callable[..., object]
) -> None:
    manuscript = stage(now=now).version.manuscript

    with pytest.raises(Refused) as caught:
        revise(manuscript, person=person("zhang"), now=now)

    assert codes(caught) == ["collect.sheet_stands"]
    assert manuscript.versions.count() == 1


@pytest.mark.parametrize("name", ["zhao", "sun", "wang", "chen", "wu", "stranger"])
def test_only_the_author_revises_bins_and_restores(person: Find, now: datetime, name: str) -> None:
    back = returned(now=now).version.manuscript
    draft = written(now=now).manuscript
    acts = (
        lambda: revise(back, person=person(name), now=now),
        lambda: bin_manuscript(draft, person=person(name), now=now),
        lambda: restore_manuscript(draft, person=person(name), now=now),
    )

    for act in acts:
        with pytest.raises(Refused) as caught:
            act()
        assert codes(caught) == ["core.no_right"]


def test_draft_goes_into_the_bin_and_out_again(person: Find, now: datetime) -> None:
    manuscript = written(now=now).manuscript
    size = ledger_size()

    bin_manuscript(manuscript, person=person("zhang"), now=now)
    manuscript.refresh_from_db()
    assert manuscript.binned_at == now
    restore_manuscript(manuscript, person=person("zhang"), now=now)
    manuscript.refresh_from_db()

    assert manuscript.binned_at is None
    assert kinds_since(size) == ["collect.binned", "collect.restored"]


def test_what_was_submitted_once_never_goes_into_the_bin(person: Find, now: datetime) -> None:
    manuscript = returned(now=now).version.manuscript

    with pytest.raises(Refused) as caught:
        bin_manuscript(manuscript, person=person("zhang"), now=now)

    assert codes(caught) == ["collect.submitted_once"]
    manuscript.refresh_from_db()
    assert manuscript.binned_at is None


def test_what_lies_in_the_bin_is_not_frozen(person: Find, now: datetime) -> None:
    version = written(now=now)
    bin_manuscript(version.manuscript, person=person("zhang"), now=now)

    with pytest.raises(Refused) as caught:
        freeze(reloaded(version), now=now)

    assert codes(caught) == ["collect.in_the_bin"]
