"""A real server that answers as the robots of WeCom, DingTalk and Feishu do, for one test."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

WECOM_KEY = "693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa"
DINGTALK_KEY = "566cc69da782ec33e42541b09b08551f09fbe864eb8008112e994b43887a1234"
FEISHU_KEY = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
SECRET = "SEC0123456789abcdef0123456789abcdef"
ADDRESSES = {
    "wecom": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={WECOM_KEY}",
    "dingtalk": f"https://oapi.dingtalk.com/robot/send?access_token={DINGTALK_KEY}",
    "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{FEISHU_KEY}",
}
Answer = tuple[int, bytes]


@dataclass(kw_only=True)
class Groups:
    """What has arrived in the groups, and how the services behave."""

    url: str = ""
    said: list[tuple[str, str]] = field(default_factory=list)  # service, text
    asked: list[str] = field(default_factory=list)  # every path that was called
    secret: str = ""  # set: DingTalk and Feishu want a signature
    answer: Answer | None = None  # given instead of the service's own
    hangs_up: str = ""  # before | after: the line goes dead, the message not taken or taken
    clock: float = 0.0

    def texts(self, service: str) -> list[str]:
        return [text for of, text in self.said if of == service]


def _json(answer: dict[str, Any], status: int = 200) -> Answer:
    return status, json.dumps(answer, ensure_ascii=False).encode()


def _wecom(groups: Groups, query: dict[str, list[str]], body: dict[str, Any]) -> Answer:
    if query.get("key") != [WECOM_KEY]:
        return _json({"errcode": 93000, "errmsg": "invalid webhook url, hint: [1732]"})
    if len(body["text"]["content"].encode()) > 2048:
        return _json({"errcode": 40058, "errmsg": "invalid Request Parameter"})
    groups.said.append(("wecom", body["text"]["content"]))
    return _json({"errcode": 0, "errmsg": "ok"})


def _dingtalk(groups: Groups, query: dict[str, list[str]], body: dict[str, Any]) -> Answer:
    if query.get("access_token") != [DINGTALK_KEY]:
        return _json({"errcode": 300005, "errmsg": "token is not exist"})
    if groups.secret:
        stamp = query.get("timestamp", [""])[0]
        wanted = hmac.new(
            groups.secret.encode(), f"{stamp}\n{groups.secret}".encode(), hashlib.sha256
        )
        if query.get("sign") != [base64.b64encode(wanted.digest()).decode()]:
            return _json({"errcode": 310000, "errmsg": "sign not match, more: [https://ding]"})
        if abs(int(stamp) / 1000 - groups.clock) > 3600:
            return _json({"errcode": 310000, "errmsg": "invalid timestamp"})
    groups.said.append(("dingtalk", body["text"]["content"]))
    return _json({"errcode": 0, "errmsg": "ok"})


def _feishu(groups: Groups, path: str, body: dict[str, Any]) -> Answer:
    if path.rpartition("/")[2] != FEISHU_KEY:
        words = "param invalid: incoming webhook access token invalid"
        return _json({"code": 19001, "data": {}, "msg": words}, 400)
    if groups.secret:
        key = f"{body.get('timestamp')}\n{groups.secret}".encode()
        wanted = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
        is_late = abs(float(body.get("timestamp", 0)) - groups.clock) > 3600
        if body.get("sign") != wanted or is_late:
            return _json({"code": 19021, "msg": "sign match fail or timestamp is not within"})
    groups.said.append(("feishu", body["content"]["text"]))
    return _json({"StatusCode": 0, "StatusMessage": "success", "code": 0, "msg": "success"})


@contextmanager
def served() -> Iterator[Groups]:
    """Serve on a free port of this machine."""
    groups = Groups(clock=time.time())

    class Talk(BaseHTTPRequestHandler):
        """One call."""

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            groups.asked.append(self.path)
            if groups.hangs_up == "before":
                self.connection.close()
                return
            status, answer = groups.answer or self.answer_of(json.loads(content))
            if groups.hangs_up == "after":
                self.connection.close()
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def answer_of(self, body: dict[str, Any]) -> Answer:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            if parts.path == "/cgi-bin/webhook/send":
                return _wecom(groups, query, body)
            if parts.path == "/robot/send":
                return _dingtalk(groups, query, body)
            return _feishu(groups, parts.path, body)

        def log_message(self, *args: Any) -> None:
            del args

    with ThreadingHTTPServer(("127.0.0.1", 0), Talk) as server:
        groups.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield groups
        finally:
            server.shutdown()
            thread.join()
