"""One simulator process for all tests here, emptied before each."""

from collections.abc import Iterator

import pytest
from tests.sandbox.client import Wechat, start
from tests.sandbox.receiver import Receiver, receiving


@pytest.fixture(scope="session")
def running() -> Iterator[Wechat]:
    process, ready = start("--publish-delay", "60", "--exit-with-parent")
    yield Wechat(ready["url"], ready["appid"], ready["secret"])
    process.terminate()
    assert process.wait(timeout=5) == 0


@pytest.fixture
def wechat(running: Wechat) -> Wechat:
    """An empty simulator of a verified account, with a token at hand."""
    running.console("reset")
    running.console("account", kind="verified")
    running.token = running.stable_token()["access_token"]
    return running


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server of the account's owner, which keeps what is pushed to it."""
    with receiving() as receiver:
        yield receiver
