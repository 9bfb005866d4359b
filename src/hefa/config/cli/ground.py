"""What commands share: Django set up, errors as words, JSON on standard output."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hefa.core.errors import HefaError


def set_up_django() -> None:
    """Load the settings of this installation."""
    import django  # noqa: PLC0415  # only commands that need the database pay for it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hefa.config.settings")
    django.setup()


def print_json(value: Mapping[str, Any] | list[Any]) -> None:
    """Print `value` as one JSON text in UTF-8."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def read_file(name: str) -> bytes:
    """Return the bytes of the file `name`; SystemExit with a plain sentence when it cannot be."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise SystemExit(f"读不到文件 {name}：{error.strerror}") from None


def complain(error: HefaError, words: Mapping[str, str]) -> int:
    """Print every reason of `error` to standard error and return exit status 1."""
    for reason in error.reasons:
        text = words.get(reason.code, reason.code)
        sys.stderr.write(text.format_map(dict(reason.detail)) + "\n")
    return 1
