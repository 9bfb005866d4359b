"""Many people decide at once, over HTTP, on what `hefa serve` serves: nothing is lost or doubled."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import environment

PEOPLE, SHARING = 12, 6
SHEETS = PEOPLE // SHARING
SCRIPT = """
import json, sys
from dataclasses import asdict
from hefa.config.cli.ground import set_up_django
set_up_django()
from hefa.config.installing import gather_static
from hefa.config.measuring_decide import rounds
gather_static()
own, shared = rounds(*map(int, sys.argv[1:]))
print(json.dumps({"own": asdict(own), "shared": asdict(shared)}))
"""
ONCE = [1, 1]  # one opinion, one ledger entry


@pytest.fixture(scope="module")
def rounds(_template_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what came of both rounds, as `hefa bench decide` has them."""
    home = Path(shutil.copytree(_template_home, tmp_path_factory.mktemp("deciding") / "home"))
    command = [sys.executable, "-c", SCRIPT, str(PEOPLE), str(SHARING)]
    ground = {**environment(home), "HEFA_DEMO": "1"}
    done = subprocess.run(command, env=ground, stdout=subprocess.PIPE, check=True, timeout=120)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_everybody_signs_their_own_sheet(rounds: dict[str, Any]) -> None:
    assert rounds["own"]["statuses"] == {"302": PEOPLE}
    assert rounds["own"]["recorded"] == [ONCE] * PEOPLE


def test_one_of_many_signs_a_sheet_and_the_others_are_told_plainly(rounds: dict[str, Any]) -> None:
    assert rounds["shared"]["statuses"] == {"302": SHEETS, "409": PEOPLE - SHEETS}
    assert rounds["shared"]["recorded"] == [ONCE] * SHEETS
    [words] = rounds["shared"]["refusals"]
    assert words.startswith("刚才已经有人办了这一步")


@pytest.mark.parametrize("name", ["own", "shared"])
def test_no_database_was_locked_and_the_ledger_proves_itself(
    rounds: dict[str, Any], name: str
) -> None:
    assert rounds[name]["locked"] == 0
    assert rounds[name]["is_sound"] is True
