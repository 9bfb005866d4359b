"""A world for one simulated history: database, WeChat and the clock in one process."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2

from hefa.publish import account, advance, crash, pace
from hefa.publish.models import Publication
from hefa.wechat.transport import Client
from mpsandbox import clock
from mpsandbox import world as simulated
from mpsandbox.app import Application
from mpsandbox.calls import Call
from mpsandbox.console.acts import do
from mpsandbox.console.state import state
from mpsandbox.gateway import settle
from mpsandbox.store import put_setting
from mpsandbox.wire import Request

BASE = "http://127.0.0.1:9"
BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Killed(BaseException):
    """The worker is dead: nothing of it runs any more, least of all its cleaning up."""


@dataclass(slots=True)
class World:
    """Everything of one history; `now` is the only time there is, on both sides of the wire.

    `is_known`: WeChat takes a draft once on this account, and somebody has said so.
    """

    chance: random.Random
    now: datetime = BEGIN
    dies_at: int = 0
    is_dead: bool = False
    loses: float = 0.0
    is_known: bool = False
    columns_edited: tuple[int, str] | None = None  # after which entry, and the new name
    submissions: list[tuple[datetime, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)
    wechat: simulated.World = field(init=False)
    application: Application = field(init=False)

    def __post_init__(self) -> None:
        self.wechat = simulated.World(BASE)
        self.wechat.open(APPID, SECRET, "verified")
        with self.wechat.first.store.transaction() as db:
            put_setting(db, "name", "英巴扎社区")
            put_setting(db, "publish_delay", self.chance.choice([0, 3, 40, 900, 900]))
            put_setting(db, "list_order", self.chance.choice(["newest", "oldest"]))
        self.application = Application(self.wechat)

    def tell(self, what: str) -> None:
        """Keep one line of what happened, for whoever must read a bad history."""
        self.told.append(f"{self.now:%m-%d %H:%M:%S} {what}")

    def console(self, act: str, **fields: Any) -> dict[str, Any]:
        """Act as an outsider in WeChat's own back office."""
        with self.wechat.first.store.transaction() as db:
            return do(_call(db, self), act, fields)

    def lose(self, path: str) -> None:
        """Let the next answer of `path` be lost, before or after the effect."""
        kind = self.chance.choice(["drop_before", "drop_after", "busy", "status500", "truncate"])
        self.console("faults", path=path, kind=kind) if path.startswith("/cgi-bin/") else None
        self.tell(f"{path} will {kind}")

    def truth(self) -> dict[str, Any]:
        """Return all that the simulator knows, its own counters included."""
        settle(self.wechat.first)
        with self.wechat.first.store.transaction() as db:
            return state(_call(db, self))

    def advance(self, publication: Publication, *, dies_at: int = 0) -> datetime | None:
        """Let a worker take its turn; with `dies_at` it dies at the n-th point it passes."""
        self.dies_at, self.is_dead = dies_at, False
        try:
            return advance.advance(publication.pk, now=self.now)
        except Killed:
            self.tell("the worker died")
            return self.now + timedelta(seconds=121)
        finally:
            self.dies_at = 0

    def pass_point(self, name: str) -> None:
        """Stand in for the crash points: die where it was ordered."""
        if self.dies_at:
            self.dies_at -= 1
            if not self.dies_at:
                self.is_dead = True
                self.tell(f"at {name}")
                raise Killed(name)


APPID, SECRET = "wx00000000000000aa", "0" * 32


def _call(db: Any, world: World) -> Call:
    request = Request(method="POST", path="/console", query={})
    return Call(db=db, now=world.now.timestamp(), base=BASE, request=request)


class Wire(httpx2.BaseTransport):
    """The wire: hands each request to the simulator and loses what the simulator drops."""

    def __init__(self, world: World) -> None:
        self.world = world

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the simulator's answer; a dropped connection is an error of reading."""
        url = urlsplit(str(request.url))
        body = request.read()
        if url.path.endswith(("/freepublish/submit", "/mass/sendall")):
            self.world.submissions.append((self.world.now, body.decode("utf-8", "replace")))
        if self.world.loses and self.world.chance.random() < self.world.loses:
            self.world.lose(url.path)
        reply = self.world.application.answer(
            Request(
                method=request.method,
                path=url.path,
                query=dict(parse_qsl(url.query)),
                body=body,
                content_type=request.headers.get("content-type", ""),
            )
        )
        if reply is None:
            raise httpx2.ReadError("dropped", request=request)
        headers = [("Date", self.world.application.date()), ("Content-Type", reply.content_type)]
        return httpx2.Response(reply.status, headers=headers, content=reply.body)


@contextmanager
def inhabited(world: World) -> Iterator[None]:
    """Let clients, clocks and crash points be those of `world` while the block lasts."""

    def client(**given: Any) -> Client:
        return Client(transport=Wire(world), **given)

    def released(*given: Any) -> None:
        if not world.is_dead:
            giving_back(*given)

    giving_back = advance.release
    changes: list[tuple[Any, str, Any]] = [
        (account, "Client", client),
        (clock, "now", lambda _db: world.now.timestamp()),
        (crash, "point", world.pass_point),
        (pace, "settings", SimpleNamespace(DEMO=False)),  # the waiting times of a real account
        (advance, "release", released),
    ]
    former = [(module, name, getattr(module, name)) for module, name, _ in changes]
    for module, name, value in changes:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in former:
            setattr(module, name, value)
        world.wechat.close()
