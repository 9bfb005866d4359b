"""The reader of Word files over spoiled files: it reads or refuses, in bounded time."""

import time
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fixtures.corpus.every import CORPUS
from tests.fixtures.spoiling import spoil

from hefa.collect.word import read_word
from hefa.collect.word.words import WORDS
from hefa.core.document import normalise
from hefa.core.errors import Refused

SOUND = [sample.make() for sample in CORPUS if not sample.name.endswith("through LibreOffice")]
SECONDS = 5


def outcome(content: bytes) -> str:
    """Return `read`, or the code of the refusal; anything else is raised."""
    begun = time.perf_counter()
    try:
        imported = read_word(content, name="通知.docx")
    except Refused as refused:
        (found,) = refused.reasons
        assert WORDS[found.code]
        return found.code
    else:
        assert imported.document == normalise(imported.document)
        for note in imported.report:
            assert WORDS[note.code].format(count=note.count, text=note.text)
        return "read"
    finally:
        assert time.perf_counter() - begun < SECONDS


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(range(len(SOUND))), st.randoms(use_true_random=False))
def test_a_spoiled_file_is_read_or_refused(which: int, random: Random) -> None:
    outcome(spoil(SOUND[which], random))


def test_spoiling_is_neither_too_gentle_nor_too_harsh() -> None:
    random = Random(7)  # noqa: S311  no secret
    outcomes = [outcome(spoil(random.choice(SOUND), random)) for _ in range(60)]

    assert 10 <= outcomes.count("read") <= 50
