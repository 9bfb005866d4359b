"""The measure `decide`: many people decide at once over HTTP, each a sheet, then ten the same."""

import http.client
import socket
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import IO, Final
from urllib.parse import urlencode

from lxml import html

from hefa.config.benching import HEFA
from hefa.config.clock import now
from hefa.config.demo.many import signed_in
from hefa.config.demo.sheets import submitted_sheet
from hefa.ledger.models import Entry
from hefa.ledger.verify import verify
from hefa.people.models import Person
from hefa.registry.models import Appointment, Unit
from hefa.review.models import Opinion

FULL, LESS = 50, 12  # people: alone, and with all else
SHARING: Final = 10  # people before one sheet
POST: Final = "unit_head"
UNIT: Final = "service"
PATIENCE_SECONDS: Final = 60
TEXT: Final = "服务站周末照常开门，办事请带身份证件。"
CONFLICT: Final = str(HTTPStatus.CONFLICT.value)
DONE: Final = str(HTTPStatus.FOUND.value)

Figure = tuple[str, float, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody signed in: the cookie of their session."""

    username: str
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody was answered who decided: status, time in milliseconds, and why not."""

    status: int
    milliseconds: float
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What came of one round.

    `statuses` counts the answers by status, `refusals` by their words. `recorded` tells how many
    opinions and how many ledger entries each sheet has, `locked` how many lines the server wrote
    of a database that was locked.
    """

    milliseconds: tuple[float, ...]
    statuses: dict[str, int]
    refusals: dict[str, int]
    recorded: tuple[tuple[int, int], ...]
    locked: int
    is_sound: bool

    def share(self, share: float) -> float:
        """Return the time within which this share of all was answered, in milliseconds."""
        return self.milliseconds[round(share * (len(self.milliseconds) - 1))]

    @property
    def done(self) -> int:
        """How many decided."""
        return self.statuses.get(DONE, 0)

    @property
    def late(self) -> int:
        """How many were told that somebody was first."""
        return self.statuses.get(CONFLICT, 0)

    @property
    def wrong(self) -> int:
        """How many were answered neither way, and how many sheets do not hold one decision."""
        answered = len(self.milliseconds) - self.done - self.late
        return answered + self.locked + sum(found != (1, 1) for found in self.recorded)


def measure_decide(*, is_alone: bool) -> Iterator[Figure]:
    """Yield how long 99 of 100 wait who decide at once, each on a sheet, then ten on one."""
    own, shared = rounds(FULL if is_alone else LESS, SHARING if is_alone else LESS // 2)
    for name, found in (("各签一张", own), ("同签一张", shared)):
        told = (
            f"{len(found.milliseconds)} 人同时签 {len(found.recorded)} 张，"
            f"中位 {found.share(0.5):.0f} ms；签上 {found.done}，有人先签 {found.late}，"
            f"出错 {found.wrong}"
        )
        yield f"decide {name} p99", found.share(0.99), "ms", "< 3000", told


def rounds(count: int, sharing: int) -> tuple[Round, Round]:
    """Return what comes of `count` people deciding at once: each alone, then `sharing` on each.

    The installation this process stands on is served as it is for people.
    """
    callers = _callers(count)
    own = [submitted_sheet(TEXT).number for _ in callers]
    shared = [submitted_sheet(TEXT).number for _ in range(count // sharing)]
    with tempfile.TemporaryFile("w+") as errors, _serving(errors) as port:
        return (
            _round(port, callers, own, errors),
            _round(port, callers, [shared[at % len(shared)] for at in range(count)], errors),
        )


def _callers(count: int) -> list[Caller]:
    """Return `count` deputies of one head of unit, each signed in."""
    moment, unit = now(), Unit.objects.get(key=UNIT)
    people = Person.objects.bulk_create(
        Person(username=f"bench-{at}", display_name=f"测量员 {at}", created_at=moment)
        for at in range(count)
    )
    Appointment.objects.bulk_create(
        Appointment(person=person, post=POST, unit=unit, is_deputy=True, starts_on=moment.date())
        for person in people
    )
    names = [person.username for person in people]
    return [
        Caller(username=name, session=signed_in(name).cookies["sessionid"].value) for name in names
    ]


def _round(port: int, callers: Sequence[Caller], numbers: Sequence[str], errors: IO[str]) -> Round:
    """Let each of `callers` open the sheet beside them, and all decide at one moment."""
    together = threading.Barrier(len(callers), timeout=PATIENCE_SECONDS)
    with ThreadPoolExecutor(max_workers=len(callers)) as pool:
        answers = list(pool.map(partial(_decide, port, together), callers, numbers))
    return Round(
        milliseconds=tuple(sorted(answer.milliseconds for answer in answers)),
        statuses=dict(Counter(str(answer.status) for answer in answers)),
        refusals=dict(Counter(answer.refusal for answer in answers if answer.refusal)),
        recorded=tuple(
            (
                Opinion.objects.filter(sheet__number=number, act="endorse").count(),
                Entry.objects.filter(kind="review.endorsed", subject=f"sheet:{number}").count(),
            )
            for number in dict.fromkeys(numbers)
        ),
        locked=_locked(errors),
        is_sound=verify().is_sound,
    )


def _decide(port: int, together: threading.Barrier, caller: Caller, number: str) -> Answer:
    """Open the page of the decision, wait for all others, and send it filled in."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    cookie = f"sessionid={caller.session}"
    connection.request("GET", f"/review/{number}/decide/endorse/", headers={"Cookie": cookie})
    opened = connection.getresponse()
    token = opened.getheader("Set-Cookie", "").partition(";")[0]
    page = html.fromstring(opened.read().decode())
    form = next(each for each in page.forms if each.get("id") == "decision")
    names = {str(field.name) for field in form.inputs}
    declared = {name: "yes" for name in names if name.startswith("declare_")}
    fields = {**dict(form.form_values()), **declared, "act": "endorse"}
    headers = {
        "Cookie": f"{cookie}; {token}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    together.wait()
    begun = time.perf_counter()
    connection.request("POST", f"/review/{number}/act/", urlencode(fields), headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    milliseconds = (time.perf_counter() - begun) * 1000
    connection.close()
    return Answer(status=answer.status, milliseconds=milliseconds, refusal=_refusal(body))


def _refusal(body: str) -> str:
    """Return the words in which a page says why not; empty where it does not."""
    found = html.fromstring(body).find_class("form-errors") if body else []
    return " ".join(" ".join(each.itertext()).strip() for one in found for each in one.iter("li"))


def _locked(errors: IO[str]) -> int:
    errors.seek(0)
    return sum("is locked" in line for line in errors)


@contextmanager
def _serving(errors: IO[str]) -> Iterator[int]:
    """Serve this installation with web and workers while the block lasts; yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [str(HEFA), "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
        try:
            if process.stdout is None or not process.stdout.readline():
                errors.seek(0)
                raise RuntimeError(errors.read())
            yield port
        finally:
            process.terminate()
