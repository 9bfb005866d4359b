"""One account for all contract tests here: the simulator's over HTTP, or a real one.

`HEFA_WECHAT_CONTRACT=real` with `HEFA_WECHAT_APPID` and `HEFA_WECHAT_SECRET` runs the tests that
only read against the real API; `HEFA_WECHAT_CONTRACT_WRITES=1` also those that add drafts and
materials and take them away again. Nothing is ever published or sent there.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

import pytest
from tests.sandbox.client import Wechat, start

from hefa.wechat.errors import Declined
from hefa.wechat.tokens import stable_token
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken

P = ParamSpec("P")
T = TypeVar("T")

IS_REAL = os.environ.get("HEFA_WECHAT_CONTRACT") == "real"
MAY_WRITE = not IS_REAL or os.environ.get("HEFA_WECHAT_CONTRACT_WRITES") == "1"
NOON = "2026-11-23T12:00:00"


@dataclass(slots=True, kw_only=True)
class Api:
    """The client with its token; `outside` moves the simulator, and is None for a real account."""

    client: Client
    token: AccessToken
    appid: str
    secret: str
    outside: Wechat | None

    def call(
        self,
        function: Callable[Concatenate[Client, AccessToken, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Return what `function` returns; a real account may lack the permission."""
        try:
            return function(self.client, self.token, *args, **kwargs)
        except Declined as declined:
            if IS_REAL and declined.code == "wechat.no_permission":
                pytest.skip(f"this account may not call {declined.path}")
            raise

    def pass_time(self, seconds: int) -> None:
        """Move the simulator's clock, and get a token that lives then."""
        assert self.outside is not None
        self.outside.console("clock", advance_seconds=seconds)
        self.token = stable_token(self.client, appid=self.appid, secret=self.secret).token

    def refusal(
        self,
        function: Callable[Concatenate[Client, AccessToken, P], object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Declined:
        """Return how `function` is declined."""
        with pytest.raises(Declined) as caught:
            self.call(function, *args, **kwargs)
        return caught.value


@pytest.fixture(scope="module")
def running_api() -> Iterator[Wechat | None]:
    if IS_REAL:
        yield None
        return
    process, ready = start("--publish-delay", "60", "--exit-with-parent")
    yield Wechat(ready["url"], ready["appid"], ready["secret"])
    process.terminate()
    process.wait(timeout=5)


@pytest.fixture
def api(running_api: Wechat | None) -> Iterator[Api]:
    if running_api is None:
        appid, secret = (os.environ.get(f"HEFA_WECHAT_{name}", "") for name in ("APPID", "SECRET"))
        if not appid or not secret:
            pytest.fail("HEFA_WECHAT_APPID and HEFA_WECHAT_SECRET are not set")
        client = Client()
    else:
        appid, secret = running_api.appid, running_api.secret
        running_api.console("reset")
        running_api.console("account", kind="verified")
        running_api.console("clock", set_to=NOON)
        client = Client(base_url=running_api.url)
    with client:
        token = stable_token(client, appid=appid, secret=secret).token
        yield Api(client=client, token=token, appid=appid, secret=secret, outside=running_api)


@pytest.fixture
def writing(api: Api) -> Api:
    """The account for tests that leave something there for a moment."""
    if not MAY_WRITE:
        pytest.skip("HEFA_WECHAT_CONTRACT_WRITES=1 is not set")
    return api


@pytest.fixture
def outside(api: Api) -> Wechat:
    """The simulator's console, for tests that no real account may be put through."""
    if api.outside is None:
        pytest.skip("only with the simulator")
    return api.outside
