"""Named points at which a test may kill the process, as a power cut would."""

import os
from typing import Final

POINTS: Final = (
    "claim",
    "draft_intent",
    "draft_effect",
    "draft_saved",
    "verified",
    "submit_intent",
    "submit_effect",
    "publish_id_saved",
    "polled",
    "outcome_saved",
    "ledger_append",
    "acknowledged",
)
# On the roads on which a person publishes.
HAND_POINTS: Final = ("handed",)
EXIT_STATUS: Final = 9


def point(name: str) -> None:
    """End the process at once when HEFA_CRASH_AT names this point; otherwise do nothing."""
    if os.environ.get("HEFA_CRASH_AT") == name:
        os._exit(EXIT_STATUS)
