"""The measure `register`: inbox, register, search, one sheet and a workbook, at 100,000 sheets."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from hefa.config.clock import now
from hefa.config.demo.many import signed_in
from hefa.config.demo.sheets import put_sheets, vocabulary
from hefa.core.document import text_of
from hefa.core.review import Actor
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.report.sheets.workbook import write_register
from hefa.review.models import ReviewSheet
from hefa.review.register.index import rebuild_index
from hefa.review.register.queries import Wanted, sheets_wanted

FULL, LESS = 100_000, 5_000  # sheets: alone, and with all else
WORDS: Final = 200
ROUNDS: Final = 9

Figure = tuple[str, float, str, str, str]


def measure_register(*, is_alone: bool) -> Iterator[Figure]:
    """Yield each figure: name, value, unit, target and what it stands beside."""
    count = FULL if is_alone else LESS
    words = vocabulary(random.Random(1))  # noqa: S311  # the same every time
    sheet = put_sheets(count, words)
    begun = time.perf_counter()
    rebuild_index()
    seconds = time.perf_counter() - begun
    yield ("register 建索引", seconds * 1e6 / count, "µs", "-", f"{count:,} 张，每张 1,000 字")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for name, who, address in (
        ("等我办", "chen", "/review/"),
        ("等我办 拟稿人", "zhao", "/review/"),
        ("全部", "chen", "/review/register/?all=1"),
        ("全部 本单位", "zhang", "/review/register/?all=1"),
        ("一张", "chen", f"/review/{sheet.number}/"),
        ("经过", "chen", f"/report/sheets/{sheet.number}/timeline/"),
    ):
        yield _page(name, who, address)
    yield from _search(words)
    yield _workbook()


def _page(name: str, who: str, address: str) -> Figure:
    """Return how long the server takes over a page, and its number of queries."""
    client = signed_in(who)
    client.get(address)
    milliseconds = _median(lambda: client.get(address))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return (
        f"register {name}",
        milliseconds,
        "ms",
        "< 60",
        f"{answer.status_code}，{len(queries)} 次查询，{address}",
    )


def _search(words: Sequence[str]) -> Iterator[Figure]:
    """Yield how long searching takes: words of two characters, counted and the first page."""
    moment = now()
    actor = actor_of(Person.objects.get(username="chen"), moment)
    chosen = [word for word in words if len(word) == 2][:: max(1, len(words) // WORDS)]  # noqa: PLR2004
    times, hits = [], []
    for word in chosen:
        begun = time.perf_counter()
        found = _found(actor, word, moment)
        hits.append(found.count())
        list(found.values_list("pk", flat=True)[:30])
        times.append((time.perf_counter() - begun) * 1000)
    beside = (
        f"{len(chosen)} 个两字词，最慢 {max(times):.0f} ms，命中 {statistics.median(hits):,.0f} 张"
    )
    yield ("register 检索", statistics.median(times), "ms", "< 50", beside)
    word = chosen[len(chosen) // 2]
    wrong = _missed(chosen[::20])
    yield ("register 漏检", float(wrong), "张", "= 0", "与逐字查找相比，多出的也算")
    yield _page("检索页", "chen", f"/review/register/?q={word}")


def _missed(words: Sequence[str]) -> int:
    """Return for how many sheets the index and a look through every text disagree."""
    moment = now()
    actor = actor_of(Person.objects.get(username="chen"), moment)
    held: dict[str, set[int]] = {word: set() for word in words}
    texts = ReviewSheet.objects.values_list("pk", "version__document")
    for pk, document in texts.iterator():
        lines = text_of(document).split("\n")
        for word in words:
            if any(word in line for line in lines):
                held[word].add(pk)
    return sum(
        len(held[word] ^ set(_found(actor, word, moment).values_list("pk", flat=True)))
        for word in words
    )


def _found(actor: Actor, word: str, moment: datetime) -> QuerySet[ReviewSheet]:
    return sheets_wanted(actor, Wanted(words=word), now=moment)


def _workbook() -> Figure:
    moment = now()
    actor = actor_of(Person.objects.get(username="chen"), moment)
    keys = list(sheets_wanted(actor, Wanted(), now=moment).values_list("pk", flat=True)[:1000])
    found = ReviewSheet.objects.filter(pk__in=keys).order_by("-pk")
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "register.xlsx"
        milliseconds = _median(
            lambda: write_register(target, found, chosen=(), now=moment), rounds=3
        )
        size = target.stat().st_size // 1024
    return ("register 表格", milliseconds, "ms", "< 3000", f"1,000 张，{size} kB")


def _median(do: Callable[[], Any], *, rounds: int = ROUNDS) -> float:
    """Return the median time of `do` in milliseconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        do()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)
