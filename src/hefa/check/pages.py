"""What pages show of findings: marks for the editor and cards beside the text."""

from typing import Any

from hefa.check.queries import Look
from hefa.check.words import WORDS, place, sentence, to_do
from hefa.core.finding import Finding, Severity
from hefa.render.rules import NEAR_CHARACTERS

TONES = {Severity.BLOCK: "miss", Severity.WARN: "soon", Severity.INFO: "info"}
_WEIGHT = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFO: 2}


def marks_of(look: Look) -> list[dict[str, Any]]:
    """Return the open findings in the body as the editor draws them, numbered as they stand."""
    return [
        {
            "number": number,
            "rule": found.rule,
            "severity": found.severity.value,
            "block": found.block,
            "start": found.start,
            "end": found.end,
            "message": sentence(found),
        }
        for number, found in _numbered(look)
        if not found.field and found.block >= 0
    ]


def cards_of(look: Look) -> list[dict[str, Any]]:
    """Return the open findings as cards, the gravest first; numbers follow the text."""
    weighed = sorted(_numbered(look), key=lambda entry: _WEIGHT[entry[1].severity])
    return [_card(number, found) for number, found in weighed]


def lengths_of(look: Look) -> dict[str, Any]:
    """Return the length of the final HTML, and what WeChat takes by field of the form."""
    limits = look.limits
    return {
        "body": look.rendered_length,
        "near": NEAR_CHARACTERS,
        "limits": {
            "title": limits.title,
            "signed_author": limits.author,
            "digest": limits.digest,
            "body": limits.body,
        },
    }


def _numbered(look: Look) -> list[tuple[int, Finding]]:
    return list(enumerate(look.open, start=1))


def _card(number: int, found: Finding) -> dict[str, Any]:
    """Return one finding as a card; nothing in it carries a full personal number."""
    fixes = []
    if found.replacement is not None and not found.field:
        fixes.append({"label": f"改成{found.replacement}", "text": found.replacement})
    return {
        "number": number,
        "rule": found.rule,
        "place": found.place,
        "severity": found.severity.value,
        "severity_label": WORDS[f"check.severity.{found.severity.value}"],
        "tone": TONES[found.severity],
        "title": sentence(found),
        "where": place(found),
        "detail": to_do(found),
        "fixes": fixes,
        "needs_answer": found.severity is not Severity.INFO,
    }
