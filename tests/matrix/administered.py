"""What the addresses of the settings and of the ledger name, made afresh for each case."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import (
    named,
    submitted,
)
from tests.matrix.objects import NEW_PASSWORD, Case

from hefa.check.actions import TermEntry, add_term
from hefa.config.profiles import profile_text
from hefa.core.finding import Severity
from hefa.ledger.actions import make_checkpoint
from hefa.ledger.models import Entry
from hefa.people.actions import make_sign_in_link
from hefa.people.models import Person
from hefa.registry.actions import close_person, save_mailbox
from hefa.registry.drafts import begin_draft
from hefa.registry.models import (
    AdoptedRegulation,
    Column,
    Installation,
    Unit,
)


def person(now: datetime) -> Case:
    del now
    form = {"display_name": "吴干事", "phone": "0900-1", "mail": "", "seen": 0}
    person = named("wu")
    return Case(url=(person.pk,), form={**form, "seen": person.revision})


def closed_person(now: datetime) -> Case:
    person = named("qian")
    close_person(person, by=named("chen"), now=now)
    return Case(url=(person.pk,))


def appoint(now: datetime) -> Case:
    unit = Unit.objects.get(key="culture")
    form = {"post": "sender", "unit": unit.pk, "starts_on": now.date().isoformat()}
    return Case(url=(named("wu").pk,), form=form)


def end(now: datetime) -> Case:
    appointment = named("qian").appointments.get()
    return Case(url=(appointment.pk,), form={"ends_on": now.date().isoformat()})


def next_regulation() -> str:
    assert AdoptedRegulation.objects.get().version == 1
    return profile_text("community").replace("version = 1", "version = 2", 1)


def regulation(now: datetime) -> Case:
    del now
    return Case(form={"text": SimpleUploadedFile("regulation.toml", next_regulation().encode())})


def adoption(now: datetime) -> Case:
    """An adoption that lacks nothing but the last word."""
    by = named("chen")
    draft = begin_draft(next_regulation(), source="文件", by=by, now=now)
    lines = {"seat-TOTAL_FORMS": 0, "seat-INITIAL_FORMS": 0, "seen": draft.revision}
    return Case(url=(draft.pk,), form={**lines, "effective_on": now.date().isoformat()})


def adopted_version(now: datetime) -> Case:
    del now
    return Case(url=(AdoptedRegulation.objects.get().pk,))


def organisation(now: datetime) -> Case:
    del now
    seen = Installation.objects.get().revision
    form = {"organisation": "青禾社区居委会", "short_name": "青禾", "issued_on": "2026-09-01"}
    return Case(form={**form, "seen": seen})


def unit(now: datetime) -> Case:
    del now
    unit = Unit.objects.get(key="culture")
    return Case(url=(unit.pk,), form={"name": "文化科", "is_active": "on", "seen": unit.revision})


def column(now: datetime) -> Case:
    del now
    column = Column.objects.get(key="life")
    form = {"name": "社区人物", "update_cycle_days": 30, "is_open": "on", "seen": column.revision}
    return Case(url=(column.pk,), form=form)


def link(now: datetime) -> Case:
    token = make_sign_in_link(named("wu"), now=now)
    return Case(url=(token,), form={"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})


def term(now: datetime) -> Case:
    """A term on the organisation's own list."""
    entry = TermEntry(term="内部资料", reason="不对外", severity=Severity.BLOCK, expires_on=None)
    kept = add_term(entry, person=Person.objects.get(username="chen"), now=now)
    return Case(url=(kept.pk,))


def proved_entry(now: datetime) -> Case:
    """An entry about the author's own item, which a checkpoint covers."""
    sheet = submitted(now=now)
    make_checkpoint(now)
    return Case(url=(Entry.objects.get(subject=f"sheet:{sheet.number}").seq,))


def signed_ledger(now: datetime) -> Case:
    """A ledger with its newest checkpoint."""
    make_checkpoint(now)
    return Case()


MAILBOX = {
    "is_on": True,
    "address": "gao@example.org",
    "host": "imap.example.org",
    "port": 993,
    "user": "gao",
    "secret": "word",
    "folder": "INBOX",
    "authserv_id": "",
}


def mailbox(now: datetime) -> Case:
    """A mailbox to be entered."""
    del now
    return Case(form={**MAILBOX, "is_on": "on", "seen": 0})


def named_mailbox(now: datetime) -> Case:
    """A mailbox that is there to be looked into."""
    save_mailbox(**MAILBOX, asks_token=False, by=None, now=now)  # type: ignore[arg-type]
    return Case()


def witness(now: datetime) -> Case:
    del now
    person = named("wang")
    Person.objects.filter(pk=person.pk).update(mail="wang@example.org")
    return Case(form={"first": person.pk})
