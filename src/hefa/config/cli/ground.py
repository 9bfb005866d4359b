"""What commands share: Django set up, errors as words, JSON on standard output."""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from hefa.config.home import NoHome
from hefa.core.errors import HefaError
from hefa.core.words import WORDS as CORE_WORDS


def set_up_django() -> None:
    """Load the settings of this installation; SystemExit with a sentence when there is none."""
    import django  # noqa: PLC0415  # only commands that need the database pay for it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hefa.config.settings")
    try:
        django.setup()
    except NoHome as missing:
        raise SystemExit(f"{missing} 还没有建立过。请先运行：hefa init") from None


def print_json(value: Mapping[str, Any] | list[Any]) -> None:
    """Print `value` as one JSON text in UTF-8."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def read_file(name: str) -> bytes:
    """Return the bytes of the file `name`; SystemExit with a plain sentence when it cannot be."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise SystemExit(f"读不到文件 {name}：{error.strerror}") from None


def write_file(target: Path, content: bytes, *, is_forced: bool = False) -> None:
    """Write `content` to the file `target`, whole or not at all.

    SystemExit with a plain sentence when it cannot be, or when a file is there and not
    `is_forced`: nobody's database is written over by a slip of the finger.
    """
    if target.exists() and not is_forced:
        raise SystemExit(f"{target} 已经有了。要盖掉它，请加 --force。")
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    except OSError as error:
        raise SystemExit(f"写不了文件 {target}：{error.strerror}") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def complain(error: HefaError, words: Mapping[str, str]) -> int:
    """Print every reason of `error` to standard error and return exit status 1."""
    known = {**CORE_WORDS, **words}
    for reason in error.reasons:
        text = known.get(reason.code, reason.code)
        sys.stderr.write(text.format_map(dict(reason.detail)) + "\n")
    return 1
