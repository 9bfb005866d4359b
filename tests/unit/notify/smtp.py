"""A real mail server for one test: it takes mail, refuses it, or falls silent, as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(kw_only=True)
class Post:
    """What has arrived, and how the server behaves towards each address."""

    port: int = 0
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)  # RCPT is answered with 550
    hung_up_after: set[str] = field(default_factory=set)  # taken, then the line is dead

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails that arrived for `address`."""
        return [message for to, message in self.mails if to == address]


@contextmanager
def served() -> Iterator[Post]:
    """Serve on a free port of this machine."""
    post = Post()

    class Talk(socketserver.StreamRequestHandler):
        """One conversation."""

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

        def handle(self) -> None:
            self.say("220 here")
            to = ""
            while line := self.rfile.readline().decode().strip():
                verb = line.partition(" ")[0].upper()
                if verb == "RCPT":
                    to = line[line.index("<") + 1 : line.index(">")]
                    self.say("550 unknown" if to in post.refused else "250 ok")
                elif verb == "DATA":
                    self.say("354 go on")
                    self.take(to)
                    if to in post.hung_up_after:
                        return
                    self.say("250 taken")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def take(self, to: str) -> None:
            lines = []
            while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                lines.append(line[1:] if line.startswith(b"..") else line)
            text = message_from_bytes(b"".join(lines), policy=policy.default)
            post.mails.append((to, text))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        post.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield post
        finally:
            server.shutdown()
            thread.join()
