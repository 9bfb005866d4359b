from datetime import datetime

import pytest

from hefa.ui.templatetags.hefa import deadline

NOW = datetime.fromisoformat("2026-11-26T09:00:00+08:00")


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-12-01T00:00:00+08:00", "11月30日 周一之内"),
        ("2026-11-27T00:00:00+08:00", "今天之内"),
        ("2026-11-30T16:00:00+00:00", "11月30日 周一之内"),
        ("2026-11-27T15:30:00+08:00", "明天 15:30 前"),
        ("2027-01-01T00:00:00+08:00", "12月31日 周四之内"),
    ],
)
def test_a_midnight_is_told_as_the_day_before_it(due: str, said: str) -> None:
    assert deadline(datetime.fromisoformat(due), NOW) == said


def test_without_a_term_nothing_is_said() -> None:
    assert deadline(None, NOW) == ""
