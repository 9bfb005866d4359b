"""The review machine: who may do what to a sheet, for any route given as data."""

from hefa.core.review.acting import (
    STALE,
    decide,
    reasons_against,
    reasons_against_consent,
    signature_of,
    with_consent,
)
from hefa.core.review.beginning import reasons_against_beginning
from hefa.core.review.confirming import CONFIRMED_FOR, reasons_against_confirmation
from hefa.core.review.door import reasons_against_publication
from hefa.core.review.sheet import Consent, Sheet, Signature
from hefa.core.review.vocabulary import (
    AGREES,
    SIGNS,
    Act,
    Actor,
    Attempt,
    Declarations,
    Declared,
    Held,
    Needs,
    PersonId,
    PostKey,
    Route,
    Seat,
    State,
    Step,
    UnitKey,
)
from hefa.core.review.walking import reachable

__all__ = [
    "AGREES",
    "CONFIRMED_FOR",
    "SIGNS",
    "STALE",
    "Act",
    "Actor",
    "Attempt",
    "Consent",
    "Declarations",
    "Declared",
    "Held",
    "Needs",
    "PersonId",
    "PostKey",
    "Route",
    "Seat",
    "Sheet",
    "Signature",
    "State",
    "Step",
    "UnitKey",
    "decide",
    "reachable",
    "reasons_against",
    "reasons_against_beginning",
    "reasons_against_confirmation",
    "reasons_against_consent",
    "reasons_against_publication",
    "signature_of",
    "with_consent",
]
