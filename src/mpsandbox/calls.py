"""One admitted API call, as the endpoint functions receive it."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mpsandbox.accounts import Account, account
from mpsandbox.wire import Reply, Request, json_body

# Stands for the simulator's own address in stored text, so that a kept file outlives its port.
BASE_MARK = "http://base.mpsandbox.invalid"

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call inside its transaction: the database, the time and what was sent."""

    db: sqlite3.Connection
    now: float
    base: str
    request: Request

    def json(self) -> Payload:
        """Return the JSON object sent; raises ApiError when there is none."""
        return json_body(self.request)

    @property
    def account(self) -> Account:
        """The account the call belongs to."""
        return account(self.db)

    def shown(self, text: str) -> str:
        """Return stored `text` with the simulator's present address in it."""
        return text.replace(BASE_MARK, self.base)

    def stored(self, text: str) -> str:
        """Return `text` as it is stored, independent of the simulator's present address."""
        return text.replace(self.base, BASE_MARK)


# Most answer with JSON; a file is answered with a finished reply.
Endpoint = Callable[[Call], Payload | Reply]
