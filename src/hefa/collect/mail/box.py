"""The mailbox over IMAP: what lies in it, one mail at a time; the only user of imapclient.

It is read without a trace: opened read-only, fetched by PEEK, so nobody's mail turns "read".
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import (
    IMAPClientAbortError,
    IMAPClientError,
    LoginError,
    ProtocolError,
)

from hefa.collect.mail.parts import MOST_BYTES
from hefa.core.errors import Refused, Tampered, Unavailable, reason
from hefa.registry.actions.mailbox import BOUND_TO
from hefa.registry.models import Mailbox
from hefa.registry.secrets import open_sealed

ASIDE = "核发未收"
_HEAD_BYTES = 64 * 1024
_TIMEOUT = SocketTimeout(connect=10, read=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a mail and the size of the whole."""

    content: bytes
    size_bytes: int


class Box:
    """An open mailbox, at one folder."""

    def __init__(self, client: IMAPClient, folder: str) -> None:
        self._client = client
        self._folder = folder
        self.uid_validity = self._select(is_read_only=True)

    def uids_after(self, uid: int) -> list[int]:
        """Return the numbers above `uid`, ascending."""
        with _worded():
            found = self._client.search(["UID", f"{uid + 1}:*"])
        return sorted(one for one in found if one > uid)  # `*` is the last one even if below

    def uids_since(self, day: date) -> list[int]:
        """Return the numbers of the mails that came on `day` or later, ascending."""
        with _worded():
            return sorted(self._client.search(["SINCE", day]))

    def head(self, uid: int) -> Head | None:
        """Return the head of a mail, cut to a sane length; None when it is gone."""
        asked = [f"BODY.PEEK[HEADER]<0.{_HEAD_BYTES}>", "RFC822.SIZE"]
        found = self._fetched(uid, asked)
        if found is None:
            return None
        content = found.get(b"BODY[HEADER]<0>") or b""
        return Head(content=content, size_bytes=int(found.get(b"RFC822.SIZE", 0)))

    def content(self, uid: int) -> bytes | None:
        """Return the mail whole; None when it is gone. One beyond the limit is cut above it."""
        asked = f"BODY.PEEK[]<0.{MOST_BYTES + 1}>"
        found = self._fetched(uid, [asked])
        return None if found is None else found.get(b"BODY[]<0>") or b""

    def move_aside(self, uids: list[int]) -> None:
        """Move mails into the folder `ASIDE`, made when it is missing; what is gone is no error."""
        with _worded():
            if not self._client.folder_exists(ASIDE):
                self._client.create_folder(ASIDE)
            if self._select(is_read_only=False) == self.uid_validity:  # else these mean others
                self._move(uids)

    def _move(self, uids: list[int]) -> None:
        if self._client.has_capability("MOVE"):
            self._client.move(uids, ASIDE)
            return
        self._client.copy(uids, ASIDE)
        self._client.delete_messages(uids, silent=True)
        if self._client.has_capability("UIDPLUS"):  # a plain EXPUNGE would take others' along
            self._client.uid_expunge(uids)

    def _fetched(self, uid: int, asked: list[str]) -> dict[bytes, Any] | None:
        with _worded():
            found: dict[bytes, Any] | None = self._client.fetch([uid], asked).get(uid)
        return found

    def _select(self, *, is_read_only: bool) -> int:
        try:
            answer = self._client.select_folder(self._folder, readonly=is_read_only)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            raise Refused(reason("collect.mailbox_folder_missing", folder=self._folder)) from None
        return int(answer[b"UIDVALIDITY"])


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[Box]:
    """Open the mailbox for a while.

    Raises Refused when settings are to be mended (certificate, password, folder), Unavailable
    when the server is away or the connection breaks off: try again later.
    """
    secret = _secret_of(mailbox)
    with _worded():
        client = _connected(mailbox)
    try:
        with _worded():
            _sign_in(client, mailbox.user, secret)
            box = Box(client, mailbox.folder)
        yield box
    finally:
        _leave(client)


def _secret_of(mailbox: Mailbox) -> str:
    try:
        return open_sealed(BOUND_TO, mailbox.secret_sealed)
    except Tampered:
        raise Refused(reason("collect.mailbox_secret_lost")) from None


def _connected(mailbox: Mailbox) -> IMAPClient:
    """Return a connection whose certificate was checked; in the clear on this machine only."""
    try:
        return IMAPClient(
            mailbox.host,
            port=mailbox.port,
            ssl=not mailbox.is_plain,
            ssl_context=None if mailbox.is_plain else ssl.create_default_context(),
            timeout=_TIMEOUT,
        )
    except ssl.SSLCertVerificationError:
        raise Refused(reason("collect.mailbox_certificate", host=mailbox.host)) from None
    except ssl.SSLError:
        raise Refused(reason("collect.mailbox_not_encrypted", port=mailbox.port)) from None
    except (socket.gaierror, UnicodeError):
        raise Unavailable(reason("collect.mailbox_no_such_host", host=mailbox.host)) from None
    except OSError:
        raise Unavailable(reason("collect.mailbox_unreachable", host=mailbox.host)) from None


def _sign_in(client: IMAPClient, user: str, secret: str) -> None:
    try:
        client.login(user, secret)
    except LoginError as error:
        if isinstance(error.__context__, IMAPClientAbortError):
            raise error.__context__ from None
        raise Refused(reason("collect.mailbox_sign_in_refused")) from None
    if client.has_capability("ID"):  # some Chinese providers open no folder before it
        client.id_({"name": "hefa", "version": "1"})


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except (IMAPClientError, OSError):
        client.shutdown()


@contextmanager
def _worded() -> Iterator[None]:
    """Let what breaks off come back as a reason."""
    try:
        yield
    except (IMAPClientAbortError, ProtocolError, OSError):
        raise Unavailable(reason("collect.mailbox_broke_off")) from None
    except IMAPClientError:
        raise Unavailable(reason("collect.mailbox_declined")) from None
