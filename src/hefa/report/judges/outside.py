"""Judging what went out and what the rounds saw of it."""

from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.urls import reverse

from hefa.core.duty import Done, Standing
from hefa.patrol import evidence as patrolled
from hefa.publish import evidence as published
from hefa.publish.models import PublicationItem
from hefa.registry.days import MonthHere
from hefa.report.board import Evidence, Month, Piece
from hefa.report.judges.asked import SHOWN, Question, missing
from hefa.report.judges.items import judged_by
from hefa.report.judges.series import Series, Words, recurring

PATROL = "patrol:home"
PUBLISH = "publish:home"
NOTHING_OUT = "一年里还没有发布过文章，没有可核对的。"
_A_DAY = timedelta(days=1)


def rounds_made(question: Question) -> tuple[Series, ...]:
    """Return each connected account with its first whole round of every day."""
    found = []
    for account in question.records.house.accounts:
        if account.connected_at is None:
            continue
        days = question.records.rounds.get(account.key, {})
        done = tuple(days[day] for day in sorted(days))
        since = max(account.connected_at, question.records.since)
        found.append(Series(name=account.name, since=since, done=done))
    return tuple(found)


def daily_patrol(question: Question) -> Evidence:
    """Judge 5(8)1: every account looked at every day, and every item that is out."""
    evidence = recurring(
        question,
        rounds_made(question),
        Words(
            act="巡检",
            never="公众号还没有接通，或者还没有完整巡检过一轮。",
            place=PATROL,
            next="一小时自动巡检一轮，也可以现在巡检一遍。",
            url=reverse("patrol:rounds"),
        ),
    )
    seen = question.records.sighted
    if not evidence.count or not seen.unseen:
        return evidence
    fact = f"{evidence.fact}有 {seen.unseen} 篇线上文章一天内没有看到。"
    return _with_items(
        evidence,
        fact,
        patrolled.not_looked_at(question.records.year_began_at, question.at),
        seen.unseen,
    )


def nothing_unreviewed(question: Question) -> Evidence:
    """Judge 10(1): compared every day; all that is out was released, nothing else is out."""
    records, at = question.records, question.at
    evidence = recurring(
        question,
        rounds_made(question),
        Words(
            act="比对",
            never="还没有比对过线上的文章。",
            place=PATROL,
            next="巡检时自动比对。",
            url=reverse("patrol:rounds"),
        ),
    )
    strangers = list(patrolled.strangers_seen(at - _A_DAY, at)[: SHOWN * 10])
    titles = {(entry.article_id, entry.position): entry for entry in reversed(strangers)}
    if titles:
        pieces = tuple(
            Piece(
                what=f"线上有《{entry.title}》，没有审核单",
                fact_at=entry.seen_at,
                recorded_at=entry.seen_at,
                url=reverse(PATROL),
            )
            for entry in titles.values()
        )
        fact = f"{evidence.fact}一天之内看到线上有 {len(titles)} 篇没有审核单的文章。"
        return _against(evidence, fact, pieces, len(titles))
    if records.let.without_sheet:
        fact = f"{evidence.fact}一年里发布的文章有 {records.let.without_sheet} 篇没有核发过。"
        found = published.out_without_sheet(records.year_began_at, at)
        return _with_items(evidence, fact, found, records.let.without_sheet)
    routes = judged_by(question, "signed_over_one_package")
    if records.let.count and routes.standing is Standing.MISSING:
        return _against(evidence, routes.fact, routes.against, routes.against_count)
    if not records.let.count:
        return evidence
    fact = f"{evidence.fact}一年里发布的 {records.let.count} 篇都核发过。"
    return replace(evidence, fact=fact)


def a_form_for_each(question: Question) -> Evidence:
    """Judge 12 lead: whatever went out had its sheet and its permit, over the same package."""
    records = question.records
    let = records.let
    if not let.count:
        return missing(NOTHING_OUT, PUBLISH)
    without = published.out_without(records.year_began_at, question.at)
    gone = max(let.without_sheet, let.without_permit)
    base = Evidence(
        standing=Standing.PROVED,
        fact="",
        pieces=_pieces(published.published_between(records.year_began_at, question.at)),
        count=let.count,
        place=PUBLISH,
    )
    if gone:
        fact = f"一年里发布 {let.count} 篇，{let.without_sheet} 篇没有审核单，"
        fact += f"{let.without_permit} 篇没有发布许可。"
        return _with_items(base, fact, without, gone)
    return replace(base, fact=f"一年里发布 {let.count} 篇，每篇都有审核单和发布许可。")


def compared_and_same(question: Question) -> Evidence:
    """Judge 12(4): released by its post, and what is out is what was released."""
    records, seen = question.records, question.records.sighted
    released = judged_by(question, "released_by_post")
    if released.standing is Standing.MISSING:
        return released
    if not seen.count:
        return missing("线上还没有文章，没有可比对的。", PATROL)
    base = Evidence(
        standing=Standing.PROVED,
        fact=f"线上的 {seen.count} 篇，最近一次巡检看到的都与核发的一致。",
        pieces=released.pieces,
        count=seen.same,
        place=PATROL,
    )
    if seen.same == seen.count:
        return base
    fact = f"线上的 {seen.count} 篇，{seen.count - seen.same} 篇与核发的不同或者还没有看到。"
    found = patrolled.not_the_same(records.year_began_at, question.at)
    return _with_items(base, fact, found, seen.count - seen.same)


def published_days(question: Question) -> tuple[Series, ...]:
    """Return the days on which something went out."""
    times = published.days_of_publication(question.records.since, question.at)
    done = tuple(Done(fact_at=at, recorded_at=at) for at in times)
    return (Series(since=question.records.since, done=done),)


def no_long_silence(question: Question) -> Evidence:
    """Judge the benchmark: no longer without a post than the control allows."""
    words = Words(act="发布", never=NOTHING_OUT, place=PUBLISH, url=reverse(PUBLISH))
    return recurring(question, published_days(question), words)


def published_by_month(question: Question) -> tuple[Month, ...]:
    """Return by month what went out, and what of it lacked its sheet or its permit."""
    since, at = question.records.since, question.at
    every = _by_month(published.published_between(since, at))
    lacking = _by_month(published.out_without(since, at))
    return tuple(
        Month(
            begins_on=date.fromisoformat(f"{month}-01"),
            count=every[month],
            against_count=lacking.get(month, 0),
        )
        for month in sorted(every)
    )


def _by_month(items: QuerySet[PublicationItem]) -> dict[str, int]:
    grouped = items.order_by().annotate(month=MonthHere("published_at")).values("month")
    return dict(grouped.annotate(count=Count("pk")).values_list("month", "count"))


def _with_items(
    evidence: Evidence, fact: str, items: QuerySet[PublicationItem], count: int
) -> Evidence:
    return _against(evidence, fact, _pieces(items), count)


def _against(evidence: Evidence, fact: str, pieces: tuple[Piece, ...], count: int) -> Evidence:
    """Return `evidence` with what speaks against it first; it is missing then."""
    return replace(
        evidence,
        standing=Standing.MISSING,
        fact=fact,
        against=(*pieces, *evidence.against)[:SHOWN],
        against_count=count + evidence.against_count,
    )


def _pieces(items: QuerySet[PublicationItem]) -> tuple[Piece, ...]:
    """Return the newest of `items` as pieces: out and on record at one moment. One query.

    By their own order, so that the database stops at the first twenty.
    """
    rows = items.order_by("-pk").values_list("pk", "version__title", "published_at")[:SHOWN]
    return tuple(
        Piece(
            what=f"《{title}》",
            fact_at=published_at,
            recorded_at=published_at,
            url=reverse("patrol:item", args=[pk]),
        )
        for pk, title, published_at in rows
        if published_at is not None
    )
