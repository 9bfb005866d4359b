"""The whole simulator: which part answers which address."""

from collections.abc import Callable
from email.utils import formatdate

from mpsandbox import clock
from mpsandbox.gateway import Sandbox, answer_api, settle
from mpsandbox.media import picture_reply
from mpsandbox.wire import Reply, Request
from mpsandbox.world import World

# What is not simulated of these is refused as an unknown address is.
API_PLACES = ("/cgi-bin/", "/datacube/", "/customservice/", "/sns/", "/wxa/", "/wxaapi/")

Answerer = Callable[[Sandbox, Request], Reply | None]


class Application:
    """Answers every request, each for the account it concerns."""

    def __init__(self, world: World) -> None:
        self.world = world

    def answer(self, request: Request) -> Reply | None:
        """Return the reply; None when a fault closes the connection without one."""
        if _is_foreign_post(request):
            return Reply(status=403, body=b"Cross-site requests are refused.")
        if request.path == "/console" or request.path.startswith("/console/"):
            from mpsandbox.console.views import console_reply  # noqa: PLC0415 - a shorter start

            return console_reply(self.world, request)
        sandbox = self.world.sandbox_of(request)
        if request.path.startswith(API_PLACES):
            return answer_api(sandbox, request)
        settle(sandbox)
        return _answerer_of(request.path)(sandbox, request)

    def date(self) -> str:
        """Return the simulator's time as the header `Date` has it."""
        with self.world.first.store.reading() as db:
            return formatdate(clock.now(db), usegmt=True)


def _answerer_of(path: str) -> Answerer:
    if path == "/s" or path.startswith("/s/"):
        from mpsandbox.pages import article_reply  # noqa: PLC0415 - keeps the start short

        return article_reply
    return _picture if path.startswith("/mmbiz_") else _elsewhere


def _picture(sandbox: Sandbox, request: Request) -> Reply:
    with sandbox.store.reading() as db:
        return picture_reply(db, request)


def _elsewhere(_: Sandbox, request: Request) -> Reply:
    if request.path == "/":
        return Reply(status=303, body=b"", headers=(("Location", "/console"),))
    if request.path == "/favicon.ico":
        return Reply(status=204, body=b"")
    return Reply(status=404, body=b"Not found", content_type="text/plain")


def _is_foreign_post(request: Request) -> bool:
    """Say whether another site's page sends this; the console has no sign-in to protect it."""
    site = request.headers.get("sec-fetch-site")
    return request.method == "POST" and site in {"cross-site", "same-site"}
