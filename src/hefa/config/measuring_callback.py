"""The measure `callback`: signed, encrypted pushes as WeChat sends them, to the real server."""

import http.client
import math
import secrets
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hefa.config import installing
from hefa.config.clock import now
from hefa.config.supervising import PATIENCE_SECONDS, web_command
from hefa.people.models import Person
from hefa.publish.models import AccountEvent
from hefa.registry.actions import make_callback_keys
from hefa.registry.actions.callback import KeyPair
from hefa.registry.models import AccountCallback, OfficialAccount
from hefa.wechat.crypto import encrypt, signature_of
from hefa.wechat.xml import write_xml

PER_SECOND = 200
SECONDS = 10
SENDERS = 32
APPID = "wx00000000000000aa"
OPENID = "oReader000000000000000000001"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One push, ready to be sent."""

    target: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What came of a load: the time of each answer in milliseconds, and how many were wrong."""

    milliseconds: Sequence[float]
    wrong: int
    seconds: float


def measure_callback() -> Iterator[tuple[str, float, str, str, str]]:
    """Yield the time in which 99 of 100 pushes are answered at 200 a second, and how many can be.

    Half are ends of publications, which are kept; half are readers' messages, which are not. Each
    push comes on a connection of its own.
    """
    installing.account_of_the_demo("http://127.0.0.1:9", APPID, "not-a-secret", now())
    account = OfficialAccount.objects.get()
    keys = make_callback_keys(account, by=Person.objects.get(username="chen"), now=now())
    path = f"/publish/callback/{AccountCallback.objects.get(account=account).key}/"
    with _serving() as port:
        _send(port, _requests(PER_SECOND, path, account, keys), per_second=PER_SECOND)
        before = AccountEvent.objects.count()
        requests = _requests(PER_SECOND * SECONDS, path, account, keys)
        load = _send(port, requests, per_second=PER_SECOND)
        told = f"每秒 {PER_SECOND} 条，{SECONDS} 秒，中位 {_share(load, 0.5):.1f} ms；"
        told += f"{load.wrong} 条没有答对，记下 {AccountEvent.objects.count() - before} 条"
        yield "callback p99", _share(load, 0.99), "ms", "< 200", told
        load = _send(port, _requests(2_000, path, account, keys), per_second=math.inf)
        yield "callback 每秒", 2_000 / load.seconds, "条", "> 200", "不停地发，一个网页进程"


def _requests(count: int, path: str, account: OfficialAccount, keys: KeyPair) -> list[Request]:
    """Return `count` different pushes of this moment, sealed for `account`."""
    return [_request(number, path, account.appid, keys) for number in range(count)]


def _request(number: int, path: str, appid: str, keys: KeyPair) -> Request:
    timestamp, nonce = str(int(time.time())), secrets.token_hex(5)
    sealed = encrypt(
        _message(number), aes_key=keys.aes_key, appid=appid, random=secrets.token_bytes(16)
    )
    query = {
        "signature": signature_of(keys.token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": OPENID,
        "encrypt_type": "aes",
        "msg_signature": signature_of(keys.token, timestamp, nonce, sealed),
    }
    body = write_xml({"ToUserName": "gh_0123456789ab", "Encrypt": sealed})
    return Request(target=f"{path}?{urlencode(query)}", body=body)


def _message(number: int) -> bytes:
    """Return the end of a publication, or every other time what a reader writes."""
    fields: dict[str, Any] = {
        "ToUserName": "gh_0123456789ab",
        "FromUserName": OPENID,
        "CreateTime": int(time.time()),
    }
    if number % 2:
        fields |= {"MsgType": "text", "Content": "今天停水吗", "MsgId": secrets.randbits(62)}
    else:
        told = {"publish_id": secrets.randbits(40), "publish_status": 0}
        fields |= {"MsgType": "event", "Event": "PUBLISHJOBFINISH", "PublishEventInfo": told}
    return write_xml(fields)


def _send(port: int, requests: Sequence[Request], *, per_second: float) -> Load:
    """Send `requests` on time, whether or not earlier ones are answered, and wait for all.

    A push that must wait for a free sender counts from when it was due.
    """
    times: list[float] = []
    wrong: list[int] = []
    left = iter(enumerate(requests))
    lock = threading.Lock()
    begun = time.perf_counter()

    def work() -> None:
        while True:
            with lock:
                number, request = next(left, (0, None))
            if request is None:
                return
            due = begun + number / per_second
            time.sleep(max(0.0, due - time.perf_counter()))
            since = due if per_second < math.inf else time.perf_counter()
            is_right = _answered(port, request)
            times.append((time.perf_counter() - since) * 1000)
            if not is_right:
                wrong.append(number)

    threads = [threading.Thread(target=work) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    return Load(milliseconds=sorted(times), wrong=len(wrong), seconds=seconds)


def _answered(port: int, request: Request) -> bool:
    """Send one push; return whether it was answered `success`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", request.target, request.body, {"Content-Type": "text/xml"})
        response = connection.getresponse()
        return response.read() == b"success" and response.status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _share(load: Load, share: float) -> float:
    return load.milliseconds[int(share * (len(load.milliseconds) - 1))]


@contextmanager
def _serving() -> Iterator[int]:
    """Serve this installation as `hefa serve` does while the block lasts; yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen(web_command(port))
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(str(port))
