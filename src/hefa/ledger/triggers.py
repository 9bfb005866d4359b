"""The triggers that make the ledger append-only, as SQLite keeps them word for word."""

TRIGGERS = {
    "ledger_entry_no_update": (
        "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry "
        "BEGIN SELECT RAISE(ABORT, 'ledger: entries are never changed'); END"
    ),
    "ledger_entry_no_delete": (
        "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry "
        "BEGIN SELECT RAISE(ABORT, 'ledger: entries are never deleted'); END"
    ),
    "ledger_entry_next_only": (
        "CREATE TRIGGER ledger_entry_next_only BEFORE INSERT ON ledger_entry "
        "WHEN NEW.seq IS NOT (SELECT size + 1 FROM ledger_frontier WHERE id = 1) "
        "BEGIN SELECT RAISE(ABORT, 'ledger: only the next entry may be added'); END"
    ),
    "ledger_frontier_step_only": (
        "CREATE TRIGGER ledger_frontier_step_only BEFORE UPDATE ON ledger_frontier "
        "WHEN NEW.id IS NOT 1 OR NEW.size IS NOT OLD.size + 1 "
        "OR NOT EXISTS (SELECT 1 FROM ledger_entry WHERE seq = NEW.size) "
        "BEGIN SELECT RAISE(ABORT, 'ledger: the frontier moves by one entry'); END"
    ),
    "ledger_frontier_no_delete": (
        "CREATE TRIGGER ledger_frontier_no_delete BEFORE DELETE ON ledger_frontier "
        "BEGIN SELECT RAISE(ABORT, 'ledger: the frontier is never deleted'); END"
    ),
    "ledger_frontier_one_row": (
        "CREATE TRIGGER ledger_frontier_one_row BEFORE INSERT ON ledger_frontier "
        "WHEN EXISTS (SELECT 1 FROM ledger_frontier) "
        "BEGIN SELECT RAISE(ABORT, 'ledger: there is one frontier'); END"
    ),
    "ledger_personal_no_update": (
        "CREATE TRIGGER ledger_personal_no_update BEFORE UPDATE ON ledger_personal "
        "BEGIN SELECT RAISE(ABORT, 'ledger: personal text is never changed'); END"
    ),
    "ledger_personal_with_entry": (
        "CREATE TRIGGER ledger_personal_with_entry BEFORE INSERT ON ledger_personal "
        "WHEN NEW.seq IS NOT (SELECT size + 1 FROM ledger_frontier WHERE id = 1) "
        "BEGIN SELECT RAISE(ABORT, 'ledger: personal text comes with its entry'); END"
    ),
    "ledger_personal_erased_by_entry": (
        "CREATE TRIGGER ledger_personal_erased_by_entry BEFORE DELETE ON ledger_personal "
        "WHEN NOT EXISTS (SELECT 1 FROM ledger_entry "
        "WHERE kind = 'ledger.erased' AND subject = 'entry:' || OLD.seq) "
        "BEGIN SELECT RAISE(ABORT, 'ledger: erasure is an entry of its own'); END"
    ),
}

CHECKPOINT_TRIGGERS = {
    "ledger_checkpoint_no_update": (
        "CREATE TRIGGER ledger_checkpoint_no_update BEFORE UPDATE ON ledger_checkpoint "
        "BEGIN SELECT RAISE(ABORT, 'ledger: checkpoints are never changed'); END"
    ),
    "ledger_checkpoint_no_delete": (
        "CREATE TRIGGER ledger_checkpoint_no_delete BEFORE DELETE ON ledger_checkpoint "
        "BEGIN SELECT RAISE(ABORT, 'ledger: checkpoints are never deleted'); END"
    ),
    "ledger_checkpoint_of_the_end": (
        "CREATE TRIGGER ledger_checkpoint_of_the_end BEFORE INSERT ON ledger_checkpoint "
        "WHEN NEW.size IS NOT (SELECT size FROM ledger_frontier WHERE id = 1) "
        "OR EXISTS (SELECT 1 FROM ledger_checkpoint WHERE size >= NEW.size) "
        "BEGIN SELECT RAISE(ABORT, 'ledger: a checkpoint is of the whole ledger, once'); END"
    ),
}
EVERY_TRIGGER = {**TRIGGERS, **CHECKPOINT_TRIGGERS}
