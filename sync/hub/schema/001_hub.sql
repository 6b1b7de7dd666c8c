-- What a hub keeps. Keys begin with the district's number, which is 1 in SQLite and means something
-- where many districts share a PostgreSQL. No triggers, no sequences: numbers are the highest plus
-- one, taken inside the transaction.

-- One row a device that was ever enrolled.
CREATE TABLE kiosk (
    district_id INTEGER NOT NULL,
    number INTEGER NOT NULL,             -- from 1; what other tables call it
    device BLOB NOT NULL CHECK (length(device) = 16),
    public_key BLOB NOT NULL CHECK (length(public_key) = 32), -- Ed25519
    school TEXT NOT NULL,
    name TEXT NOT NULL,                  -- what staff call it
    enrolled_utc_ms INTEGER NOT NULL,
    revoked_utc_ms INTEGER NOT NULL,     -- 0 = not
    counter INTEGER NOT NULL,            -- of its last request: nothing older is taken
    contact_utc_ms INTEGER NOT NULL,     -- of its last request, 0 = never
    quarantined INTEGER NOT NULL,        -- records that could not be read, ever
    forks INTEGER NOT NULL,              -- batches that contradicted what is held
    PRIMARY KEY (district_id, number),
    UNIQUE (district_id, device)
) STRICT, WITHOUT ROWID;

-- Histories of a kiosk. The second one means that it has a twin, or was restored.
CREATE TABLE epoch (
    district_id INTEGER NOT NULL,
    kiosk INTEGER NOT NULL,
    number INTEGER NOT NULL,             -- from 1, in the order in which they came
    epoch BLOB NOT NULL CHECK (length(epoch) = 16),
    base INTEGER NOT NULL,               -- its first record has sequence base + 1
    have INTEGER NOT NULL,               -- everything up to here is held; 0 = nothing yet
    head BLOB NOT NULL CHECK (length(head) = 32), -- of the chain, at `have`
    begun_utc_ms INTEGER NOT NULL,
    PRIMARY KEY (district_id, kiosk, number),
    FOREIGN KEY (district_id, kiosk) REFERENCES kiosk (district_id, number)
) STRICT, WITHOUT ROWID;

-- Every record once, in the order in which they came: new rows go to the end of the table, and
-- because ids begin with the time, to the end of the index too. Two b-trees for a record, and a
-- third entry only for those about another.
CREATE TABLE record (
    arrival INTEGER PRIMARY KEY,
    district_id INTEGER NOT NULL,
    kiosk INTEGER NOT NULL,
    epoch INTEGER NOT NULL,              -- number of the history in which it was met first
    sequence INTEGER NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    type TEXT NOT NULL,
    event_id BLOB CHECK (length(event_id) = 16),
    utc_ms INTEGER NOT NULL,             -- the wall clock at the door, as it was
    mono_ms INTEGER NOT NULL,
    boot INTEGER NOT NULL,
    good INTEGER NOT NULL,               -- the clock was trusted
    zone TEXT NOT NULL,
    body TEXT NOT NULL,                  -- JSON, as the chain has it
    sealed BLOB,                         -- personal part, to the school's key
    sealed_digest BLOB CHECK (length(sealed_digest) = 32), -- of that part when it came without
    about BLOB CHECK (length(about) = 16) -- the visit, event or boot it is about, if not itself
) STRICT;

-- This, and nothing else, is "exactly once". The kiosk is part of it so that no kiosk can take the
-- place of another's record.
CREATE UNIQUE INDEX record_id ON record (district_id, id, kiosk);
CREATE INDEX record_about ON record (district_id, about, kiosk) WHERE about IS NOT NULL;

-- Places of later histories where a record stands that was met before.
CREATE TABLE again (
    district_id INTEGER NOT NULL,
    kiosk INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    PRIMARY KEY (district_id, kiosk, epoch, sequence)
) STRICT, WITHOUT ROWID;

-- What came and could not be read. It counts as received.
CREATE TABLE quarantine (
    district_id INTEGER NOT NULL,
    kiosk INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    came_utc_ms INTEGER NOT NULL,
    reason TEXT NOT NULL,
    raw BLOB NOT NULL,                   -- as it came; empty: held as a record, its type is unknown
    PRIMARY KEY (district_id, kiosk, epoch, sequence)
) STRICT;

-- Heads that were taken on the kiosk's word, because a record before them could not be read.
CREATE TABLE taken_head (
    district_id INTEGER NOT NULL,
    kiosk INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32),
    PRIMARY KEY (district_id, kiosk, epoch, sequence)
) STRICT, WITHOUT ROWID;

-- Codes that enrol one kiosk once.
CREATE TABLE code (
    district_id INTEGER NOT NULL,
    selector TEXT NOT NULL,              -- the first characters
    secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32), -- of the others
    school TEXT NOT NULL,
    name TEXT NOT NULL,
    made_utc_ms INTEGER NOT NULL,
    until_utc_ms INTEGER NOT NULL,
    tries INTEGER NOT NULL,              -- since the last right one
    used_by BLOB CHECK (length(used_by) = 16),
    PRIMARY KEY (district_id, selector)
) STRICT, WITHOUT ROWID;
