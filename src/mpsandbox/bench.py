"""Measures how many token-checked calls a second the simulator answers.

`python -m mpsandbox.bench [--seconds N] [--threads N]` starts a simulator of its own, calls
GET /cgi-bin/draft/count, and prints calls a second with connections kept open and without.
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


def main() -> None:
    """Print one JSON line: calls a second, kept open and not."""
    parser = argparse.ArgumentParser(description="How fast the simulator answers.")
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--threads", type=int, default=4)
    asked = parser.parse_args()
    command = [sys.executable, "-m", "mpsandbox", "--exit-with-parent"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            ready = json.loads(process.stdout.readline()) if process.stdout else {}
            sys.stdout.write(json.dumps(_measured(ready, asked.seconds, asked.threads)) + "\n")
        finally:
            process.terminate()


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
    address = f"{PATH}?access_token={token}"
    return {
        name: round(
            calls_a_second(ready["url"], address, seconds=seconds, threads=threads, keep=keep)
        )
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
