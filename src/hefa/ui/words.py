"""The register of words: every stable code and what a reader sees for it."""

from collections.abc import Callable, Mapping

from hefa.core.errors import Reason

_REGISTER: dict[str, str] = {}
_LABELS: dict[str, Callable[[str], str]] = {}

WORDS = {
    "ui.signed_out": "您已经退出登录。请重新登录，填好的内容还在。",
    "ui.not_found": "没有找到这一页。它可能已经移走，请从工作台重新进入。",
    "ui.form_wrong": "有几处还要改一改，填过的都还在。",
}


def register(words: Mapping[str, str]) -> None:
    """Add the words of one package; raises ValueError when a code is already taken."""
    for code, text in words.items():
        if _REGISTER.setdefault(code, text) != text:
            raise ValueError(code)


def register_labels(place: str, label: Callable[[str], str]) -> None:
    """Let `label` put the keys at the named place `place` of any sentence into words.

    Labels that a profile may change are known above this package only.
    """
    _LABELS[place] = label


def sentence(code: str, detail: Mapping[str, str | int] | None = None) -> str:
    """Return the words for `code` with its places filled.

    An unknown code gives itself: a promise test makes sure that none is unknown.
    """
    text = _REGISTER.get(code, code)
    try:
        return text.format_map(detail or {})
    except KeyError:
        return text


def reason_sentence(reason: Reason) -> str:
    """Return the words for `reason`; codes inside its detail are put into words too."""
    detail = {name: _worded(name, value) for name, value in reason.detail.items()}
    return sentence(reason.code, detail)


def clause_label(clause: str) -> str:
    """Return `12(4)` as the regulation writes it: 第十二条（四）."""
    number, _, rest = clause.replace(" lead", "").partition("(")
    if not number.isdigit():
        return ""
    label = f"第{_han(int(number))}条"
    if not rest:
        return label
    item, _, duty = rest.partition(")")
    label += f"（{_han(int(item))}）" if item.isdigit() else ""
    return label + (f"{duty}项" if duty.isdigit() else "")


def known_codes() -> frozenset[str]:
    """Return every code that has words."""
    return frozenset(_REGISTER)


def _worded(place: str, value: str | int) -> str | int:
    """Return what a reader sees at `place`: labels for keys, words for codes, else the value."""
    if not isinstance(value, str):
        return value
    if place in _LABELS:
        return "、".join(_LABELS[place](key) for key in value.split())
    return _REGISTER.get(value, value)


def _han(number: int) -> str:
    """Return 1 to 99 in Han digits."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else digits[tens] + "十")
    return head + (digits[ones] if ones or not tens else "")
