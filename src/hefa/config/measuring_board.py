"""The measure `board` of `hefa bench`: the board over a year of a very busy house."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.config.clock import now
from hefa.config.demo.released import put_released
from hefa.config.installing import account_of_the_demo
from hefa.registry.models import AdoptedRegulation
from hefa.report.judging import board

SHEETS = 20_000
ROUNDS = 400
SINCE = timedelta(days=365)


def measure_board(median: Callable[[Callable[[], object]], float]) -> tuple[float, str, str, str]:
    """Return how long the board takes over 20,000 released sheets and 400 rounds."""
    moment = now()
    begun_at = moment - SINCE
    AdoptedRegulation.objects.update(adopted_at=begun_at, effective_on=begun_at.date())
    account_of_the_demo("http://127.0.0.1:9", "wx00000000000000aa", "not-a-secret", begun_at)
    put_released(SHEETS, rounds=ROUNDS, now=moment)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    milliseconds = median(lambda: board(moment))
    with CaptureQueriesContext(connection) as queries:
        board(moment)
    beside = f"{SHEETS:,} 张核发的审核单，{ROUNDS} 轮巡检，{len(queries)} 次查询"
    return milliseconds, "ms", "< 300", beside
