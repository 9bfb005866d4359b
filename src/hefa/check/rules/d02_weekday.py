"""Weekdays that do not fit the date they stand behind."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from hefa.check.dates import Written, dates_in
from hefa.check.digits import folded
from hefa.check.rules import Hit, Passage, Rule, Subject, sample
from hefa.core.finding import Severity

_DAYS = "一二三四五六日"
# 周一 in 周一休馆 or 周一鸣 says nothing about the date before it: what follows must end it.
_WEEKDAY = re.compile(
    r"(?:(?<![每逢各])(?P<form>星期|周|礼拜)|(?<=[一二三四五六日天][、至到和-]))"
    r"(?P<day>[一二三四五六日天])(?=$|[^一-鿿]|[上下早晚中凌全至到和起止前])"
)
_BRACKET = re.compile(
    r"[ ]?(?:上午|中午|下午|晚上|晚|早上)?[ ]?[（(](?P<inside>[^（）()]{2,24})[）)]"
)
_BARE = re.compile(
    r"[ ]?[这本]?(?P<inside>(?:星期|周|礼拜)[一二三四五六日天])"
    r"|，(?P<formal>星期[一二三四五六日天])(?=[，。；]|$)"
)


def _find(subject: Subject) -> Iterator[Hit]:
    """Point at every weekday that differs from the calendar's, and say which is right.

    Source: 10(2) information is accurate.
    """
    for passage in subject.passages:
        plain = folded(passage.text)
        for chain in _chains(passage.text, subject.today):
            yield from _wrong(passage, chain, _weekdays(plain, chain[-1].end), subject.today)


def _chains(text: str, today: date) -> Iterator[list[Written]]:
    """Yield dates that belong together, such as the two ends of 28日至30日."""
    chain: list[Written] = []
    for written in dates_in(text, today):
        if chain and not written.continues:
            yield chain
            chain = []
        chain.append(written)
    if chain:
        yield chain


def _weekdays(plain: str, at: int) -> Sequence[re.Match[str]]:
    """The weekdays that speak of the date which ends at `at`."""
    if match := _BRACKET.match(plain, at):
        return tuple(_WEEKDAY.finditer(plain, *match.span("inside")))
    if match := _BARE.match(plain, at):
        start = match.start("inside" if match["inside"] else "formal")
        weekday = _WEEKDAY.match(plain, start)
        return (weekday,) if weekday else ()
    return ()


def _wrong(
    passage: Passage, chain: list[Written], weekdays: Sequence[re.Match[str]], today: date
) -> Iterator[Hit]:
    """Yield a hit for each weekday that does not fit its date; dates that do not exist are left."""
    if len(weekdays) == 1 and _fits(chain[0], weekdays[0], today):
        return  # in 28日至30日（周六） the weekday may speak of either end
    for written, weekday in _pairs(chain, weekdays):
        if (meant := written.meant(today)) and not _fits(written, weekday, today):
            day = _DAYS[meant.weekday()]
            form = weekday["form"] or ""
            spoken = "天" if day == "日" and form == "礼拜" else day
            yield Hit(
                passage=passage,
                start=weekday.start(),
                end=weekday.end(),
                detail={
                    "date": f"{meant.year}年{meant.month}月{meant.day}日",
                    "right": (form or "周") + spoken,
                    "written": (form or "周") + weekday["day"],
                },
                replacement=form + spoken,
            )


def _pairs(
    chain: list[Written], weekdays: Sequence[re.Match[str]]
) -> list[tuple[Written, re.Match[str]]]:
    """Which weekday speaks of which date; none where the text leaves it open."""
    if len(weekdays) == 1:
        return [(chain[-1], weekdays[0])]
    if len(weekdays) == len(chain):
        return list(zip(chain, weekdays, strict=True))
    both_ends = 2
    if len(weekdays) == both_ends:
        return list(zip((chain[0], chain[-1])[: len(chain)], weekdays, strict=False))
    return []


def _fits(written: Written, weekday: re.Match[str], today: date) -> bool:
    meant = written.meant(today)
    return meant is not None and _DAYS[meant.weekday()] == weekday["day"].replace("天", "日")


RULE = Rule(
    id="D02",
    version=1,
    severity=Severity.BLOCK,
    name="日期和星期",
    example=sample("定于2026年11月28日（星期五）上午开会。"),
    counter_example=sample(
        "定于2026年11月28日（星期六）至30日（周一）开会，11月28日（周一休馆）除外。"
    ),
    find=_find,
)
