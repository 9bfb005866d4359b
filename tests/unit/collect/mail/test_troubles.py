"""What can go wrong with a mailbox: said on its page in plain words, tried again, never doubled."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from hefa.collect.mail.looking import look
from hefa.collect.models import IncomingMail, Manuscript
from hefa.core.errors import Unavailable
from hefa.jobs.models import JobRun
from hefa.jobs.sweep import sweep
from hefa.people.models import Person
from hefa.registry.models import Mailbox

from . import imap
from .certificates import certificate
from .conftest import name_mailbox
from .imap import Server
from .mails import mail, with_word

SignIn = Callable[..., Client]
PAGE = "/settings/mail-and-backup/"


@contextmanager
def cutting(port: int, after_bytes: int) -> Iterator[int]:
    """Yield the port of a line to `port` that is cut once so much has come back."""
    with socket.create_server(("127.0.0.1", 0)) as ear:
        threading.Thread(target=_pass_on, args=(ear, port, after_bytes), daemon=True).start()
        yield ear.getsockname()[1]


def _pass_on(ear: socket.socket, port: int, after_bytes: int) -> None:
    try:
        client, _ = ear.accept()
    except OSError:
        return
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        threading.Thread(target=_forward, args=(client, server), daemon=True).start()
        while after_bytes > 0 and (piece := server.recv(min(4096, after_bytes))):
            client.sendall(piece)
            after_bytes -= len(piece)
        client.shutdown(socket.SHUT_RDWR)


def _forward(client: socket.socket, server: socket.socket) -> None:
    try:
        while piece := client.recv(4096):
            server.sendall(piece)
    except OSError:
        return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("differing", "code", "words", "is_raised"),
    [
        ({"port": "free"}, "collect.mailbox_unreachable", "连不上收信服务器 127.0.0.1", True),
        ({"secret": "wrong"}, "collect.mailbox_sign_in_refused", "不认登录名或密码", False),
        ({"folder": "没有的"}, "collect.mailbox_folder_missing", "没有这个文件夹", False),
        ({"is_plain": False}, "collect.mailbox_not_encrypted", "没有加密，没有登录", False),
        ({"host": "no-such-host.invalid", "is_plain": False},
         "collect.mailbox_no_such_host", "没有找到收信服务器", True),
    ],
)  # fmt: skip
def test_trouble_stands_on_the_page_in_plain_words_until_it_is_over(
    *,
    server: Server,
    zhang: Person,
    sign_in: SignIn,
    now: datetime,
    differing: dict[str, object],
    code: str,
    words: str,
    is_raised: bool,
) -> None:
    if differing.get("port") == "free":
        differing = {"port": free_port()}
    name_mailbox(server, now, **differing)
    server.deliver(bytes(mail()))

    if is_raised:
        with pytest.raises(Unavailable):
            look(now)
    else:
        look(now)

    found = Mailbox.objects.get()
    assert (found.trouble_code, found.looked_at) == (code, now)
    page = sign_in("chen").get(PAGE).content.decode()
    assert words in page
    assert imap.PASSWORD not in page
    assert not Manuscript.objects.exists()

    name_mailbox(server, now)
    look(now)
    assert Mailbox.objects.get().trouble_code == ""
    assert Manuscript.objects.count() == 1
    assert "连接正常" in sign_in("chen").get(PAGE).content.decode()


@pytest.mark.parametrize("after_bytes", [0, 60, 300, 700, 1500, 3000, 6000, 20_000, 40_000])
def test_a_connection_lost_anywhere_makes_nothing_twice_and_loses_nothing(
    server: Server, zhang: Person, now: datetime, after_bytes: int
) -> None:
    server.deliver(
        bytes(mail("一。")),
        with_word(mail(message_id="<2@q.example>")),
        bytes(mail("三。", message_id="<3@q.example>")),
    )
    with cutting(server.port, after_bytes) as port:
        name_mailbox(server, now, port=port)
        try:
            look(now)
        except Unavailable:
            assert Mailbox.objects.get().trouble_code in (
                "collect.mailbox_broke_off",
                "collect.mailbox_unreachable",
            )
    name_mailbox(server, now)

    look(now)
    look(now)

    assert IncomingMail.objects.filter(state="drafted").count() == 3
    assert Manuscript.objects.count() == 3
    assert {one.attempts for one in IncomingMail.objects.all()} == {1}


def test_the_job_tries_again_by_itself(server: Server, zhang: Person, now: datetime) -> None:
    name_mailbox(server, now, port=free_port())
    server.deliver(bytes(mail()))

    sweep(now)

    run = JobRun.objects.get(kind="collect.mail")
    assert run.last_error == "collect.mailbox_unreachable"
    assert run.next_at is not None
    assert run.next_at - now < timedelta(minutes=10)
    Mailbox.objects.update(port=server.port)
    sweep(run.next_at)
    assert Manuscript.objects.count() == 1
    run.refresh_from_db()
    assert run.last_error == ""


@pytest.mark.parametrize(
    ("name", "is_trusted", "code"),
    [
        ("localhost", True, ""),
        ("localhost", False, "collect.mailbox_certificate"),
        ("elsewhere.example", True, "collect.mailbox_certificate"),
    ],
)
def test_only_a_server_whose_certificate_is_right_gets_the_password(
    *,
    zhang: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
    name: str,
    is_trusted: bool,
    code: str,
) -> None:
    if not imap.is_there():
        pytest.skip("dovecot is not installed: apt-get install dovecot-imapd")
    both, trusted = certificate(tmp_path, name)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with imap.served(certificate=both) as server:
        name_mailbox(server, now, host="localhost", is_plain=False)
        look(now)

        assert Mailbox.objects.get().trouble_code == code
        signed_in = "Login: user=" in (server.place / "log").read_text()
        assert signed_in == (code == "")


def test_the_password_stands_in_no_log_however_much_is_logged(
    server: Server, zhang: Person, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        name_mailbox(server, now)
        look(now)
        name_mailbox(server, now, secret="wrong-word")
        look(now)

    assert "imapclient" in {record.name.partition(".")[0] for record in caplog.records}
    assert imap.PASSWORD not in caplog.text
    assert "wrong-word" not in caplog.text
