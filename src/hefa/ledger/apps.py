"""Registers the stage 台账 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class LedgerConfig(StageConfig):
    """The stage 台账."""

    default = True
    name = "hefa.ledger"
    verbose_name = "台账"
