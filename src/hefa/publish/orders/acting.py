"""Publications that act on what is out or on the account: what the door asks of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from hefa.core.change import Manner
from hefa.core.errors import Reason, reason
from hefa.core.package import Kind, Package
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.registry.access import HERE

State = PublicationState

ACTING: Final = frozenset({Kind.TAKE_DOWN, Kind.CORRECTION, Kind.COLUMN_CHANGE})
NOT_WANTED: Final = "publish.not_wanted"
_DONE: Final = {
    Kind.TAKE_DOWN: "已撤下",
    Kind.CORRECTION: "已更正",
    Kind.COLUMN_CHANGE: "已改好",
}
_LABELS: Final = {
    State.QUEUED: "等候办理",
    State.SUBMITTING: "正在告诉微信",
    State.SUBMIT_UNKNOWN: "正在查是否办成",
    State.SUBMITTED: "微信已收下",
    State.HANDED: "等人在微信办理",
    State.FAILED: "没有办成",
}


def name_of(item: PublicationItem) -> str:
    """Return what a package calls a published item it acts on: <publication>/<position>."""
    return f"{item.publication.op_id}/{item.position}"


def item_named(name: str) -> PublicationItem | None:
    """Return the published item of that name, or None."""
    op_id, _, position = name.partition("/")
    if not position.isdecimal():
        return None
    found = PublicationItem.objects.filter(
        publication__op_id=op_id, position=int(position), published_at__isnull=False
    )
    return found.select_related("publication__account", "version__manuscript").first()


def is_set_aside(publication: Publication) -> bool:
    """Whether it only says that what was released is not wanted after all."""
    return publication.state == State.CANCELLED and publication.trouble_code == NOT_WANTED


def state_label(publication: Publication) -> str:
    """Return the word for where a publication stands, by its kind."""
    state = State(publication.state)
    if is_set_aside(publication):
        return "不办了" if publication.kind in ACTING else "不发了"
    if publication.kind in ACTING:
        if state is State.PUBLISHED:
            return _DONE[Kind(publication.kind)]
        return _LABELS.get(state, state.label)
    return str(state.label)


def is_anew(package: Package) -> bool:
    """Whether the package corrects an article by publishing it anew."""
    return package.kind is Kind.CORRECTION and package.change.get("manner") == Manner.ANEW


def against_acting(
    publication: Publication, item: PublicationItem, package: Package, now: datetime
) -> Iterator[Reason]:
    """Yield where the signed package does not allow what this publication does.

    Source: 12 lead, 12(5); G24 the end date signed with a notice is authority to take it down.
    """
    if package.account != publication.account.key:
        yield reason("publish.other_account", clause="12(4)")
    if publication.kind == Kind.COLUMN_CHANGE:
        if package.kind is not Kind.COLUMN_CHANGE:
            yield reason("publish.other_kind", clause="12(5)")
        return
    target = item.acts_on
    if target is None or target.published_at is None:
        yield reason("publish.acts_on_nothing", clause="12 lead")
    elif publication.kind == Kind.TAKE_DOWN:
        if not _may_take_down(item, target, package, now):
            yield reason("publish.take_down_not_signed", clause="12 lead")
    elif not _is_about(package, target, Kind.CORRECTION) or is_anew(package):
        yield reason("publish.other_kind", clause="12(4)")
    elif target.removed_at is not None:
        yield reason("publish.former_gone", clause="12(4)")


def against_anew(package: Package) -> Iterator[Reason]:
    """Yield why a correction may not be published anew yet: what it replaces is still out."""
    former = item_named(package.acts_on)
    if not is_anew(package) or former is None:
        yield reason("publish.other_kind", clause="12(4)")
    elif former.removed_at is None:
        yield reason("publish.former_still_out", clause="10(2)")


def _may_take_down(
    item: PublicationItem, target: PublicationItem, package: Package, now: datetime
) -> bool:
    if item.version_id == target.version_id:
        until = package.notice_until
        return until is not None and until < now.astimezone(HERE).date()
    if is_anew(package):
        return _is_about(package, target, Kind.CORRECTION)
    return _is_about(package, target, Kind.TAKE_DOWN)


def _is_about(package: Package, target: PublicationItem, kind: Kind) -> bool:
    return package.kind is kind and package.acts_on == name_of(target)
