"""A form in a part of a page is sent with the page's token, also where the part sees nothing else."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "hefa"
TEMPLATES = {
    path.as_posix().partition("/templates/")[2]: path.read_text(encoding="utf-8")
    for path in sorted(SOURCE.rglob("templates/**/*.html"))
}
INCLUDED = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')
FEWEST = 3


def sends(name: str, within: frozenset[str] = frozenset()) -> bool:
    """Whether a form stands in this part or in one that it includes."""
    text = TEMPLATES.get(name, "")
    parts = {part for part, _ in INCLUDED.findall(text)} - within
    return "{% csrf_token %}" in text or any(sends(part, within | {name}) for part in parts)


def test_a_part_with_a_form_is_given_the_token() -> None:
    closed = [
        (page, part, given)
        for page, text in TEMPLATES.items()
        for part, given in INCLUDED.findall(text)
        if given.split()[-1:] == ["only"] and sends(part)
    ]

    assert len(closed) >= FEWEST
    assert [(page, part) for page, part, given in closed if "csrf_token=" not in given] == []
