"""One simulator for the SDKs of others, which take it for their proxy or are told its address."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.sandbox.certificates import certificate_in
from tests.sandbox.client import Wechat, start

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_in(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def running(certificate: Path) -> Iterator[Wechat]:
    options = ["--tls-certificate", str(certificate)]
    options += ["--tls-key", str(certificate.with_name("key.pem"))]
    process, ready = start(*options, "--publish-delay", "60", "--exit-with-parent")
    yield Wechat(ready["url"].replace("https", "http"), ready["appid"], ready["secret"])
    process.terminate()
    assert process.wait(timeout=5) == 0


@pytest.fixture
def wechat(running: Wechat) -> Wechat:
    """An empty simulator of a verified service account, at noon: no day ends amid a test."""
    running.console("reset")
    today = datetime.fromtimestamp(running.state()["now"], SHANGHAI).date()
    running.console("clock", set_to=f"{today.isoformat()}T12:00")
    running.console("account", kind="service")
    return running


@pytest.fixture
def proxied(wechat: Wechat, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Wechat:
    """The simulator as proxy of this process: what goes to WeChat's address comes to it."""
    for name in ("HTTP_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", wechat.url)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return wechat
