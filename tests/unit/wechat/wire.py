"""The wire of the client in tests: answers as bytes, requests kept for a look."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx2

from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken

TOKEN = AccessToken(value="82_secret-token-of-the-test")

Reply = bytes | httpx2.Response | Exception


@dataclass
class Wire:
    """Answers each request with the next reply and remembers what was asked."""

    replies: list[Reply]
    requests: list[httpx2.Request] = field(default_factory=list)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, bytes):
            return httpx2.Response(200, content=reply, headers={"Content-Type": "text/plain"})
        return reply

    @property
    def last(self) -> httpx2.Request:
        return self.requests[-1]


def client_and_wire(*replies: Reply) -> tuple[Client, Wire]:
    wire = Wire(list(replies))
    return Client(transport=httpx2.MockTransport(wire)), wire


def answering(*replies: Reply) -> Client:
    return client_and_wire(*replies)[0]


Call = Callable[[Client], object]
