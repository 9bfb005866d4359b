"""Evidence of controls that hold for every item: tried on all that was done in a year."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from hefa.check.evidence import no_version_has_an_open_blocker
from hefa.collect import evidence as collected
from hefa.core.proof import tried
from hefa.patrol.models import Observation, Result
from hefa.patrol.queries import latest_by_item
from hefa.publish import evidence as published
from hefa.publish.queries import published_items
from hefa.report.controls import Evidence, Standing
from hefa.review import evidence as reviewed

PERIOD = timedelta(days=366)
LOOKED_AGAIN = 50
NOTHING_YET = "一年里还没有可核对的件，没有佐证。"


class Tried(Protocol):
    """A claim tried on a number of cases."""

    @property
    def count(self) -> int:
        """How many cases there were."""

    @property
    def against(self) -> tuple[str, ...]:
        """The cases that the claim does not hold for."""


Claim = Callable[[datetime, datetime], Tried]


def over_the_year(claim: Claim, noun: str, place: str) -> Callable[[datetime], Evidence]:
    """Return the judge that tries `claim` on the year up to the moment asked about."""

    def judge(now: datetime) -> Evidence:
        return judged_by(claim(now - PERIOD, now), noun, place)

    return judge


def judged_by(proof: Tried, noun: str, place: str) -> Evidence:
    """Return the evidence of one claim; without a single case there is none."""
    if not proof.count:
        return Evidence(standing=Standing.MISSING, fact=NOTHING_YET, place=place)
    if proof.against:
        fact = f"一年里 {proof.count} {noun}，{len(proof.against)} {noun[0]}不合。"
        return Evidence(standing=Standing.MISSING, fact=fact, against=proof.against, place=place)
    fact = f"一年里 {proof.count} {noun}，逐{noun[0]}核对都合。"
    return Evidence(standing=Standing.PROVED, fact=fact, place=place)


def columns_and_readers() -> Callable[[datetime], Evidence]:
    """Judge 3, 8: a place and readers for every item."""
    claim = collected.every_submission_named_column_and_readers
    return over_the_year(claim, "篇送审稿", "review:inbox")


def purposes() -> Callable[[datetime], Evidence]:
    """Judge 8(1), 8(2): a purpose for every item."""
    return over_the_year(collected.every_submission_said_its_purpose, "篇送审稿", "review:inbox")


def on_released_sheets(claim: Claim) -> Callable[[datetime], Evidence]:
    """Return the judge that tries `claim` on the released sheets of a year."""
    return over_the_year(claim, "张核发的审核单", "review:inbox")


def nothing_unanswered(now: datetime) -> Evidence:
    """Judge 9(5): today's rules look again at what was released last."""
    sheets = reviewed.released_between(now - PERIOD, now)[:LOOKED_AGAIN]
    proof = no_version_has_an_open_blocker((sheet.version for sheet in sheets), now)
    return judged_by(proof, "篇核发的稿件", "review:inbox")


def nothing_unreviewed(now: datetime) -> Evidence:
    """Judge 10(1): all that is out was released, and nothing else was seen out in a day."""
    strange = Observation.objects.filter(
        result=Result.UNAUTHORISED, seen_at__gt=now - timedelta(days=1), seen_at__lte=now
    )
    titles = tuple(dict.fromkeys(strange.order_by("-pk").values_list("title", flat=True)))
    if titles:
        fact = f"一天之内巡检看到线上有 {len(titles)} 篇没有审核单的文章。"
        return Evidence(standing=Standing.MISSING, fact=fact, against=titles, place="patrol:home")
    return judged_by(
        published.every_publication_had_a_released_sheet(now - PERIOD, now),
        "篇已发布的文章",
        "publish:home",
    )


def a_form_for_each(now: datetime) -> Evidence:
    """Judge 12 lead: whatever went out had its sheet and its permit."""
    period = (now - PERIOD, now)
    sheets = published.every_publication_had_a_released_sheet(*period)
    if sheets.against:
        return judged_by(sheets, "篇已发布的文章", "publish:home")
    return judged_by(
        published.every_publication_had_a_permit(*period), "篇已发布的文章", "publish:home"
    )


def compared_and_the_same(now: datetime) -> Evidence:
    """Judge 12(4): released by the administrator, and what is out is what was released."""
    released = reviewed.every_release_was_by_a_post_of_the_route(now - PERIOD, now)
    if released.against:
        return judged_by(released, "张核发的审核单", "review:inbox")
    items = list(
        published_items().filter(
            published_at__gte=now - PERIOD, published_at__lt=now, removed_at__isnull=True
        )
    )
    seen = latest_by_item(items)
    same = tried(
        (item.version.title, item.pk in seen and seen[item.pk].result == Result.SAME)
        for item in items
    )
    return judged_by(same, "篇在线上的文章", "patrol:home")
