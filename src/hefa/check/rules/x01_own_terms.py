"""Terms on the organisation's own list 本单位词表; the list is empty on delivery."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from hefa.check.rules import Hit, OwnTerm, Rule, Subject, sample
from hefa.core.finding import Severity


@lru_cache(maxsize=4)
def _automaton(texts: tuple[str, ...]) -> CharwiseDoubleArrayAhoCorasick:
    """The matcher of `texts`; it is kept, as building it takes longer than many articles."""
    return CharwiseDoubleArrayAhoCorasick(list(texts), MATCH_KIND_LEFTMOST_LONGEST)


def _find(subject: Subject) -> Iterator[Hit]:
    """Point at every listed term, the longest where several begin, with its own severity.

    Source: 9(6) what the organisation itself forbids; a person decides.
    """
    terms = {
        term.term: term
        for term in subject.own_terms
        if term.term and (term.expires_on is None or subject.today <= term.expires_on)
    }
    if not terms:
        return
    texts = tuple(terms)
    automaton = _automaton(texts)
    for passage in subject.passages:
        for start, end, index in automaton.find(passage.text):
            term = terms[texts[index]]
            yield Hit(
                passage=passage,
                start=start,
                end=end,
                severity=term.severity,
                detail={"reason": term.reason},
            )


_LISTED = OwnTerm(term="旧称", severity=Severity.WARN, reason="已改名")

RULE = Rule(
    id="X01",
    version=1,
    severity=Severity.WARN,
    name="本单位词表",
    example=replace(sample("这里仍用旧称。"), own_terms=(_LISTED,)),
    counter_example=replace(sample("这里用新名称。"), own_terms=(_LISTED,)),
    find=_find,
)
