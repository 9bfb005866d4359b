"""Named points at which a test may kill the process, as a power cut would."""

import os
from collections.abc import Mapping
from typing import Final

from hefa.core.package import Kind

EXIT_STATUS: Final = 9

# From the intent, which is written, to the outcome, which was read.
_CALLING: Final = ("submit_intent", "submit_effect", "submit_saved", "polled", "outcome_saved")
_DRAFT: Final = ("draft_intent", "draft_effect", "draft_saved", "verified")
_ALWAYS: Final = ("ledger_append", "acknowledged")
# "looked": how things stand was read before anything is done about it.
_ACTING: Final = ("claim", "looked", *_CALLING, *_ALWAYS)

# The points that the machine passes on its own way with a publication, by its kind.
POINTS: Final[Mapping[str, tuple[str, ...]]] = {
    Kind.ARTICLE: ("claim", *_DRAFT, *_CALLING, *_ALWAYS),
    Kind.TAKE_DOWN: _ACTING,
    Kind.COLUMN_CHANGE: _ACTING,
    Kind.CORRECTION: ("claim", "handed", "polled", "outcome_saved", *_ALWAYS),
}
# On the roads on which a person publishes, and where WeChat leaves an act to a person.
HAND_POINTS: Final = ("handed",)


def point(name: str) -> None:
    """End the process at once when HEFA_CRASH_AT names this point; otherwise do nothing."""
    if os.environ.get("HEFA_CRASH_AT") == name:
        os._exit(EXIT_STATUS)
