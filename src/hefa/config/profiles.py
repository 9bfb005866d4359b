"""The regulation a command is about: a file, or one of those that come with Hefa."""

from pathlib import Path

from hefa.config.cli.ground import read_file
from hefa.registry.delivered import delivered_keys
from hefa.registry.delivered import profile_text as profile_text  # noqa: PLC0414  # asked for here

DEFAULT = "community"


def text_of(name: str) -> str:
    """Return the text of the file or the delivered profile `name`; a file goes first.

    SystemExit with a plain sentence when there is neither, or when it is no text.
    """
    if not Path(name).exists():
        if name in delivered_keys():
            return profile_text(name)
        if "/" not in name and "." not in name:
            known = "、".join(delivered_keys())
            raise SystemExit(f"没有叫 {name} 的制度文件，自带的制度里也没有。自带的有：{known}。")
    try:
        return read_file(name).decode()
    except UnicodeDecodeError:
        raise SystemExit(f"{name} 不是 UTF-8 的文字文件，读不了。请选 regulation.toml。") from None
