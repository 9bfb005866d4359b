"""The tour: read, check, review, publish, patrol and verify, on a temporary installation.

The sandbox runs in another process over HTTP; each act is done by the person whose post the
route names. Import this module once a process: it points HEFA_HOME at a temporary folder.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2

from hefa.config import home
from hefa.config.cli.ground import set_up_django
from hefa.config.profiles import DEFAULT
from hefa.config.sandbox import Sandbox, start_sandbox
from hefa.core.errors import HefaError

if TYPE_CHECKING:
    from hefa.config.walking import Walk


@dataclass(slots=True, kw_only=True)
class Step:
    """One step of the tour: whether it went well, how long it took, and what to know of it."""

    name: str
    ok: bool
    ms: float
    detail: str


@dataclass(slots=True, kw_only=True)
class Record:
    """What the tour has shown so far."""

    steps: list[Step] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        """Whether every step so far went well."""
        return all(step.ok for step in self.steps)

    def take(self, name: str, do: Callable[[], tuple[bool, str]]) -> None:
        """Do one step and record it; once one has failed the rest are not done."""
        if not self.is_well:
            return
        begun = time.perf_counter()
        try:
            ok, detail = do()
        except HefaError as error:
            ok, detail = False, _sentences(error)
        except (httpx2.HTTPError, OSError) as error:
            ok, detail = False, f"没有连上：{error}"
        ms = round((time.perf_counter() - begun) * 1000, 1)
        self.steps.append(Step(name=name, ok=ok, ms=ms, detail=detail))


def make_tour(
    content: bytes, *, name: str, profile: str = DEFAULT, wait_seconds: float = 0
) -> dict[str, Any]:
    """Return the record of the whole main job on the Word file `content`, under `profile`."""
    sandbox = start_sandbox()
    with tempfile.TemporaryDirectory(prefix="hefa-tour-") as folder:
        try:
            _stand_on(Path(folder), sandbox, profile)
            return _tour(content, name, sandbox, profile, wait_seconds)
        finally:
            sandbox.process.terminate()
            sandbox.process.wait(timeout=5)


def _tour(
    content: bytes, name: str, sandbox: Sandbox, profile: str, wait_seconds: float
) -> dict[str, Any]:
    from hefa.config.walking import Walk  # noqa: PLC0415  # needs the settings

    walk = Walk.begin(sandbox, profile)
    record = Record()
    record.take("read", lambda: walk.read(content, Path(name).name))
    record.take("check", walk.check)
    record.take("submit", walk.submit)
    for act in walk.acts():
        record.take(act, walk.act)
    record.take("publish", walk.publish)
    record.take("public_page", walk.public_page)
    if record.is_well and wait_seconds:
        sys.stderr.write(f"现在可以到 {sandbox.console} 改动文章，{wait_seconds:g} 秒后巡检\n")
        time.sleep(wait_seconds)
    record.take("patrol", walk.patrol)
    record.take("ledger", walk.ledger)
    return _summary(record, walk)


def _summary(record: Record, walk: "Walk") -> dict[str, Any]:
    return {
        "ok": record.is_well,
        "steps": [asdict(step) for step in record.steps],
        "article_url": walk.article_url,
        "package_sha256": walk.package_sha256,
        "ledger": walk.ledger_state(),
        "findings": walk.findings,
    }


def _stand_on(folder: Path, sandbox: Sandbox, profile: str) -> None:
    """Make `folder` the installation of this process, a copy of the template of `profile`."""
    template = template_place(profile)
    shutil.copytree(template, folder, dirs_exist_ok=True)
    os.environ["HEFA_HOME"] = str(folder)
    os.environ["HEFA_DEMO"] = "1"
    os.environ["HEFA_SANDBOX_URL"] = sandbox.url
    set_up_django()


def template_place(profile: str = DEFAULT) -> Path:
    """Return the folder of a ready installation; made when missing or of older code."""
    place = home.home() / "template" / f"{profile}-{_digest_of_the_ground()}"
    if not (place / "ready").exists():
        from hefa.config.template import make_template  # noqa: PLC0415  # rarely needed

        make_template(place, profile=profile)
    return place


def _digest_of_the_ground() -> str:
    """Return what tells one form of the tables, profile and cast from another."""
    package = Path(__file__).resolve().parents[1]
    files = [
        *package.glob("*/migrations/0*.py"),
        *package.glob("regulations/*/*.toml"),
        package / "config" / "demo" / "cast.py",
        package / "config" / "home.py",
        package / "config" / "installing.py",
        package / "ledger" / "triggers.py",
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _sentences(error: HefaError) -> str:
    from hefa.ui.words import reason_sentence  # noqa: PLC0415  # needs the settings

    return " ".join(reason_sentence(entry) for entry in error.reasons)
