"""The glossary is the authority on words: whatever the code names stands in it, so named."""

from enum import StrEnum
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model, TextChoices

from hefa.collect.models import MailState
from hefa.core.duty import Standing
from hefa.core.regulation import parse_regulation
from hefa.core.review import Act, State
from hefa.notify.models import MessageKind, MessageState, Service
from hefa.patrol.models import Result
from hefa.publish.models import PublicationState
from hefa.registry.delivered import profile_text
from hefa.report.looks import LOOK
from hefa.ui.words import sentence

GLOSSARY = Path(__file__).resolve().parents[2] / "GLOSSARY.md"


def sections() -> dict[str, dict[str, str]]:
    """Return the rows of each section: code to 中文."""
    found: dict[str, dict[str, str]] = {}
    rows: dict[str, str] = {}
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            rows = found.setdefault(line.removeprefix("## ").rpartition(" ")[0], {})
        elif line.startswith("| ") and not line.startswith("| code"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert cells[0] not in rows, cells[0]
            rows[cells[0]] = cells[1]
    return found


SECTIONS = sections()
MODELS = [model for model in apps.get_models() if model.__module__.startswith("hefa.")]
TEXTS: list[tuple[str, type[TextChoices]]] = [
    ("States of a publication", PublicationState),
    ("What patrol finds", Result),
    ("What becomes of a mail", MailState),
    ("Kinds of message", MessageKind),
    ("States of a message", MessageState),
    ("Services of robots", Service),
]
WORDED: list[tuple[str, type[StrEnum]]] = [("Acts", Act), ("States of a sheet", State)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_table_stands_in_the_glossary_under_its_own_label(model: type[Model]) -> None:
    assert SECTIONS["Tables"][model.__name__] == model._meta.verbose_name


def test_no_table_stands_there_that_is_none() -> None:
    assert set(SECTIONS["Tables"]) == {model.__name__ for model in MODELS}


@pytest.mark.parametrize(("section", "values"), WORDED)
def test_acts_and_states_stand_there_with_the_words_of_the_screen(
    section: str, values: type[StrEnum]
) -> None:
    assert SECTIONS[section] == {value.value: sentence(value.value) for value in values}


@pytest.mark.parametrize(("section", "values"), TEXTS)
def test_choices_stand_there_with_their_labels(section: str, values: type[TextChoices]) -> None:
    assert SECTIONS[section] == {value.value: value.label for value in values}


def test_the_states_of_a_control_stand_there() -> None:
    shown = {state.value: LOOK[state]["label"] for state in Standing}

    assert SECTIONS["States of a control"] == shown


def test_every_control_stands_there_with_its_label() -> None:
    delivered = parse_regulation(profile_text("community"))
    listed = {control.id: control.label for control in delivered.controls}

    assert SECTIONS["Controls"] == listed
