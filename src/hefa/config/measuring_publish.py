"""The measure `publish`: one release, a thousand at once, callbacks, and the sandbox itself."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from hefa.config.benching import stand

FULL, LESS = (1_000, 200), (100, 20)  # publications, accounts: alone, and with all else
PARTS = ("publishing", "callback")
RAW_ROUNDS = 100
RAW_COMMITS, RAW_CALLS = 5, 3
PATH = "/cgi-bin/draft/count"
BENCH_SECONDS = 2

Figure = tuple[str, float, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The accounts that all goes out through, and the one cover."""

    accounts: Sequence[Any]
    cover_sha256: str


def measure_publish(*, is_alone: bool) -> Iterator[Figure]:
    """Yield each figure: name, value, unit, target and what it stands beside.

    Each part stands on an installation of its own, in a process of its own.
    """
    for part in PARTS:
        command = [sys.executable, "-m", __name__, part, *([] if is_alone else ["--quick"])]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        yield from (tuple(figure) for figure in json.loads(done.stdout))
    yield _simulator()


def _publishing(*, is_quick: bool) -> Iterator[Figure]:
    """Yield how long one release takes, and how many go out in a second through one worker."""
    from hefa.config.clock import now  # noqa: PLC0415
    from hefa.config.demo.due import put_accounts, put_cover  # noqa: PLC0415
    from hefa.jobs.sweep import sweep  # noqa: PLC0415
    from hefa.publish.account import connected, token_of  # noqa: PLC0415
    from hefa.registry.models import Installation  # noqa: PLC0415

    count, most = LESS if is_quick else FULL
    while sweep(now()):  # the rhythms of this hour, which find nothing to do yet
        pass
    Installation.objects.update(quiet_from=None, quiet_until=None)
    with _sandbox(most) as ready:
        accounts = put_accounts(ready["accounts"], ready["url"])
        house = House(accounts=accounts, cover_sha256=put_cover(now=now()))
        yield _first(house)
        with connected(accounts[0], now=now()) as wire:
            raw = _raw_seconds(urlsplit(ready["url"]).netloc, token_of(wire).value)
        yield _many(house, count, raw)


def _first(house: House) -> Figure:
    """Return the median time of each account's first release: token, cover, draft, submission."""
    from hefa.config.clock import now  # noqa: PLC0415
    from hefa.config.demo.due import put_due  # noqa: PLC0415
    from hefa.publish.advance import advance  # noqa: PLC0415
    from hefa.publish.models import Publication  # noqa: PLC0415

    times = []
    for publication in put_due(len(house.accounts), house.accounts, house.cover_sha256, now=now()):
        begun = time.perf_counter()
        advance(publication.pk, now=now())
        times.append((time.perf_counter() - begun) * 1000)
    if left := Publication.objects.filter(publish_id="").first():
        raise RuntimeError(left.trouble_code)
    told = (
        f"{len(times)} 个号各发第一件，连同取凭证、传封面，最慢 {max(times):.0f} ms；沙箱不加延时"
    )
    return "publish 一件", sorted(times)[len(times) // 2], "ms", "< 1000", told


def _many(house: House, count: int, raw_seconds: float) -> Figure:
    """Return how many due publications one worker submits in a second, until none is left."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from hefa.config.clock import now  # noqa: PLC0415
    from hefa.config.demo.due import put_due  # noqa: PLC0415
    from hefa.jobs.models import JobRun  # noqa: PLC0415
    from hefa.jobs.sweep import sweep  # noqa: PLC0415
    from hefa.publish.advance import advance  # noqa: PLC0415
    from hefa.publish.models import Publication  # noqa: PLC0415

    [one] = put_due(1, house.accounts, house.cover_sha256, now=now())
    with CaptureQueriesContext(connection) as queries:
        advance(one.pk, now=now())
    JobRun.objects.filter(kind="publish.advance").delete()  # asking what came of them is not timed
    put_due(count, house.accounts, house.cover_sha256, now=now())
    waiting = Publication.objects.filter(publish_id="")
    begun, cpu = time.perf_counter(), time.process_time()
    while waiting.exists():
        sweep(now())
    seconds, busy = time.perf_counter() - begun, time.process_time() - cpu
    told = (
        f"{count:,} 件、{len(house.accounts)} 个号，一个后台进程；每件 {len(queries)} 次查询，"
        f"占处理器 {busy / count * 1000:.1f} ms，用时是 {RAW_COMMITS} 次写盘加"
        f" {RAW_CALLS} 次调用的 {seconds / count / raw_seconds:.1f} 倍"
    )
    return "publish 每秒", count / seconds, "件", "≥ 50", told


def _raw_seconds(place: str, token: str) -> float:
    """Return how long the commits and calls that a publication cannot do without take alone."""
    from django.db import connection, transaction  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_raw (id INTEGER PRIMARY KEY, body)")
        begun = time.perf_counter()
        for _ in range(RAW_ROUNDS):
            for _ in range(RAW_COMMITS):
                with transaction.atomic():
                    cursor.execute("INSERT INTO bench_raw (body) VALUES (%s)", ["x" * 300])
            for _ in range(RAW_CALLS):
                client = http.client.HTTPConnection(place, timeout=5)
                client.request("GET", f"{PATH}?access_token={token}")
                client.getresponse().read()
                client.close()
    return (time.perf_counter() - begun) / RAW_ROUNDS


@contextmanager
def _sandbox(accounts: int) -> Iterator[dict[str, Any]]:
    """Run a sandbox of so many accounts, without delays, while the block lasts."""
    command = [sys.executable, "-m", "mpsandbox", "--exit-with-parent", "--publish-delay", "0"]
    command += ["--accounts", str(accounts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield json.loads(process.stdout.readline() if process.stdout else "")
        finally:
            process.terminate()


def _simulator() -> Figure:
    """Return how many calls a second the sandbox checks and answers, beside a bare http.server."""
    command = [sys.executable, "-m", "mpsandbox.bench", "--threads", "4"]
    command += ["--seconds", str(BENCH_SECONDS)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    rates = json.loads(done.stdout)
    told = (
        f"查凭证、算配额，4 个线程，连接不断；每次新建连接 {rates['not_kept']}；"
        f"http.server 只答一句话 {rates['peer_kept_open']} 和 {rates['peer_not_kept']}"
    )
    return "sandbox 每秒", rates["kept_open"], "次", "≥ 500", told


def main() -> None:
    """Print the figures of the part named, on a fresh installation, as JSON."""
    part, *flags = sys.argv[1:]
    stand()
    if part == "callback":
        from hefa.config.measuring_callback import measure_callback  # noqa: PLC0415

        figures = list(measure_callback())
    else:
        figures = list(_publishing(is_quick="--quick" in flags))
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main()
