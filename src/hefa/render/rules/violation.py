"""What a broken rule says: which one, where, what breaks it, and what mends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# WeChat's key or ours, and the chapter of the specification it stands in.
NUMBERS: Final[Mapping[str, str]] = {
    "opacity": "1.1",
    "caret-color": "1.2",
    "line-height": "1.3",
    "width": "1.4",
    "height": "1.5",
    "text-align": "1.6",
    "animate-begin": "1.7",
    "pre": "1.8",
    "nestNodes": "2.1",
    "leaf": "2.2",
    "nodeleaf": "2.3",
    "font-family": "3",
    "darkmode-low-contrast": "4.1.1",
    "darkmode-no-gradient": "4.1.2",
    "ground-repeated": "4.2.1",
    "position": "4.2.2",
    "picture-only": "4.3.1",
    "background-image": "4.3.3",
    "svg": "4.4",
    "no-dark": "4.5.1",
    "important": "4.5.2",
    "ignore-dm": "4.6",
}
# Worth a thought, and no reason to hold anything back.
ADVICE: Final = frozenset({"picture-only", "table-columns", "content-length-near"})
SHOWN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One rule that an article breaks. `rule` is WeChat's own key where it has one.

    `found` is what breaks it, `text` the beginning of the text it stands at, `mend` the value
    that would do where one can be named; `place` says where, -1 in the article as a whole.
    """

    rule: str
    found: str = ""
    text: str = ""
    mend: str = ""
    place: int = -1

    @property
    def code(self) -> str:
        """The code of this violation in `render.words`; `.todo` behind it says the mend."""
        return f"render.rule.{self.rule}"

    @property
    def detail(self) -> Mapping[str, str]:
        """What fills the places of its words."""
        where = f"“{self.text}”" if self.text else "有一处"
        return {"where": where, "found": self.found, "mend": self.mend}
