"""Every account simulated in this process, and which of them a request concerns."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

from mpsandbox import clock
from mpsandbox.accounts import Account, account, set_up_account
from mpsandbox.gateway import Sandbox
from mpsandbox.media import is_known_picture
from mpsandbox.store import Store, put_setting, setting
from mpsandbox.tokens import MARK_PLACE, account_mark
from mpsandbox.wire import Request

IN_MEMORY = ":memory:"


class World:
    """The accounts of one process, each with a memory of its own; all share one clock.

    With `state`, a file, the first account is kept in it and the others in a folder beside it;
    those kept there come back. Without, all are forgotten in the end.
    """

    def __init__(self, base: str, *, state: str | None = None) -> None:
        self.base = base
        self._folder = Path(f"{state}.accounts") if state else None
        self._growing = threading.Lock()
        self._by_name: dict[str, Sandbox] = {}
        self._accounts: dict[str, Sandbox] = {}
        self.first = Sandbox(store=Store(state or IN_MEMORY), base=base)

    def open(self, appid: str | None, secret: str | None, kind: str | None) -> Account:
        """Set the first account up, bring those kept back, and return the first."""
        with self.first.store.transaction() as db:
            first = set_up_account(db, appid, secret, kind)
        self._list(self.first, first)
        for path in sorted(self._folder.glob("*.sqlite3")) if self._folder else []:
            sandbox = Sandbox(store=Store(str(path)), base=self.base)
            with sandbox.store.reading() as db:
                self._list(sandbox, account(db))
        return first

    def add(
        self, *, appid: str | None = None, kind: str | None = None, name: str | None = None
    ) -> Account:
        """Add an account and return it; raises ValueError when its appid is taken."""
        with self.first.store.reading() as db:
            now_shown = clock.kept(db)
            delay, usual_name = setting(db, "publish_delay"), setting(db, "name")
        with self._growing:
            number = len(self._accounts) + 1
            appid = appid or f"wx{number:016x}"
            if appid in self._accounts or account_mark(appid) in self._by_name:
                raise ValueError(appid)
            sandbox = Sandbox(store=self._new_store(appid), base=self.base)
            with sandbox.store.transaction() as db:
                put_setting(db, "name", name or f"{usual_name}{number}")
                put_setting(db, "publish_delay", delay)
                clock.put(db, now_shown)
                added = set_up_account(db, appid, None, kind)
            self._list(sandbox, added)
        return added

    def __iter__(self) -> Iterator[Sandbox]:
        return iter(list(self._accounts.values()))

    def named(self, appid: str) -> Sandbox | None:
        """Return the account of this appid, if there is one."""
        return self._accounts.get(appid)

    def sandbox_of(self, request: Request) -> Sandbox:
        """Return the account a request concerns; the first one when it names none known."""
        if len(self._accounts) == 1:
            return self.first
        query = request.query
        if token := query.get("access_token"):
            return self._by_name.get(token[MARK_PLACE], self.first)
        if biz := query.get("__biz"):
            return self._by_name.get(biz, self.first)
        if request.path.startswith(("/s/", "/mmbiz_")):
            return next((each for each in self if _holds(each, request.path)), self.first)
        return self._accounts.get(query.get("appid") or _appid_in(request.body), self.first)

    def close(self) -> None:
        """Close every account's memory."""
        for sandbox in self._accounts.values():
            sandbox.store.close()

    def _new_store(self, appid: str) -> Store:
        if self._folder is None:
            return Store(IN_MEMORY)
        self._folder.mkdir(exist_ok=True)
        return Store(str(self._folder / f"{appid}.sqlite3"))

    def _list(self, sandbox: Sandbox, kept: Account) -> None:
        self._by_name[account_mark(kept.appid)] = sandbox
        self._by_name[kept.biz] = sandbox
        self._accounts[kept.appid] = sandbox


def _holds(sandbox: Sandbox, path: str) -> bool:
    """Say whether the picture or the short address at `path` is one of this account's."""
    with sandbox.store.reading() as db:
        if path.startswith("/mmbiz_"):
            return is_known_picture(db, path)
        short = path.removeprefix("/s/").strip("/")
        return db.execute("SELECT 1 FROM address WHERE short = ?", (short,)).fetchone() is not None


def _appid_in(body: bytes) -> str:
    try:
        sent = json.loads(body)
    except ValueError:
        return ""
    return str(sent.get("appid", "")) if isinstance(sent, dict) else ""
