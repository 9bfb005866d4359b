"""Files that are given to commands."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.fixtures.compound import compound
from tests.fixtures.docx import small, winter_heating_notice, zipped

if TYPE_CHECKING:
    import subprocess

Hefa = Callable[..., "subprocess.CompletedProcess[str]"]


BAD = {
    "unknown": (b"\x7fELF\x02\x01", "这种文件读不了"),
    "broken_pdf": (b"%PDF-1.7", "这个 PDF 已损坏"),
    "web_page": (b"<html><body>x</body></html>", "其实是网页"),
    "empty": (b"", "这个文件是空的"),
    "broken": (b"PK\x03\x04 cut off", "已损坏"),
    "encrypted": (compound({"EncryptedPackage": b"x"}), "设有密码"),
    "bomb": (zipped({"word/document.xml": b" " * 30_000_000}), "异常庞大"),
    "sixty_megabytes": (b"PK" + bytes(60_000_000), "文件超过 50 MB"),
    "no_text": (small(""), "没有文字"),
}


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "供暖.docx"
    path.write_bytes(winter_heating_notice())
    return path
