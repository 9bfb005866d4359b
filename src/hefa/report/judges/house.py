"""Judging how the house is ordered: the text, the account, the dates."""

from datetime import date, datetime

from django.urls import reverse

from hefa.core.duty import Standing
from hefa.core.workdays import begin_of
from hefa.registry import evidence as registered
from hefa.report.board import Evidence, Piece
from hefa.report.judges.asked import Question, missing
from hefa.report.judges.series import Series, Words, recurring
from hefa.ui.templatetags.hefa import full_day


def regulation_text(question: Question) -> Evidence:
    """Judge 1, 14: one version in force, word for word, with an owner."""
    adopted, place = question.adopted, "registry:regulation"
    if not registered.is_word_for_word(adopted):
        return missing("有效的这一版制度，文本与采用时不一样。", place, "请马上找技术支持核对。")
    title = f"《{adopted.title}》第 {adopted.version} 版"
    described = question.records.house.organisation
    owner = described.body["organisation"] if described else ""
    if not owner:
        return missing(f"{title}有效，还没有登记由哪个单位负责。", "registry:organisation")
    piece = _piece(f"采用{title}", adopted.adopted_at, "registry:regulation")
    return Evidence(
        standing=Standing.PROVED,
        fact=f"{title}有效，由{owner}负责。",
        pieces=(piece,),
        count=1,
        place=place,
    )


def dates(question: Question) -> Evidence:
    """Judge 15: the day of issue and the day from which it is in force."""
    adopted, described = question.adopted, question.records.house.organisation
    issued_on = described.body.get("issued_on") if described else None
    if described is None or not issued_on or not registered.is_word_for_word(adopted):
        return missing("还没有登记印发之日，或者制度的文本对不上。", "registry:organisation")
    issued = date.fromisoformat(issued_on)
    pieces = (
        Piece(
            what="印发",
            fact_at=begin_of(issued),
            recorded_at=described.at,
            url=reverse("registry:organisation"),
            entry=described.seq,
        ),
        Piece(
            what="施行",
            fact_at=begin_of(adopted.effective_on),
            recorded_at=adopted.adopted_at,
            url=reverse("registry:regulation"),
        ),
    )
    return Evidence(
        standing=Standing.PROVED,
        fact=f"{full_day(issued)}印发，本系统从{full_day(adopted.effective_on)}起照此执行。",
        pieces=pieces,
        count=len(pieces),
        place="registry:organisation",
    )


def account_tests(question: Question) -> tuple[Series, ...]:
    """Return the tests in which each account's connection stood."""
    return tuple(
        Series(
            name=account.name,
            since=max(question.records.since, account.saved_at),
            done=account.stood,
            entries=tuple(seq for seq, _, code in account.tests if not code),
        )
        for account in question.records.house.accounts
    )


def account_register(question: Question) -> Evidence:
    """Judge 2: every account is the regulated one, and its connection was tested lately."""
    house, place = question.records.house, "registry:accounts"
    same = registered.every_account_is_the_regulated_one(house, question.regulation)
    if not same.count:
        return missing("还没有登记公众号。", place)
    if not same.holds:
        wrong = [entry for entry in house.accounts if entry.name in same.against]
        against = tuple(
            _piece(f"{entry.name}：{entry.wechat_id}", entry.saved_at, place, entry.entry)
            for entry in wrong
        )
        return Evidence(
            standing=Standing.MISSING,
            fact="登记的微信号与制度里写的不一样。",
            against=against,
            against_count=len(against),
            place=place,
        )
    refused = [entry.name for entry in house.accounts if entry.tests and entry.tests[-1][2]]
    if refused:
        return missing(f"{'、'.join(refused)}最近一次测试没有连上。", place, "请再测试一次连接。")
    words = Words(
        act="连接测试",
        never="微信号与制度一致，还没有测试过连接。",
        place=place,
        next="在公众号页测试一次连接。",
        url=reverse(place),
    )
    return recurring(question, account_tests(question), words)


def _piece(what: str, at: datetime, page: str, entry: int | None = None) -> Piece:
    return Piece(what=what, fact_at=at, recorded_at=at, url=reverse(page), entry=entry)
