"""What has been written: lists of manuscripts and what one of them consists of."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from hefa.collect.models import Manuscript, Version, WordFile
from hefa.core.review import Actor
from hefa.core.rights import RULES, Right
from hefa.registry.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader of the list asks for; empty fields ask for everything."""

    words: str = ""
    unit: str = ""
    category: str = ""
    state: str = ""


def seen_by(actor: Actor) -> QuerySet[Manuscript]:
    """Return the manuscripts that `actor` may see: all for overseers, else own units and own."""
    rule = RULES[Right.SEE_ITEM]
    if any(held.post in rule.anywhere for held in actor.held):
        return Manuscript.objects.all()
    units = {held.unit for held in actor.held if held.post in rule.in_unit}
    return Manuscript.objects.filter(Q(unit__key__in=units) | Q(author__key=actor.person))


def newest_versions(actor: Actor, wanted: Wanted) -> QuerySet[Version]:
    """Return the newest version of each manuscript that `actor` may see and asks for.

    Two queries however many rows: the page and its count.
    """
    newest = Version.objects.filter(manuscript=OuterRef("manuscript")).order_by("-number")
    found = (
        Version.objects.filter(manuscript__in=seen_by(actor))
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .select_related("manuscript__unit", "manuscript__author", "column", "sheet__regulation")
        .order_by("-pk")
    )
    return _asked_for(found, wanted)


def _asked_for(found: QuerySet[Version], wanted: Wanted) -> QuerySet[Version]:
    """Return those of `found` that `wanted` describes."""
    found = found.filter(manuscript__binned_at__isnull=wanted.state != "binned")
    if wanted.words:
        found = found.filter(
            Q(title__icontains=wanted.words)
            | Q(sheet__number__icontains=wanted.words)
            | Q(manuscript__author__display_name__icontains=wanted.words)
        )
    if wanted.unit:
        found = found.filter(manuscript__unit__key=wanted.unit)
    if wanted.category:
        found = found.filter(category=wanted.category)
    if wanted.state == "open":
        found = found.filter(frozen_at__isnull=True)
    elif wanted.state == "waiting":
        found = found.filter(frozen_at__isnull=False, sheet__ended="")
    elif wanted.state in ("returned", "recalled", "released"):
        found = found.filter(sheet__ended=wanted.state)
    return found


def units_to_write_for(actor: Actor) -> list[Unit]:
    """Return the units for which `actor` may begin a manuscript."""
    keys = {held.unit for held in actor.serves if held.post in RULES[Right.DRAFT].in_unit}
    return list(Unit.objects.filter(key__in=keys, is_active=True))


def open_version(version_pk: int) -> Version | None:
    """Return the version with what a page about it needs, or None."""
    return (
        Version.objects.select_related(
            "manuscript__unit",
            "manuscript__author",
            "column",
            "account",
            "cover",
            "sheet__regulation",
        )
        .filter(pk=version_pk)
        .first()
    )


def versions_of(manuscript: Manuscript) -> QuerySet[Version]:
    """Return the versions of one manuscript, newest first."""
    return manuscript.versions.select_related("sheet__regulation").order_by("-number")


def unread_files(actor: Actor) -> QuerySet[WordFile]:
    """Return the files of this person that were kept but could not be read to the end."""
    return (
        WordFile.objects.filter(
            received_from__key=actor.person, manuscript__isnull=True, waits_for__isnull=True
        )
        .select_related("file")
        .order_by("-pk")
    )


def file_seen_by(actor: Actor, file_pk: int) -> WordFile | None:
    """Return a handed-in file that `actor` sent, or whose manuscript they may see."""
    return WordFile.objects.filter(
        Q(received_from__key=actor.person) | Q(manuscript__in=seen_by(actor)), pk=file_pk
    ).first()


def waiting_before(file: WordFile) -> int:
    """Return how many files are to be converted before this one."""
    return WordFile.objects.filter(waits_for__isnull=False, pk__lt=file.pk).count()
