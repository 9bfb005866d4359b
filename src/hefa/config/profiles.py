"""The regulations that come with Hefa."""

from importlib.resources import files


def profile_text(key: str) -> str:
    """Return the text of the profile `key` as it was delivered."""
    return (files("hefa.regulations") / key / "regulation.toml").read_text(encoding="utf-8")
