"""`hefa report`: the file is written, or a sentence says why not."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from subprocess import CompletedProcess

from hefa.core.workdays import HERE

Hefa = Callable[..., CompletedProcess[str]]


def test_the_report_is_written_or_said_why_not(hefa: Hefa, tmp_path: Path, demo_home: Path) -> None:
    place = Path(shutil.copytree(demo_home, tmp_path / "home"))
    target = tmp_path / "report.pdf"
    year = str(datetime.now(tz=HERE).year)
    made = hefa("report", "--year", year, "--pdf", str(target), home=place)
    content = target.read_bytes()
    before = hefa("report", "--month", "2019-05", "--pdf", str(target), home=place)
    again = hefa("report", "--year", year, "--xlsx", str(target), home=place)
    forced = hefa("report", "--year", year, "--xlsx", str(target), "--force", home=place)
    nowhere = hefa("report", "--year", year, "--xlsx", str(tmp_path / "a" / "b"), home=place)

    assert (before.returncode, nowhere.returncode) == (1, 1)
    assert "还没有采用制度" in before.stderr
    assert "写不了文件" in nowhere.stderr
    assert (made.returncode, made.stdout) == (0, f"{year}年的报告已写到 {target}\n")
    assert content.startswith(b"%PDF-")
    assert (again.returncode, forced.returncode) == (1, 0)
    assert "--force" in again.stderr
    assert target.read_bytes().startswith(b"PK")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["report.pdf"]
