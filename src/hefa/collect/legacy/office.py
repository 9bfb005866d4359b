"""LibreOffice as the worker that turns older formats into .docx, never into anything shown.

One run at a time on a machine. Each run has a process and a profile of its own; macros, links
and the network are off; the folder it worked in is gone afterwards.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from socket import AF_UNIX, socket
from typing import Final

from hefa.collect.legacy.confined import Program, begin, finish, own_folder
from hefa.collect.legacy.kinds import Kind
from hefa.collect.legacy.standby import stand_by, taken
from hefa.core.errors import Refused, Unavailable, reason

LONGEST_RUN_SECONDS: Final = 60.0
MOST_IN_A_RUN: Final = 8
_LONGEST_QUEUE_SECONDS: Final = 30.0  # with a run, less than a job may take
_LONGEST_READY_SECONDS: Final = 20.0
_CPU_SECONDS: Final = 60
_DATA_BYTES: Final = 512 * 1024 * 1024
_NAMES: Final = ("soffice", "libreoffice")
_FILTERS: Final[Mapping[Kind, str]] = {
    Kind.OLD_WORD: "MS Word 97",
    Kind.RICH_TEXT: "Rich Text Format",
    Kind.OPEN_DOCUMENT: "writer8",
}
_SWITCHES: Final = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
_SOCKETS: Final = "/tmp"  # noqa: S108  # wherever temporary files go
_TO_DOCX: Final = "docx:MS Word 2007 XML"

_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM: Final = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS: Final = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),  # never
    ("Writer/Content/Update", "Field", "false"),
    ("Common/Misc", "FirstRun", "false"),
)


def is_installed() -> bool:
    """Whether there is a LibreOffice on this machine."""
    return _program() is not None


def to_docx(content: bytes, kind: Kind) -> bytes:
    """Return a file of an older format as .docx.

    Raises Refused when LibreOffice is missing, cannot read the file or takes too long, and
    Unavailable when others have kept it busy all the while.
    """
    found = to_docx_together([content], kind)[0]
    if found is None:
        raise Refused(reason("collect.office_gave_up"))
    return found


def to_docx_together(contents: Sequence[bytes], kind: Kind) -> list[bytes | None]:
    """Return several files of one kind as .docx, in one run; None for those not converted.

    They are taken in order, so of those that were not, the first is the cause. Raises Refused
    when LibreOffice is missing, and Unavailable when others have kept it busy all the while.
    """
    program = _program()
    if program is None:
        raise Refused(reason("collect.office_missing"))
    with _one_at_a_time():
        with taken() as ready:
            if ready is not None:
                made = _converted(program, contents, kind, ready, seconds=_LONGEST_READY_SECONDS)
                if made[0] is not None:
                    return made
        with own_folder() as folder:
            _make_profile(folder)
            made = _converted(program, contents, kind, folder, seconds=LONGEST_RUN_SECONDS)
    _clear_sockets()
    return made


def keep_ready() -> None:
    """Start a LibreOffice ahead, so that the next file need not wait for it."""
    program = _program()
    if program is not None:
        stand_by(partial(_waiting_office, program))


def _waiting_office(program: str, folder: Path) -> Program:
    _make_profile(folder)
    return _begin([program, *_SWITCHES, _profile(folder)], folder)


def _converted(
    program: str, contents: Sequence[bytes], kind: Kind, folder: Path, *, seconds: float
) -> list[bytes | None]:
    """Return what is made of the files in `folder`; a LibreOffice that waits there does it."""
    names = [f"{place}.{kind.value}" for place in range(len(contents))]
    for name, content in zip(names, contents, strict=True):
        (folder / name).write_bytes(content)
    command = [program, *_SWITCHES, _profile(folder), "--convert-to", _TO_DOCX]
    command += ["--infilter=" + _FILTERS[kind], "--outdir", "made", *names]
    finish(_begin(command, folder), seconds=seconds)
    return [_made(folder / "made" / f"{place}.docx") for place in range(len(contents))]


def _begin(command: Sequence[str], folder: Path) -> Program:
    return begin(command, folder=folder, data_bytes=_DATA_BYTES, cpu_seconds=_CPU_SECONDS)


def _made(path: Path) -> bytes | None:
    """Return what was written; half a file counts as none for its reader will refuse it."""
    try:
        return path.read_bytes() or None
    except FileNotFoundError:
        return None


def _program() -> str | None:
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def _profile(folder: Path) -> str:
    """Return the switch that names the profile in `folder`."""
    return f"-env:UserInstallation={(folder / 'profile').as_uri()}"


def _make_profile(folder: Path) -> None:
    """Write a fresh profile into `folder`, with what must be off."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "\n".join(_ITEM.format(path=p, name=n, value=v) for p, n, v in _SETTINGS)
    text = _PROFILE.format(items=items)
    (user / "registrymodifications.xcu").write_text(text, encoding="utf-8")


def _clear_sockets() -> None:
    """Remove the sockets that LibreOffices left in the common folder when they were killed."""
    for path in Path(_SOCKETS).glob("OSL_PIPE_*_SingleOfficeIPC_*"):
        with contextlib.suppress(OSError), socket(AF_UNIX) as knocking:
            if path.stat().st_uid != os.getuid():
                continue
            try:
                knocking.connect(str(path))
            except ConnectionRefusedError:  # nobody is at home
                path.unlink()


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait for one's turn among all processes of this machine's user."""
    path = Path(tempfile.gettempdir()) / f"hefa-office-{os.getuid()}.lock"
    patience = time.monotonic() + _LONGEST_QUEUE_SECONDS
    with path.open("a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > patience:
                    raise Unavailable(reason("collect.office_busy")) from None
                time.sleep(0.05)
        yield
