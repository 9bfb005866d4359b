"""What stands around every endpoint."""

import json

import pytest

from mpsandbox.calls import Call, Payload
from mpsandbox.errors import ApiError
from mpsandbox.gateway import answer_api
from mpsandbox.refusals import refusal_counts
from mpsandbox.routes import ENDPOINTS, Route
from mpsandbox.store import put_setting, setting
from mpsandbox.wire import Request
from mpsandbox.world import World

PATH = "/cgi-bin/draft/count"


def test_a_refused_call_leaves_nothing_but_its_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def write_and_refuse(call: Call) -> Payload:
        put_setting(call.db, "seed", "written")
        raise ApiError(45001)

    route = Route(endpoint=write_and_refuse, method="GET", needs_token=False)
    monkeypatch.setitem(ENDPOINTS, PATH, route)
    world = World("http://127.0.0.1")
    world.open(None, None, None)
    reply = answer_api(world.first, Request(method="GET", path=PATH, query={}))

    assert reply is not None
    assert json.loads(reply.body)["errcode"] == 45001
    with world.first.store.reading() as db:
        assert setting(db, "seed") == "mpsandbox"
        assert refusal_counts(db) == {"45001": 1}
    world.close()
