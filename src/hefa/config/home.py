"""HEFA_HOME: where everything of one installation lives, and the keys kept there."""

import base64
import fcntl
import os
import secrets
from pathlib import Path
from typing import IO

from cryptography.fernet import Fernet

CHECKOUT = Path(__file__).resolve().parents[3]


class NoHome(RuntimeError):
    """HEFA_HOME was never set up; the person runs `hefa init` first."""


def home() -> Path:
    """Return HEFA_HOME; without the variable it is `var/` in a checkout."""
    given = os.environ.get("HEFA_HOME")
    return Path(given).expanduser().resolve() if given else CHECKOUT / "var"


def database_path() -> Path:
    """Return the path of the SQLite file."""
    return home() / "hefa.sqlite3"


def files_path() -> Path:
    """Return the folder of stored files, named by SHA-256."""
    return home() / "files"


def key(name: str) -> str:
    """Return the key `name` (`session`, `secrets` or `place`).

    Raises NoHome when the installation was never set up.
    """
    try:
        return (home() / "keys" / name).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise NoHome(str(home())) from None


def ledger_key_path() -> Path:
    """Return where the key that signs the ledger's checkpoints lies, outside the database."""
    given = os.environ.get("HEFA_LEDGER_KEY")
    return Path(given).expanduser() if given else home() / "keys" / "ledger"


def create() -> None:
    """Make the folders and keys that are missing; nothing that exists is touched."""
    for folder in (home(), files_path(), home() / "keys"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = {
        "session": secrets.token_urlsafe(50),
        "secrets": Fernet.generate_key().decode("ascii"),
        "place": secrets.token_hex(32),
    }
    if not os.environ.get("HEFA_LEDGER_KEY"):
        made["ledger"] = base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    for name, value in made.items():
        path = home() / "keys" / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(value, encoding="ascii")


def hold() -> IO[bytes] | None:
    """Return what holds HEFA_HOME for one process until it is closed; None while another does.

    Whoever serves holds it, and whoever puts a backup back.
    """
    file = (home() / "held").open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
