"""Acts upon the register: one transaction and one ledger entry each.

`by` is the person who acts; None is the machine, for the command line before anybody is in.
"""

from hefa.registry.actions.account import record_account_test, save_account, set_resubmission
from hefa.registry.actions.appointments import appoint, end_appointment
from hefa.registry.actions.callback import (
    make_callback_keys,
    set_holding_text,
    stop_callback,
)
from hefa.registry.actions.delegations import delegate_post, end_delegation
from hefa.registry.actions.mailbox import look_at_mailbox, save_mailbox
from hefa.registry.actions.organisation import (
    describe_organisation,
    name_backup_place,
)
from hefa.registry.actions.people import (
    add_person,
    close_person,
    describe_person,
    make_first_link,
    reopen_person,
)
from hefa.registry.actions.regulation import adopt_regulation
from hefa.registry.actions.units import save_column, save_unit
from hefa.registry.actions.witnesses import name_witnesses

__all__ = [
    "add_person",
    "adopt_regulation",
    "appoint",
    "close_person",
    "delegate_post",
    "describe_organisation",
    "describe_person",
    "end_appointment",
    "end_delegation",
    "look_at_mailbox",
    "make_callback_keys",
    "make_first_link",
    "name_backup_place",
    "name_witnesses",
    "record_account_test",
    "reopen_person",
    "save_account",
    "save_column",
    "save_mailbox",
    "save_unit",
    "set_holding_text",
    "set_resubmission",
    "stop_callback",
]
