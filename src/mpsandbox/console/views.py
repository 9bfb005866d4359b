"""The console's addresses: pages for people, `/console/api/` for programs."""

import json
import sqlite3
from dataclasses import asdict, replace
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote

from mpsandbox import clock
from mpsandbox.accounts import account
from mpsandbox.calls import Call
from mpsandbox.console import paper
from mpsandbox.console.acts import do
from mpsandbox.console.content_pages import CONTENT_PAGES
from mpsandbox.console.fields import ActError, Fields
from mpsandbox.console.platform import PLATFORM_ACTS
from mpsandbox.console.platform_pages import PLATFORM_PAGES
from mpsandbox.console.refilling import refilled
from mpsandbox.console.state import state
from mpsandbox.console.words import in_words
from mpsandbox.gateway import Sandbox, settle
from mpsandbox.templating import Markup
from mpsandbox.wire import Reply, Request
from mpsandbox.world import World

API = "/console/api/"
ACT = "/console/do/"
CHOOSE = "/console/choose"
COOKIE = "appid"
STYLE = Path(__file__).parent / "style.css"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)


def console_reply(world: World, request: Request) -> Reply:
    """Return a page of the console, or the JSON a program asked for."""
    if request.path == "/console/style.css":
        body = STYLE.read_bytes()
        return Reply(body=body, content_type="text/css; charset=utf-8")
    sandbox = _chosen(world, request)
    if request.path.startswith(API):
        return _program_reply(world, sandbox, request)
    if request.path == CHOOSE and request.method == "POST":
        return _choice_reply(request)
    sandbox = sandbox or world.first
    if request.path.startswith(ACT) and request.method == "POST":
        return _form_reply(world, sandbox, request)
    return _page_reply(world, sandbox, request)


def _chosen(world: World, request: Request) -> Sandbox | None:
    """Return the account named in the query, else in the cookie, else the first one."""
    if appid := request.query.get("appid"):
        return world.named(appid)
    cookies = SimpleCookie(request.headers.get("cookie", ""))
    chosen = cookies[COOKIE].value if COOKIE in cookies else ""
    return world.named(chosen) or world.first


def _choice_reply(request: Request) -> Reply:
    appid = request.form().get("appid", "")
    cookie = f"{COOKIE}={quote(appid)}; Path=/console; HttpOnly; SameSite=Strict"
    headers = (("Location", "/console"), ("Set-Cookie", cookie))
    return Reply(status=303, body=b"", headers=headers)


def _program_reply(world: World, sandbox: Sandbox | None, request: Request) -> Reply:
    name = request.path.removeprefix(API)
    if sandbox is None:
        return _json({"error": "appid: no such account"}, status=404)
    try:
        if request.method == "POST":
            return _json(_done(world, sandbox, request, name, _json_fields(request)))
    except ActError as error:
        return _json({"error": str(error)}, status=error.status)
    if name == "accounts":
        return _json({"accounts": [_account(each) for each in world]})
    if name != "state":
        return _json({"error": "GET state or accounts, or POST an act"}, status=404)
    settle(sandbox)
    with sandbox.store.reading() as db:
        return _json(state(_call(sandbox, request, db)))


def _account(sandbox: Sandbox) -> Fields:
    with sandbox.store.reading() as db:
        return asdict(account(db))


def _form_reply(world: World, sandbox: Sandbox, request: Request) -> Reply:
    """Do what the form asks; a refusal shows its page again, with the reason and what was typed."""
    fields: Fields = request.form()
    back = fields.pop("back", "/console")
    if not back.startswith("/console"):
        back = "/console"
    try:
        _done(world, sandbox, request, request.path.removeprefix(ACT), fields)
    except ActError as error:
        note = f"没有做成：{in_words(str(error))}"
        query = {**request.query, "note": note}
        stood_on = replace(request, method="GET", path=back, query=query)
        reply = _page_reply(world, sandbox, stood_on)
        page = refilled(Markup(reply.body.decode()), request.path, fields)
        return replace(reply, status=error.status, body=page.encode("utf-8", "replace"))
    location = f"{back}?note={quote('已完成。')}"
    return Reply(status=303, body=b"", headers=(("Location", location),))


def _page_reply(world: World, sandbox: Sandbox, request: Request) -> Reply:
    status = 200
    settle(sandbox)
    name = request.path.removeprefix("/console").strip("/")
    with sandbox.store.reading() as db:
        call = _call(sandbox, request, db)
        try:
            of_platform = PLATFORM_PAGES.get(name)
            if of_platform:
                page = of_platform(world, call)
            else:
                page = CONTENT_PAGES.get(name, partial(paper.page, name=name))(call)
        except ActError as error:
            status, page = error.status, paper.framed(call, "没有找到", Markup(""), "没有这一页。")
    return Reply(
        status=status,
        body=page.encode("utf-8", "replace"),
        headers=(("Content-Security-Policy", POLICY), ("Referrer-Policy", "same-origin")),
    )


def _done(world: World, sandbox: Sandbox, request: Request, name: str, fields: Fields) -> Fields:
    settle(sandbox)
    if act := PLATFORM_ACTS.get(name):
        named = {"appid": request.query["appid"]} if "appid" in request.query else {}
        result = act(world, sandbox, named | fields)
    else:
        with sandbox.store.transaction() as db:
            result = do(_call(sandbox, request, db), name, fields)
    settle(sandbox)
    return result


def _call(sandbox: Sandbox, request: Request, db: sqlite3.Connection) -> Call:
    return Call(db=db, now=clock.now(db), base=sandbox.base, request=request)


def _json_fields(request: Request) -> Fields:
    try:
        fields = json.loads(request.body or b"{}")
    except ValueError:
        raise ActError("a JSON object is expected") from None
    if not isinstance(fields, dict):
        raise ActError("a JSON object is expected")
    return fields


def _json(payload: Fields, status: int = 200) -> Reply:
    body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
    return Reply(status=status, body=body, content_type="application/json; charset=utf-8")
