-- Settings of a connection, transactions and checks, for both databases.

-- A new database turns to WAL inside a rollback journal. Under FULL the folder is not synced when
-- that journal is deleted, so a power cut can bring it back and roll everything back to nothing;
-- EXTRA syncs the folder. (Found by the simulated disk.) Under WAL both are the same.
-- name: set_synchronous_extra
PRAGMA synchronous = EXTRA;
-- name: get_synchronous_extra
PRAGMA synchronous;

-- name: set_journal_mode
PRAGMA journal_mode = WAL;
-- name: set_journal_mode_delete
PRAGMA journal_mode = DELETE;
-- name: get_journal_mode
PRAGMA journal_mode;

-- name: set_synchronous
PRAGMA synchronous = FULL;
-- name: get_synchronous
PRAGMA synchronous;

-- name: set_foreign_keys
PRAGMA foreign_keys = ON;
-- name: get_foreign_keys
PRAGMA foreign_keys;

-- name: set_secure_delete
PRAGMA secure_delete = ON;
-- name: get_secure_delete
PRAGMA secure_delete;

-- name: set_trusted_schema
PRAGMA trusted_schema = OFF;
-- name: get_trusted_schema
PRAGMA trusted_schema;

-- name: set_temp_store
PRAGMA temp_store = MEMORY;
-- name: get_temp_store
PRAGMA temp_store;

-- Checkpoints come when idle, never inside a family's sign-in.
-- name: set_wal_autocheckpoint
PRAGMA wal_autocheckpoint = 0;
-- name: get_wal_autocheckpoint
PRAGMA wal_autocheckpoint;

-- name: get_user_version
PRAGMA user_version;

-- name: get_page_count
PRAGMA page_count;

-- name: quick_check
PRAGMA quick_check(1);

-- name: integrity_check
PRAGMA integrity_check(1);

-- name: foreign_key_check
PRAGMA foreign_key_check;

-- name: checkpoint_truncate
PRAGMA wal_checkpoint(TRUNCATE);

-- name: checkpoint_restart
PRAGMA wal_checkpoint(RESTART);

-- name: begin_write
BEGIN IMMEDIATE;

-- name: begin_read
BEGIN;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;
