"""A real IMAP server for tests: Debian's dovecot as a process of its own, on a free port."""

import grp
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from imapclient import IMAPClient
from tests.conftest import NOW

PASSWORD = "right-word"
_NOBODY = "nobody"

_CONFIG = """
base_dir = {place}/run
state_dir = {place}/run
log_path = {place}/log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
mail_location = maildir:{place}/mail/%u
first_valid_uid = 1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={place}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""


def is_there() -> bool:
    """Whether dovecot is installed."""
    return _binary() is not None


@dataclass(kw_only=True)
class Server:
    """The server, and a hand of our own in its mailbox."""

    place: Path
    port: int
    user: str = "gao@qinghe.example"
    trusted: Path | None = None
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it, and return when it answers."""
        command = [str(_binary()), "-F", "-c", str(self.place / "dovecot.conf")]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError((self.place / "log").read_text())

    def stop(self) -> None:
        """Stop it; whoever is connected is cut off."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    @contextmanager
    def hand(self, folder: str = "INBOX") -> Iterator[IMAPClient]:
        """Yield a client of our own in `folder`."""
        context = ssl.create_default_context(cafile=self.trusted) if self.trusted else None
        with IMAPClient(
            "localhost", port=self.port, ssl=bool(context), ssl_context=context
        ) as client:
            client.login(self.user, PASSWORD)
            client.select_folder(folder)
            yield client

    def deliver(self, *mails: bytes, at: datetime = NOW) -> None:
        """Put mails into the inbox as a delivery at that moment would."""
        with self.hand() as client:
            for mail in mails:
                client.append("INBOX", mail, msg_time=at)

    def lying_in(self, folder: str) -> int:
        """Return how many mails lie in `folder`; 0 when there is no such folder."""
        with self.hand() as client:
            if not client.folder_exists(folder):
                return 0
            return int(client.select_folder(folder, readonly=True)[b"EXISTS"])

    def flags(self) -> list[bytes]:
        """Return every flag that any mail in the inbox carries."""
        with self.hand() as client:
            uids = client.search()
            return [flag for uid in uids for flag in client.get_flags(uid)[uid]]

    def number_anew(self) -> None:
        """Let the inbox begin a new numbering, as after a restore."""
        self.stop()
        for path in (self.place / "mail" / self.user).glob("dovecot*"):
            path.unlink()
        time.sleep(1.1)  # the new number is the second of the clock
        self.start()


@contextmanager
def served(certificate: Path | None = None) -> Iterator[Server]:
    """Serve one mailbox; with a certificate (and its key) only over TLS."""
    place = Path(tempfile.mkdtemp(prefix="hefa-imap-"))
    port = _free_port()
    user = pwd.getpwnam(_NOBODY) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    (place / "mail").mkdir()
    pem = f"ssl_cert = <{certificate}\nssl_key = <{certificate}" if certificate else ""
    config = _CONFIG.format(
        place=place,
        password=PASSWORD,
        ssl="yes" if certificate else "no",
        certificate=pem,
        user=user.pw_name,
        group=_group_of(user),
        plain_port=0 if certificate else port,
        tls_port=port if certificate else 0,
    )
    (place / "dovecot.conf").write_text(config)
    if os.geteuid() == 0:
        place.chmod(0o755)
        os.chown(place / "mail", user.pw_uid, user.pw_gid)
    server = Server(place=place, port=port, trusted=certificate)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(place)


def _group_of(user: pwd.struct_passwd) -> str:
    return grp.getgrgid(user.pw_gid).gr_name


def _binary() -> str | None:
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/sbin")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
