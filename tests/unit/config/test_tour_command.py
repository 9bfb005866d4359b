"""The tour: every step of the way as a command, in a home of its own."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from tests.conftest import COMMAND, environment
from tests.unit.config.files_given import BAD, Hefa, notice

__all__ = ["notice"]

SAMPLES = Path(__file__).resolve().parents[3] / "docs" / "samples"


STEPS = [
    "read", "check", "submit", "endorse", "approve", "deliver", "release",
    "publish", "public_page", "patrol", "ledger",
]  # fmt: skip


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that tours begin from: the first one makes the template that the others copy."""
    return tmp_path_factory.mktemp("toured")


def test_tour_walks_every_step(hefa_from_nothing: Hefa, toured: Path) -> None:
    file = SAMPLES / "冬季供暖入户检查通知.docx"

    done = hefa_from_nothing("tour", str(file), "--json", home=toured)

    made = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert set(made) >= {"ok", "steps", "article_url", "package_sha256", "ledger", "findings"}
    assert made["ok"] is True
    assert [step["name"] for step in made["steps"]] == STEPS
    assert all(set(step) == {"name", "ok", "ms", "detail"} for step in made["steps"])
    assert made["ledger"]["verified"] is True
    assert made["ledger"]["size"] > len(STEPS)
    assert len(made["package_sha256"]) == len(made["ledger"]["root"]) == 64
    assert made["article_url"].startswith("http")


@pytest.mark.parametrize("name", ["unknown", "encrypted", "no_text"])
def test_tour_of_a_bad_file_fails_in_its_first_step(
    hefa: Hefa, toured: Path, tmp_path: Path, name: str
) -> None:
    content, told = BAD[name]
    path = tmp_path / "坏.docx"
    path.write_bytes(content)

    done = hefa("tour", str(path), "--json", home=toured)

    made = json.loads(done.stdout)
    assert done.returncode == 1
    assert made["ok"] is False
    assert [(step["name"], step["ok"]) for step in made["steps"]] == [("read", False)]
    assert told in made["steps"][0]["detail"]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_tour_finds_what_an_outsider_did_before_patrol(
    toured: Path, notice: Path, act: str
) -> None:
    command = [sys.executable, "-c", COMMAND, "tour", str(notice), "--json"]
    with subprocess.Popen(
        [*command, "--wait-before-patrol", "2"],
        env=environment(toured),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        line = next(entry for entry in process.stderr if "http" in entry)
        console = next(word for word in line.split() if word.startswith("http")).rstrip("，")
        change_the_article(console, act)
        output, _ = process.communicate(timeout=40)

    made = json.loads(output)
    failed = [step for step in made["steps"] if not step["ok"]]
    assert process.returncode == 1
    assert made["ok"] is False
    assert [step["name"] for step in failed] == ["patrol"]
    assert failed[0]["detail"]


def change_the_article(console: str, act: str) -> None:
    """Edit or delete the only article as an outsider would, through the console's own API."""
    base = f"{console.rstrip('/')}/api"
    with urllib.request.urlopen(f"{base}/state", timeout=5) as answer:
        (article,) = json.load(answer)["articles"]
    request = urllib.request.Request(
        f"{base}/articles/{article['article_id']}/{act}",
        json.dumps({"title": "被改过的标题"} if act == "edit" else {}).encode(),
        {"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=5).close()
