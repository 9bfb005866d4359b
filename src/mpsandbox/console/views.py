"""The console's addresses: pages for people, `/console/api/` for programs."""

import json
import sqlite3
from pathlib import Path
from urllib.parse import quote

from mpsandbox import clock
from mpsandbox.calls import Call
from mpsandbox.console import paper
from mpsandbox.console.acts import do
from mpsandbox.console.fields import ActError, Fields
from mpsandbox.console.state import state
from mpsandbox.gateway import Sandbox, settle
from mpsandbox.templating import Markup
from mpsandbox.wire import Reply, Request

API = "/console/api/"
ACT = "/console/do/"
STYLE = Path(__file__).parent / "style.css"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)


def console_reply(sandbox: Sandbox, request: Request) -> Reply:
    """Return a page of the console, or the JSON a program asked for."""
    if request.path == "/console/style.css":
        body = STYLE.read_bytes()
        return Reply(body=body, content_type="text/css; charset=utf-8")
    if request.path.startswith(API):
        return _program_reply(sandbox, request, request.path.removeprefix(API))
    if request.path.startswith(ACT) and request.method == "POST":
        return _form_reply(sandbox, request, request.path.removeprefix(ACT))
    return _page_reply(sandbox, request)


def _program_reply(sandbox: Sandbox, request: Request, name: str) -> Reply:
    try:
        if request.method == "POST":
            return _json(_done(sandbox, request, name, _json_fields(request)))
    except ActError as error:
        return _json({"error": str(error)}, status=error.status)
    if name != "state":
        return _json({"error": "GET state, or POST an act"}, status=404)
    with sandbox.store.transaction() as db:
        return _json(state(_call(sandbox, request, db)))


def _form_reply(sandbox: Sandbox, request: Request, name: str) -> Reply:
    fields: Fields = request.form()
    back = fields.pop("back", "/console")
    if not back.startswith("/console"):
        back = "/console"
    try:
        _done(sandbox, request, name, fields)
        note = "已完成。"
    except ActError as error:
        note = f"没有做成：{error}"
    location = f"{back}?note={quote(note)}"
    return Reply(status=303, body=b"", headers=(("Location", location),))


def _page_reply(sandbox: Sandbox, request: Request) -> Reply:
    status = 200
    with sandbox.store.transaction() as db:
        call = _call(sandbox, request, db)
        try:
            page = paper.page(call, request.path.removeprefix("/console").strip("/"))
        except ActError as error:
            status, page = error.status, paper.framed(call, "没有找到", Markup(""), "没有这一页。")
    return Reply(
        status=status,
        body=page.encode("utf-8", "replace"),
        headers=(("Content-Security-Policy", POLICY), ("Referrer-Policy", "same-origin")),
    )


def _done(sandbox: Sandbox, request: Request, name: str, fields: Fields) -> Fields:
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
