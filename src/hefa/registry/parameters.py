"""The parameters of a regulation in words: what each is called, and how a value reads."""

from typing import Any

from hefa.ui.words import known_codes, sentence


def parameter_label(key: str) -> str:
    """Return what the parameter `key` is called; a key that Hefa does not know is its own name."""
    code = f"registry.parameter_{key}"
    return sentence(code) if code in known_codes() else key


def value_words(value: Any) -> str:
    """Return a parameter's value as a reader sees it."""
    if isinstance(value, bool):
        return sentence("registry.value_yes" if value else "registry.value_no")
    if isinstance(value, list):
        return "、".join(map(str, value)) or sentence("registry.value_none")
    return str(value) if value != "" else sentence("registry.value_none")
