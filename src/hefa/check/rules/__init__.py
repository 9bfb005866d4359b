"""The vocabulary of rules: what a rule looks at, what it is, and what it points at.

Each module of this folder holds one rule under the name `RULE`; adding one adds a file and its
words, nothing else.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from hefa.core.document import NODES, Node, block_text, blocks, walk
from hefa.core.finding import Severity

ATTACHED = "attachment.text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most characters WeChat takes in each field; the body counts as rendered HTML."""

    title: int = 32
    author: int = 16
    digest: int = 120
    body: int = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTerm:
    """A term on the organisation's own list, why it is there, and the last day it counts."""

    term: str
    severity: Severity
    reason: str
    owner: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text in which offsets count: a field, a block of the body, or an aside.

    `ordinal` tells from 1 which note, picture, box or attachment an aside belongs to.
    """

    field: str
    block: int
    text: str
    ordinal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTrouble:
    """What WeChat's form says about one block of text, -1 the whole; `words` stand in it."""

    case: str
    block: int
    words: str = ""
    detail: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked: the fields and the body of one version, and what the rules must know.

    `own_numbers` are telephone numbers of the organisation, written in any form;
    `rendered_length` is the length of the rendered HTML, None while it is not known; `today` is
    the day in Shanghai; `attached` holds the words read out of each attachment; `copied_dates`
    are the dates as written in the item that this one was begun from. `passages` follows from
    the rest: title, author, digest, the body, then what stands beside it and what is attached.
    """

    title: str
    author: str
    digest: str
    document: Node
    category: str
    column: str
    source: str
    contact: str
    audience: str
    today: date
    own_numbers: frozenset[str] = frozenset()
    own_terms: tuple[OwnTerm, ...] = ()
    limits: Limits = field(default_factory=Limits)
    rendered_length: int | None = None
    form: tuple[FormTrouble, ...] = ()
    attached: tuple[str, ...] = ()
    copied_dates: frozenset[str] = frozenset()
    passages: tuple[Passage, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        fields = {"title": self.title, "author": self.author, "digest": self.digest}
        passages = [Passage(field=name, block=-1, text=text) for name, text in fields.items()]
        passages += [
            Passage(field="", block=index, text=block_text(block))
            for index, block in enumerate(blocks(self.document))
        ]
        passages += [*_asides(self.document), *_attached(self.attached)]
        object.__setattr__(self, "passages", tuple(passages))


def _asides(document: Node) -> Iterator[Passage]:
    """Yield what readers see beside the text: notes, titles, numbers, names, alternatives."""
    counts: Counter[str] = Counter()
    for node in walk(document):
        kind = node["type"]
        counts[kind] += 1
        for name in NODES[kind].says:
            if words := node.get("attrs", {}).get(name, ""):
                yield Passage(field=f"{kind}.{name}", block=-1, text=words, ordinal=counts[kind])


def _attached(texts: Iterable[str]) -> Iterator[Passage]:
    """Yield the words of each attachment, line by line: a row or a paragraph each."""
    for ordinal, text in enumerate(texts, start=1):
        for line in filter(None, text.split("\n")):
            yield Passage(field=ATTACHED, block=-1, text=line, ordinal=ordinal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place in `passage` that a rule points at; `severity` is set where it is not the rule's."""

    passage: Passage
    start: int = 0
    end: int = 0
    severity: Severity | None = None
    case: str = ""
    detail: Mapping[str, str | int] = field(default_factory=dict)
    replacement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the machine's look: what it finds, what it does not, and how it looks.

    `find` points at something in `example` and at nothing in `counter_example`. The hits of a
    rule that `is_personal` are masked wherever they would be shown.
    """

    id: str
    version: int
    severity: Severity
    name: str
    example: Subject
    counter_example: Subject
    find: Callable[[Subject], Iterable[Hit]]
    is_personal: bool = False


def sample(text: str = "社区活动中心今天照常开放。") -> Subject:
    """Return an orderly article whose body is `text`, a line a block, to show a rule on."""
    paragraphs: list[Node] = [
        {"type": "paragraph", "content": [{"type": "text", "text": line}] if line else []}
        for line in text.split("\n")
    ]
    return Subject(
        title="社区通知",
        author="社区办公室",
        digest="",
        document={"type": "doc", "content": paragraphs},
        category="通知公告",
        column="社区动态",
        source="https://example.org/notice",
        contact="0903-6620000",
        audience="全体居民",
        today=date(2026, 11, 20),
    )
