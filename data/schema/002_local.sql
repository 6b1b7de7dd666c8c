-- Local tables: never leave this kiosk. Personal fields stand in sealed columns only.

CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    device BLOB NOT NULL CHECK (length(device) = 16), -- random, made with the database
    epoch BLOB NOT NULL CHECK (length(epoch) = 16),   -- random, new after a fork of the journal
    school_salt BLOB NOT NULL CHECK (length(school_salt) = 16), -- of all look-up secrets
    cost_memory_bytes INTEGER NOT NULL,               -- Argon2id
    cost_passes INTEGER NOT NULL,
    kiosk_key_check BLOB NOT NULL,                    -- tells another kiosk key from ours
    school_public BLOB NOT NULL,                      -- what the cold parts are sealed to
    boot INTEGER NOT NULL DEFAULT 0,                  -- boots counted
    last_good_utc_ms INTEGER NOT NULL DEFAULT 0,      -- latest trusted time seen
    watermark INTEGER NOT NULL DEFAULT 0              -- the hub has records 1..watermark
) STRICT;

CREATE TABLE household (
    id BLOB PRIMARY KEY CHECK (length(id) = 16), -- keyed hash of the id in its source
    source TEXT NOT NULL,
    fingerprint BLOB NOT NULL, -- keyed hash of all that was put: answers "changed?" unopened
    content BLOB NOT NULL,     -- people, language, letters: boxed with the household's random key
    cold_key BLOB NOT NULL     -- that key, sealed to the school's public key
) STRICT, WITHOUT ROWID;
CREATE INDEX household_by_source ON household (source);

CREATE TABLE household_lookup (
    tag BLOB NOT NULL CHECK (length(tag) = 16), -- derived from a phone number or a card code
    household_id BLOB NOT NULL REFERENCES household (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('phone', 'card')),
    public_key BLOB NOT NULL, -- X25519, its secret half comes from the number or code alone
    key_sealed BLOB NOT NULL, -- the household's key, sealed to public_key
    PRIMARY KEY (tag, household_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX household_lookup_by_household ON household_lookup (household_id);

CREATE TABLE lookup_throttle (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    misses_in_row INTEGER NOT NULL DEFAULT 0,
    misses_today INTEGER NOT NULL DEFAULT 0,
    found_today INTEGER NOT NULL DEFAULT 0,
    off INTEGER NOT NULL DEFAULT 0,           -- until staff unlock it
    pause_left_ms INTEGER NOT NULL DEFAULT 0, -- powered-on time, as of last_mono_ms; 0 = no pause
    day_on_ms INTEGER NOT NULL DEFAULT 0,     -- powered-on time of this "day"
    day_utc_ms INTEGER NOT NULL DEFAULT 0,    -- its beginning by a good clock, 0 = not known
    last_mono_ms INTEGER NOT NULL DEFAULT 0   -- when this row was last looked at
) STRICT;
INSERT INTO lookup_throttle (one) VALUES (1);

-- Tonight's names. Everything below goes when the event is over.
CREATE TABLE hot_key (
    event_id BLOB PRIMARY KEY CHECK (length(event_id) = 16),
    boxed BLOB NOT NULL,       -- random key of the event, boxed with the kiosk's key
    made_utc_ms INTEGER NOT NULL,
    made_good INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hot_names (
    sequence INTEGER PRIMARY KEY, -- of the record that brought the names
    visit_id BLOB NOT NULL,
    event_id BLOB NOT NULL REFERENCES hot_key (event_id) ON DELETE CASCADE,
    boxed BLOB NOT NULL           -- with the event's key
) STRICT;
CREATE INDEX hot_names_by_visit ON hot_names (visit_id);
CREATE INDEX hot_names_by_event ON hot_names (event_id);

CREATE TABLE hot_party (
    visit_id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES hot_key (event_id) ON DELETE CASCADE,
    tag BLOB NOT NULL -- keyed hash of the household's id, with the event's key
) STRICT, WITHOUT ROWID;
CREATE INDEX hot_party_by_tag ON hot_party (event_id, tag);

CREATE TABLE hot_person (
    visit_id BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    event_id BLOB NOT NULL REFERENCES hot_key (event_id) ON DELETE CASCADE,
    tag BLOB NOT NULL, -- keyed hash of the person's id: a child of two households counts once
    PRIMARY KEY (visit_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX hot_person_by_event ON hot_person (event_id);

CREATE TABLE import (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,        -- the file's base name
    digest BLOB NOT NULL,      -- of its bytes
    utc_ms INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    refused INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
