-- Sync with the district's hub: all of it local, it never leaves the kiosk.

-- The epoch's first record is epoch_base + 1; the watermark is never below it.
ALTER TABLE meta ADD COLUMN epoch_base INTEGER NOT NULL DEFAULT 0;

-- What the kiosk shows has changed so often: sync writes all day, and none of that is content.
CREATE TABLE content_change (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    count INTEGER NOT NULL
) STRICT;
INSERT INTO content_change (one, count) VALUES (1, 0);

CREATE TABLE sync_link (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    url TEXT NOT NULL,                                           -- empty = by USB only
    hub_public BLOB NOT NULL CHECK (length(hub_public) = 32),    -- Ed25519
    kiosk_public BLOB NOT NULL CHECK (length(kiosk_public) = 32),
    seed_boxed BLOB NOT NULL,         -- the kiosk's secret half, boxed with a key from its own key
    enrolled_utc_ms INTEGER NOT NULL,
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),      -- the hub answered
    revoked INTEGER NOT NULL CHECK (revoked IN (0, 1))           -- nothing is sent any more
) STRICT;

CREATE TABLE sync_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    counter INTEGER NOT NULL DEFAULT 0,      -- largest request counter ever given out
    hub_utc_ms INTEGER NOT NULL DEFAULT 0,   -- the hub's clock at its last receipt
    offset_boot INTEGER NOT NULL DEFAULT 0,  -- boots up to here have their clock.offset
    vacuum_due INTEGER NOT NULL DEFAULT 0,   -- records went, their pages are still in the file
    trouble TEXT NOT NULL DEFAULT 'fine',    -- how the last contact went, and what follows
    detail TEXT NOT NULL DEFAULT '',
    tried_utc_ms INTEGER NOT NULL DEFAULT 0,
    contact_utc_ms INTEGER NOT NULL DEFAULT 0,
    sent_utc_ms INTEGER NOT NULL DEFAULT 0,
    forks INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO sync_state (one) VALUES (1);

-- Since when the hub has said, without a break, that it holds all records up to one.
CREATE TABLE sync_mark (
    sequence INTEGER PRIMARY KEY,
    since_utc_ms INTEGER NOT NULL            -- by the hub's clock
) STRICT;

-- What the hub knows of events by event.described records.
CREATE TABLE sync_described (
    event_id BLOB PRIMARY KEY CHECK (length(event_id) = 16),
    event_digest BLOB NOT NULL,              -- of the event's row when it was looked at
    body_digest BLOB NOT NULL,               -- of the record's body
    sequence INTEGER NOT NULL                -- of that record
) STRICT, WITHOUT ROWID;
