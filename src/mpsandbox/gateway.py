"""The API's front door: faults, verb, token, permission, quota, then the endpoint itself."""

import sqlite3
from dataclasses import dataclass

from mpsandbox import clock, faults, quotas
from mpsandbox.accounts import account, may_call
from mpsandbox.calls import Call
from mpsandbox.errors import ApiError, refusal
from mpsandbox.faults import FaultKind
from mpsandbox.publishing import settle_jobs
from mpsandbox.routes import ENDPOINTS, Route
from mpsandbox.store import Store
from mpsandbox.tokens import check_token
from mpsandbox.wire import Reply, Request, json_reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """The running simulator: its memory, and the address it gives to its articles."""

    store: Store
    base: str


def settle(sandbox: Sandbox) -> None:
    """Let happen what time has brought: late calls do their work, publications end."""
    with sandbox.store.transaction() as db:
        due = faults.take_late_calls(db, now=clock.now(db))
    for request in due:
        perform(sandbox, request, ENDPOINTS[request.path])
    with sandbox.store.transaction() as db:
        settle_jobs(db, now=clock.now(db))


def answer_api(sandbox: Sandbox, request: Request) -> Reply | None:
    """Return the answer to an API call; None when the connection is to be closed without one."""
    route = ENDPOINTS.get(request.path)
    with sandbox.store.transaction() as db:
        now = clock.now(db)
        if route is None:
            return json_reply(refusal(40066, now=now))
        quotas.count_call(db, request.path)
        fault = faults.take(db, request.path)
        if fault and fault.kind is FaultKind.LATE:
            faults.keep_late_call(db, request, due_at=now + fault.seconds)
    if fault is None:
        return perform(sandbox, request, route)
    return faults.suffer(fault, lambda: perform(sandbox, request, route), now=now)


def perform(sandbox: Sandbox, request: Request, route: Route) -> Reply:
    """Do the call's work and return its answer; a refusal leaves nothing behind but the quota."""
    store = sandbox.store
    with store.transaction() as db:
        now = clock.now(db)
    try:
        with store.transaction() as db:
            _admit(db, request, route, now=now)
        with store.transaction() as db:
            call = Call(db=db, now=now, base=sandbox.base, request=request)
            payload = route.endpoint(call)
    except ApiError as error:
        payload = refusal(error.errcode, now=now)
    return json_reply(payload, route.content_type)


def _admit(db: sqlite3.Connection, request: Request, route: Route, *, now: float) -> None:
    if request.method != route.method:
        raise ApiError(43001 if route.method == "GET" else 43002)
    if route.needs_token:
        check_token(db, request.query.get("access_token", ""), now=now)
    if not may_call(account(db).kind, request.path):
        raise ApiError(48001)
    quotas.spend(db, request.path, now=now)
