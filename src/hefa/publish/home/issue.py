"""The day's issue 今日一期: released items put together, in order, before they are queued."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from hefa.collect.models import Version
from hefa.collect.packages import package_of
from hefa.core.errors import Reason, Refused, Tampered, reason
from hefa.core.package import Package
from hefa.publish.changes import road_of
from hefa.publish.channels import label_of
from hefa.publish.conditions import against_moment, against_package, end_of_quiet
from hefa.publish.door import MOST_ITEMS, reasons_against_release
from hefa.publish.models import Publication
from hefa.publish.quota import mass_sends_left
from hefa.registry.access import HERE
from hefa.registry.models import OfficialAccount
from hefa.review.models import ReviewSheet
from hefa.ui.templatetags.hefa import moment
from hefa.ui.words import reason_sentence

if TYPE_CHECKING:
    from django.http import QueryDict

_KEPT = ("planned_at", "urgent")
_UP, _DOWN = "up", "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What would go out together, and every reason why it may not, by item and as a whole."""

    road: str
    account: str
    mass_send: bool
    mass_sends_left: int
    goes_at: datetime | None
    reasons: tuple[Reason, ...]
    reasons_by_item: Mapping[int, tuple[Reason, ...]]

    @property
    def may_go(self) -> bool:
        """Whether nothing stands against it."""
        return not self.reasons and not any(self.reasons_by_item.values())


def looked_over(
    versions: Sequence[Version], *, planned_at: datetime | None, is_urgent: bool, now: datetime
) -> Issue | None:
    """Return what these versions would make in this order; None for none.

    The door asks the same when they are queued and again before they go. The first item says
    for which account, and whether it is a mass send. Source: 12(4).
    """
    packages = {version.pk: package for version in versions if (package := _package(version))}
    first = next(iter(packages.values()), None)
    account = OfficialAccount.objects.filter(key=first.account).first() if first else None
    if first is None or account is None:
        return None
    goes_at = planned_at or (None if is_urgent else end_of_quiet(now))
    draft = Publication(
        account=account,
        channel=road_of(list(packages.values()), account).value,
        mass_send=first.mass_send,
        planned_at=goes_at,
        is_urgent=is_urgent,
    )
    whole = [entry for entry in against_moment(draft, now) if entry.code != "publish.too_early"]
    if len(versions) > MOST_ITEMS:
        whole.append(reason("publish.item_count", count=len(versions)))
    day = (goes_at or now).astimezone(HERE).date()
    return Issue(
        road=label_of(draft.channel),
        account=account.name,
        mass_send=draft.mass_send,
        mass_sends_left=mass_sends_left(account, day, now=now),
        goes_at=goes_at,
        reasons=tuple(whole),
        reasons_by_item={
            version.pk: tuple(_against(draft, version, packages.get(version.pk), now))
            for version in versions
        },
    )


def rearranged(given: "QueryDict") -> str | None:
    """Return the query of the page with the issue put in another order, or None if not asked.

    `add` and `drop` name a sheet, `move` a sheet after `up:` or `down:`.
    """
    numbers = list(dict.fromkeys(given.getlist("sheet")))
    focus = ""
    if number := given.get("add"):
        numbers = [*(other for other in numbers if other != number), number]
    elif number := given.get("drop"):
        numbers = [other for other in numbers if other != number]
    elif move := given.get("move"):
        focus = move
        numbers = _moved(numbers, move)
    else:
        return None
    sheets = [("sheet", number) for number in numbers]
    return urlencode([*sheets, *_typed(given), ("focus", focus)])


def kept_of(given: "QueryDict") -> list[tuple[str, str]]:
    """Return what an address carries so that the issue outlives another look at the list."""
    sheets = [("sheet", number) for number in dict.fromkeys(given.getlist("sheet"))]
    return [*sheets, *_typed(given)]


def issue_of(
    rows: Sequence[dict[str, Any]], issue: Issue | None, now: datetime
) -> dict[str, Any] | None:
    """Return what the page shows of the issue: its rows in order and what it would be."""
    if issue is None:
        return None
    items = [
        {
            **row,
            "place": "头条" if place == 1 else f"第 {place} 条",
            "is_first": place == 1,
            "is_last": place == len(rows),
            "reasons": [reason_sentence(entry) for entry in issue.reasons_by_item[row["pk"]]],
        }
        for place, row in enumerate(rows, start=1)
    ]
    return {
        "items": items,
        "reasons": [reason_sentence(entry) for entry in issue.reasons],
        "may_go": issue.may_go,
        "mass_send": issue.mass_send,
        "facts": list(_facts(issue, now)),
    }


def _facts(issue: Issue, now: datetime) -> Iterator[dict[str, str]]:
    yield {"label": "公众号", "text": issue.account}
    yield {"label": "怎么发", "text": issue.road}
    if issue.mass_send:
        left = f"群发，会通知全部粉丝；那天还能群发 {issue.mass_sends_left} 次"
        yield {"label": "通知粉丝", "text": left}
    else:
        yield {"label": "通知粉丝", "text": "只发布，不群发"}
    yield {"label": "什么时候", "text": moment(issue.goes_at, now) if issue.goes_at else "现在"}


def _typed(given: "QueryDict") -> list[tuple[str, str]]:
    return [(name, given.get(name, "")) for name in _KEPT if given.get(name)]


def _moved(numbers: Sequence[str], move: str) -> list[str]:
    direction, _, number = move.partition(":")
    order = list(numbers)
    if number not in order or direction not in (_UP, _DOWN):
        return order
    at = order.index(number)
    to = at - 1 if direction == _UP else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order


def _package(version: Version) -> Package | None:
    try:
        return package_of(version)
    except (Refused, Tampered, ValueError, KeyError):
        return None


def _against(
    draft: Publication, version: Version, package: Package | None, now: datetime
) -> Iterator[Reason]:
    """Yield what stands against one item going out in `draft`."""
    if package is None:
        yield reason("publish.package_altered", clause="12(4)")
        return
    yield from against_package(draft, package, now)
    sheet = ReviewSheet.objects.filter(version=version).select_related(
        "regulation", "unit", "author", "version"
    )
    found = sheet.prefetch_related("opinions__person").first()
    if found is None:
        yield reason("review.not_released", clause="10(1)")
        return
    yield from reasons_against_release(found)
