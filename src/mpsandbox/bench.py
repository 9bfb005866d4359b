"""Measures how many token-checked calls a second the simulator answers.

`python -m mpsandbox.bench [--seconds N] [--threads N]` starts a simulator of its own, calls
GET /cgi-bin/draft/count, and prints calls a second with connections kept open and without;
beside it what Python's own `http.server` does when it only says hello.
"""

import argparse
import http.client
import json
import subprocess
import sys
import threading
import time
from typing import Any
from urllib.parse import urlsplit

PATH = "/cgi-bin/draft/count"
MANY = 10**9
PEER = """
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Hello(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")
    def log_message(self, *_):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Hello)
print(server.server_port, flush=True)
server.serve_forever()
"""


def main() -> None:
    """Print one JSON line: calls a second, kept open and not, of the simulator and the peer."""
    parser = argparse.ArgumentParser(description="How fast the simulator answers.")
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--threads", type=int, default=4)
    asked = parser.parse_args()
    command = [sys.executable, "-m", "mpsandbox", "--exit-with-parent"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            ready = json.loads(process.stdout.readline()) if process.stdout else {}
            rates = _measured(ready, asked.seconds, asked.threads)
        finally:
            process.terminate()
    with subprocess.Popen([sys.executable, "-c", PEER], stdout=subprocess.PIPE, text=True) as peer:
        try:
            port = peer.stdout.readline().strip() if peer.stdout else ""
            found = _both(f"http://127.0.0.1:{port}", "/", asked.seconds, asked.threads)
        finally:
            peer.terminate()
    rates |= {f"peer_{name}": rate for name, rate in found.items()}
    sys.stdout.write(json.dumps(rates) + "\n")


def calls_a_second(url: str, path: str, *, seconds: float, threads: int, keep: bool) -> float:
    """Return how many GETs of `path` were answered 200 in each second, over all threads."""
    place, counts = urlsplit(url).netloc, [0] * threads
    end = time.monotonic() + seconds

    def run(number: int) -> None:
        connection = http.client.HTTPConnection(place, timeout=10)
        while time.monotonic() < end:
            connection.request("GET", path)
            response = connection.getresponse()
            body = json.loads(response.read())
            counts[number] += response.status == http.HTTPStatus.OK and "errcode" not in body
            if not keep:
                connection.close()
        connection.close()

    callers = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return sum(counts) / seconds


def _measured(ready: dict[str, Any], seconds: float, threads: int) -> dict[str, float]:
    place = urlsplit(ready["url"]).netloc
    grant = {"grant_type": "client_credential"}
    credentials = {"appid": ready["appid"], "secret": ready["secret"]}
    token = _post(place, "/cgi-bin/stable_token", grant | credentials)["access_token"]
    limits = {"path": PATH, "daily_limit": MANY, "per_minute": MANY}
    _post(place, "/console/api/quotas", limits)
    return _both(ready["url"], f"{PATH}?access_token={token}", seconds, threads)


def _both(url: str, path: str, seconds: float, threads: int) -> dict[str, float]:
    return {
        name: round(calls_a_second(url, path, seconds=seconds, threads=threads, keep=keep))
        for name, keep in (("kept_open", True), ("not_kept", False))
    }


def _post(place: str, path: str, fields: dict[str, Any]) -> dict[str, Any]:
    connection = http.client.HTTPConnection(place, timeout=10)
    connection.request("POST", path, json.dumps(fields))
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return answer


if __name__ == "__main__":
    main()
