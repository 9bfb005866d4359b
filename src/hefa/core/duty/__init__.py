"""Duties as arithmetic: what must happen every so often, what must finish within a term."""

from hefa.core.duty.cadence import Cadence, Rhythm, Slot, slot_of, slots
from hefa.core.duty.keeping import Done, Kept, Mark, kept, known_at
from hefa.core.duty.standing import Outlook, Standing, outlook, standing_of
from hefa.core.duty.term import Clock, DueAt, Term, clock, due_at

__all__ = [
    "Cadence",
    "Clock",
    "Done",
    "DueAt",
    "Kept",
    "Mark",
    "Outlook",
    "Rhythm",
    "Slot",
    "Standing",
    "Term",
    "clock",
    "due_at",
    "kept",
    "known_at",
    "outlook",
    "slot_of",
    "slots",
    "standing_of",
]
