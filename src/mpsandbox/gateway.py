"""The API's front door: faults, verb, token, permission, quota, then the endpoint itself."""

import sqlite3
import time
from dataclasses import dataclass

from mpsandbox import clock, faults, quotas
from mpsandbox.accounts import may_call
from mpsandbox.calls import Call, Payload
from mpsandbox.errors import ApiError
from mpsandbox.faults import FaultKind
from mpsandbox.mass_jobs import settle_mass_sends
from mpsandbox.publishing import settle_jobs
from mpsandbox.refusals import refused
from mpsandbox.routes import ENDPOINTS, Route
from mpsandbox.store import Store, savepoint, setting
from mpsandbox.tokens import check_caller, check_token
from mpsandbox.wire import Reply, Request, json_reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """One simulated account: its memory, and the address it gives to its articles."""

    store: Store
    base: str


def settle(sandbox: Sandbox) -> None:
    """Let happen what time has brought: late calls do their work, publications end."""
    with sandbox.store.transaction() as db:
        _settle(db, sandbox.base, now=clock.now(db))


def answer_api(sandbox: Sandbox, request: Request) -> Reply | None:
    """Return the answer to an API call; None when the connection is to be closed without one.

    All that a call does is one transaction; a refused one leaves only its counts behind.
    """
    route = ENDPOINTS.get(request.path)
    with sandbox.store.transaction() as db:
        now = clock.now(db)
        _settle(db, sandbox.base, now=now)
        call = Call(db=db, now=now, base=sandbox.base, request=request)
        if route is None:
            return json_reply(refused(db, request, ApiError(40066), now=now))
        quotas.count_call(db, request.path)
        fault = faults.take(db, request.path)
        if fault is None:
            return _perform(call, route)
        if fault.kind is FaultKind.LATE:
            faults.keep_late_call(db, request, due_at=now + fault.seconds)
    return _answer_faulty(sandbox, request, route, fault)


def _answer_faulty(
    sandbox: Sandbox, request: Request, route: Route, fault: faults.Fault
) -> Reply | None:
    def perform() -> Reply:
        with sandbox.store.transaction() as db:
            call = Call(db=db, now=clock.now(db), base=sandbox.base, request=request)
            return _perform(call, route)

    def refuse(errcode: int) -> Reply:
        with sandbox.store.transaction() as db:
            body = refused(db, request, ApiError(errcode), now=clock.now(db))
        return json_reply(body, route.content_type)

    return faults.suffer(fault, perform, refuse)


def _settle(db: sqlite3.Connection, base: str, *, now: float) -> None:
    for request in faults.take_late_calls(db, now=now):
        call = Call(db=db, now=now, base=base, request=request)
        _perform(call, ENDPOINTS[request.path])
    settle_jobs(db, now=now)
    settle_mass_sends(db, now=now)


def _perform(call: Call, route: Route) -> Reply:
    """Do the call's work and return its answer."""
    began = time.monotonic()
    payload: Payload | Reply
    try:
        _admit(call, route)
        with savepoint(call.db):
            payload = _work(call, route)
    except ApiError as error:
        cost_ms = round((time.monotonic() - began) * 1000)
        payload = refused(call.db, call.request, error, now=call.now, cost_ms=cost_ms)
    return payload if isinstance(payload, Reply) else json_reply(payload, route.content_type)


def _work(call: Call, route: Route) -> Payload | Reply:
    try:
        return route.endpoint(call)
    except OverflowError:  # a number beyond what the memory can hold
        raise ApiError(47001) from None


def _admit(call: Call, route: Route) -> None:
    db, path = call.db, call.request.path
    if call.request.method != route.method:
        raise ApiError(43001 if route.method == "GET" else 43002)
    if route.needs_token:
        check_token(db, call.request.query.get("access_token", ""), now=call.now)
        if setting(db, "account_frozen"):
            raise ApiError(50007)
        if setting(db, "ip_whitelist_on") == "all":
            check_caller(call)
    if not may_call(db, path):
        raise ApiError(48001)
    quotas.spend(db, path, now=call.now)
