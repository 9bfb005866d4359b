"""What people order besides articles: take-downs, corrections, column changes; ended notices."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from hefa.collect.models import Version
from hefa.collect.packages import package_of
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.package import Kind, Package
from hefa.core.rights import Right, demand
from hefa.jobs.wake import wake
from hefa.ledger.append import MACHINE, append
from hefa.people.models import Person
from hefa.publish.changes import compose
from hefa.publish.door import reasons_against_opening
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders.acting import is_anew, item_named
from hefa.publish.turn import AT_AN_END, fact
from hefa.registry.access import HERE, actor_of
from hefa.registry.models import OfficialAccount
from hefa.review.models import ReviewSheet
from hefa.review.queries import released_sheets

State = PublicationState

_LET_GO = frozenset({State.CANCELLED, State.FAILED})
_WAITS_FOR = frozenset({"publish.former_still_out"})


def awaiting_orders() -> QuerySet[ReviewSheet]:
    """Return released sheets of other kinds than articles that nobody has ordered yet."""
    claimed = PublicationItem.objects.filter(version=OuterRef("version"), claims=True)
    own = claimed.filter(Q(acts_on=None) | Q(publication__kind=Kind.CORRECTION))
    taken_down = claimed.filter(publication__kind=Kind.TAKE_DOWN)
    sheets = released_sheets().exclude(version__manuscript__kind=Kind.ARTICLE)
    is_take_down = Q(version__manuscript__kind=Kind.TAKE_DOWN)
    return sheets.filter((is_take_down & ~Exists(taken_down)) | (~is_take_down & ~Exists(own)))


@transaction.atomic
def order_change(version: Version, *, person: Person, now: datetime) -> Publication:
    """Return the publication that carries out what the released `version` asks for.

    A correction that is published anew makes two: the former is taken down first, and the
    article waits for that. Raises Refused with every reason, Conflict when somebody was first.
    Source: 12(4), 12(5).
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    package = package_of(version)
    if package.kind is Kind.ARTICLE or not awaiting_orders().filter(version=version).exists():
        raise Refused(reason("publish.already_ordered"))
    if is_anew(package):
        return _order_anew(version, package, person=person, now=now)
    target = None if package.kind is Kind.COLUMN_CHANGE else _target(package)
    made = _composed(package.kind, version, package, target, person=person, now=now)
    return _ordered(made, _QUEUED[package.kind], actor=person.key, now=now)


@transaction.atomic
def end_notice(item: PublicationItem, *, now: datetime) -> Publication:
    """Return the take-down of a public notice whose signed end date has passed.

    The notice's own sheet is its authority; nobody makes out a second one. Raises Refused where
    the door stays shut, Conflict where a take-down is on its way already. Source: G24.
    """
    package = package_of(item.version)
    by = item.publication.ordered_by
    made = _composed(Kind.TAKE_DOWN, item.version, package, item, person=by, now=now)
    return _ordered(made, "publish.notice_ended", actor=MACHINE, now=now)


def ended_notices(now: datetime) -> QuerySet[PublicationItem]:
    """Return what is still out though its signed end date has passed, without a take-down."""
    today = now.astimezone(HERE).date()
    standing = PublicationItem.objects.filter(
        published_at__isnull=False, removed_at=None, version__notice_until__lt=today
    ).select_related("version", "publication__ordered_by")
    return standing.filter(~Exists(_going(OuterRef("pk")))).order_by("pk")


_QUEUED = {
    Kind.TAKE_DOWN: "publish.take_down_queued",
    Kind.CORRECTION: "publish.correction_queued",
    Kind.COLUMN_CHANGE: "publish.column_change_queued",
}


def _order_anew(
    version: Version, package: Package, *, person: Person, now: datetime
) -> Publication:
    """Take the former down, unless it has gone, and let the corrected article wait for that."""
    former = item_named(package.acts_on)
    if former is not None and former.removed_at is None:
        going = _composed(Kind.TAKE_DOWN, version, package, former, person=person, now=now)
        _ordered(going, "publish.take_down_queued", actor=person.key, now=now)
    made = compose([version], [package], person=person, planned_at=None, now=now)
    return _ordered(made, "publish.queued", actor=person.key, now=now)


def _target(package: Package) -> PublicationItem:
    found = item_named(package.acts_on)
    if found is None:
        raise Refused(reason("publish.acts_on_nothing", clause="12 lead"))
    return found


def _composed(
    kind: Kind,
    version: Version,
    package: Package,
    target: PublicationItem | None,
    *,
    person: Person,
    now: datetime,
) -> Publication:
    """Return the queued publication of one item that acts on `target`."""
    if target is not None and _going(target.pk).exists():
        raise Conflict(reason("publish.already_ordered"))
    account = OfficialAccount.objects.get(key=package.account)
    made = Publication.objects.create(
        kind=kind.value,
        account=account,
        channel=package.channel.value,
        state=State.QUEUED,
        state_since=now,
        created_at=now,
        ordered_by=person,
    )
    PublicationItem.objects.create(
        publication=made,
        position=target.position if target is not None else 1,
        version=version,
        account=account,
        acts_on=target,
        package_sha256=version.package_sha256,
    )
    return made


def _ordered(made: Publication, kind: str, *, actor: str, now: datetime) -> Publication:
    """Ask the door, enter the order, and wake the worker. Raises Refused with every reason."""
    against = reasons_against_opening(made, now)
    if found := [entry for entry in against if entry.code not in _WAITS_FOR]:
        raise Refused(found)
    append(fact(made, kind, {}), actor=actor, now=now)
    wake("publish.advance", str(made.pk), now=now)
    return made


def _going(target: int | OuterRef) -> QuerySet[PublicationItem]:
    """Return the items that act on `target` and are not over."""
    rows = PublicationItem.objects.filter(Q(acts_on=target), claims=True)
    return rows.exclude(publication__state__in=AT_AN_END | _LET_GO)
