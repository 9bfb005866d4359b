"""Bad files as they come in: each refused with its reason or read, soon, and always kept."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime

import pytest
from tests.fixtures.bad_word import OTHERS, READ, REFUSED

from hefa.collect.actions import Upload, import_word
from hefa.collect.files import content_of
from hefa.collect.models import Manuscript, WordFile
from hefa.collect.word.words import WORDS
from hefa.core.document import text_of
from hefa.core.errors import Refused
from hefa.people.models import Person
from hefa.registry.models import Unit
from hefa.ui.words import known_codes

Find = Callable[[str], Person]

SECONDS = 5
MEGABYTES = 512

# Reads the largest of them in a fresh process and tells the most memory it ever held.
_ALL_IN_ONE = """
from tests.fixtures.bad_word import READ, REFUSED
from hefa.collect.word import read_word
from hefa.core.errors import Refused
HEAVY = ("boxes twelve deep", "ten thousand rows of six", "ten thousand rows",
         "a paragraph of fifty thousand runs", "a part beyond measure")
for name in HEAVY:
    content = {**REFUSED, **READ}[name][0]()
    try:
        read_word(content, name="x.docx")
    except Refused:
        pass
status = open("/proc/self/status").read()
print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_with_its_reason_and_kept(
    name: str, person: Find, now: datetime
) -> None:
    make, code = REFUSED[name]
    content = make()
    begun = time.process_time()

    with pytest.raises(Refused) as caught:
        _hand_in(content, person("zhang"), now)

    assert time.process_time() - begun < SECONDS
    assert [entry.code for entry in caught.value.reasons] == [code]
    waiting = WordFile.objects.get()
    assert waiting.trouble_code == code
    assert code in WORDS
    assert content_of(waiting.file_id) == content
    assert not Manuscript.objects.exists()


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_word_file_is_refused_in_plain_words_and_kept(
    name: str, person: Find, now: datetime
) -> None:
    content = OTHERS[name]()

    with pytest.raises(Refused) as caught:
        _hand_in(content, person("zhang"), now)

    (found,) = caught.value.reasons
    assert found.code in known_codes()
    assert content_of(WordFile.objects.get().file_id) == content


@pytest.mark.parametrize("name", READ)
def test_a_strange_file_is_read_in_time_and_kept(name: str, person: Find, now: datetime) -> None:
    make, words = READ[name]
    content = make()
    begun = time.process_time()

    version = _hand_in(content, person("zhang"), now)

    assert time.process_time() - begun < SECONDS
    assert words in text_of(version.document)
    assert content_of(WordFile.objects.get().file_id) == content
    told = [note["code"] for note in WordFile.objects.get().report]
    assert [code for code in told if "fidelity" in code] == []


def test_no_bad_file_needs_more_memory_than_there_is() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _ALL_IN_ONE],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "src:."},
        timeout=120,
    )

    assert int(told.stdout) < MEGABYTES


def _hand_in(content: bytes, person: Person, now: datetime):  # noqa: ANN202
    unit = Unit.objects.get(key="service")
    return import_word(person, Upload(name="通知.docx", content=content), unit=unit, now=now)
