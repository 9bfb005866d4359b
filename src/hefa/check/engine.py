"""The machine's look 机审 at one version: all rules, and findings in reading order."""

import importlib
import pkgutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

from hefa.check import rules
from hefa.check.digits import masked
from hefa.check.place import anchor_of, place_of
from hefa.check.rules import Hit, Limits, OwnTerm, Passage, Rule, Subject
from hefa.check.words import sentence
from hefa.core.canonical import sha256_hex
from hefa.core.finding import Finding

__all__ = [
    "Hit",
    "Limits",
    "OwnTerm",
    "Rule",
    "Subject",
    "all_rules",
    "as_json",
    "check",
    "clean_rules",
    "rules_in",
    "rules_version",
]

_READING_ORDER = ("title", "author", "digest", "")
_EXCERPT_LENGTH = 40

_Spans = Mapping[Passage, Sequence[tuple[int, int]]]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule Hefa has, by id."""
    return rules_in(rules)


@cache
def rules_version() -> str:
    """Return the version of the rules: twelve signs that differ as soon as a rule does."""
    written = (path for folder in rules.__path__ for path in sorted(Path(folder).glob("*.py")))
    return sha256_hex(b"".join(path.read_bytes() for path in written))[:12]


def rules_in(package: ModuleType) -> tuple[Rule, ...]:
    """The `RULE` of every module in `package`, by id; a new file is a new rule."""
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    found: list[Rule] = [module.RULE for module in modules if hasattr(module, "RULE")]
    return tuple(sorted(found, key=lambda rule: rule.id))


def check(subject: Subject, *, key: bytes) -> tuple[Finding, ...]:
    """Return what the rules find in `subject`, in reading order, personal data masked.

    `key` is the machine's own secret: places found with another key carry no answers over.
    Source: 9(5), 10(2).
    """
    hits = [(rule, hit) for rule in all_rules() for hit in rule.find(subject)]
    asides = {passage: at for at, passage in enumerate(subject.passages) if passage.ordinal}
    hits.sort(key=lambda entry: _order(entry[0], entry[1], asides))
    personal = _personal_spans(hits)
    seen: Counter[bytes] = Counter()
    findings = []
    for rule, hit in hits:
        anchor = anchor_of(rule.id, hit)
        seen[anchor] += 1
        place = place_of(anchor, seen[anchor], key=key)
        findings.append(_finding(rule, hit, place, _excerpt(hit, personal)))
    return tuple(findings)


def clean_rules(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The names of the rules that found nothing, for the line 其余都查过."""
    found = {finding.rule for finding in findings}
    return tuple(rule.name for rule in all_rules() if rule.id not in found)


def as_json(finding: Finding) -> dict[str, str | int]:
    """Return `finding` as the command line prints it; masked, as everywhere."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "excerpt": finding.excerpt,
        "block": finding.block,
        "start": finding.start,
        "end": finding.end,
        "message": sentence(finding),
    }


def _order(rule: Rule, hit: Hit, asides: Mapping[Passage, int]) -> tuple[int, int, int, int, str]:
    """Where `hit` stands for a reader: asides follow the body, what is no text comes last."""
    name = hit.passage.field
    if hit.passage in asides:
        return len(_READING_ORDER), asides[hit.passage], hit.start, hit.end, rule.id
    rank = _READING_ORDER.index(name) if name in _READING_ORDER else len(_READING_ORDER) + 1
    return rank, hit.passage.block, hit.start, hit.end, rule.id


def _personal_spans(hits: Iterable[tuple[Rule, Hit]]) -> _Spans:
    """Where personal data stand, by passage, so that no excerpt shows them."""
    spans: defaultdict[Passage, list[tuple[int, int]]] = defaultdict(list)
    for rule, hit in hits:
        if rule.is_personal:
            spans[hit.passage].append((hit.start, hit.end))
    return spans


def _excerpt(hit: Hit, personal: _Spans) -> str:
    """The words of `hit`, each personal number in them down to two digits, cut when long."""
    text = hit.passage.text
    parts: list[str] = []
    at = hit.start
    for start, end in personal.get(hit.passage, ()):
        if start < hit.end and at < end:
            parts += [text[at:start], masked(text[start:end]) if at <= start else "***"]
            at = end
    shown = "".join(parts) + text[at : hit.end]
    return shown if len(shown) <= _EXCERPT_LENGTH else shown[:_EXCERPT_LENGTH] + "…"


def _finding(rule: Rule, hit: Hit, place: str, excerpt: str) -> Finding:
    return Finding(
        rule=rule.id,
        version=rule.version,
        severity=hit.severity or rule.severity,
        field=hit.passage.field,
        block=hit.passage.block,
        start=hit.start,
        end=hit.end,
        excerpt=excerpt,
        place=place,
        case=hit.case,
        detail=hit.detail,
        replacement=hit.replacement,
        ordinal=hit.passage.ordinal,
    )
