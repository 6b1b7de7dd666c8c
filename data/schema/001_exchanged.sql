-- Exchanged tables: what leaves the kiosk (journal and its projection) and what a hub may send
-- (events, services, school). Ids are 16 bytes; times are UTC milliseconds; no personal data.

CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY CHECK (sequence > 0), -- from 1, without gaps
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),   -- UUIDv7, made when the form opened
    type TEXT NOT NULL,                                -- "visit.signed-in", ...
    event_id BLOB NOT NULL CHECK (length(event_id) = 16), -- all zero = no event
    utc_ms INTEGER NOT NULL,                           -- wall clock at the door
    mono_ms INTEGER NOT NULL,                          -- since the boot
    boot INTEGER NOT NULL,                             -- number of the boot on this device
    good INTEGER NOT NULL CHECK (good IN (0, 1)),      -- the wall clock could be trusted
    zone TEXT NOT NULL,                                -- IANA name of the site's zone
    body TEXT NOT NULL,                                -- JSON: what happened, nothing personal
    cold_digest BLOB CHECK (length(cold_digest) = 32), -- BLAKE2b-256 of journal_cold.sealed
    head BLOB NOT NULL CHECK (length(head) = 32)       -- hash over the head before and this row
) STRICT;

CREATE TABLE journal_cold (
    sequence INTEGER PRIMARY KEY REFERENCES journal (sequence),
    sealed BLOB NOT NULL -- personal part, sealed to the school's public key; may be purged
) STRICT;

CREATE TABLE checkpoint (
    sequence INTEGER PRIMARY KEY CHECK (sequence >= 0), -- records up to here may be gone
    head BLOB NOT NULL CHECK (length(head) = 32),       -- of that record; where verify starts
    cold_purged_sequence INTEGER NOT NULL DEFAULT 0     -- sealed parts up to here may be gone
) STRICT;

-- Projection of the journal: can be made again from it at any time.
CREATE TABLE visit (
    id BLOB PRIMARY KEY CHECK (length(id) = 16), -- of the sign-in record
    sequence INTEGER NOT NULL UNIQUE,            -- of the sign-in record
    event_id BLOB NOT NULL CHECK (length(event_id) = 16),
    method TEXT NOT NULL,                        -- "phone", "card", "name", "count"
    language TEXT NOT NULL,                      -- BCP 47, spoken by the kiosk
    zone TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_by_event ON visit (event_id);

CREATE TABLE visit_person (
    visit_id BLOB NOT NULL REFERENCES visit (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0), -- in the party, late members behind
    role TEXT NOT NULL,
    grade TEXT NOT NULL,                           -- CEDS code, empty = none
    in_sequence INTEGER NOT NULL,                  -- record that signed this person in
    in_utc_ms INTEGER NOT NULL,
    in_good INTEGER NOT NULL,
    out_sequence INTEGER,                          -- record that signed out; NULL = still here
    out_utc_ms INTEGER,
    out_good INTEGER,
    out_assumed INTEGER,                           -- 1 = the event's end, nobody said so
    voided INTEGER NOT NULL DEFAULT 0,             -- 1 = corrected: was not here
    PRIMARY KEY (visit_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX visit_person_by_sequence ON visit_person (in_sequence, ordinal);

-- Texts in several languages of events, services and the school.
CREATE TABLE text (
    owner BLOB NOT NULL CHECK (length(owner) = 16), -- event, service, or all zero = the school
    field TEXT NOT NULL,                            -- "title", "session-way", ...
    part INTEGER NOT NULL,                          -- which session or help, else 0
    position INTEGER NOT NULL,                      -- 0 = the language it was written in
    language TEXT NOT NULL,                         -- BCP 47
    text TEXT NOT NULL,
    PRIMARY KEY (owner, field, part, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    source TEXT NOT NULL,           -- which import owns it
    uid TEXT NOT NULL UNIQUE,       -- iCalendar UID, with "/date" for an instance
    place TEXT NOT NULL,
    kind TEXT NOT NULL,             -- "open-house", ...
    start_utc_ms INTEGER NOT NULL,
    end_utc_ms INTEGER NOT NULL,    -- exclusive
    all_day INTEGER NOT NULL,       -- never opens sign-in
    cancelled INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0, -- gone from its source, kept because visits name it
    digest BLOB NOT NULL            -- of all that was put: answers "changed?"
) STRICT, WITHOUT ROWID;
CREATE INDEX event_by_start ON event (start_utc_ms);
CREATE INDEX event_by_end ON event (end_utc_ms);

CREATE TABLE event_session (
    event_id BLOB NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    grade TEXT NOT NULL,            -- CEDS code, empty = everybody
    teacher TEXT NOT NULL,
    room TEXT NOT NULL,
    start_utc_ms INTEGER NOT NULL,  -- 0 = with the event
    PRIMARY KEY (event_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE service (
    rank INTEGER PRIMARY KEY,       -- in the order they were first put
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    source TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,       -- short stable word
    is_person INTEGER NOT NULL,     -- one of the school's own people
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    url TEXT NOT NULL,
    assured_utc_ms INTEGER NOT NULL, -- last checked, 0 = never
    helps_count INTEGER NOT NULL,   -- texts "help" 0..
    digest BLOB NOT NULL
) STRICT;

CREATE TABLE service_need (
    service_id BLOB NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    need TEXT NOT NULL,             -- "talk", "food", ...
    PRIMARY KEY (service_id, need)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_language (
    service_id BLOB NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    language TEXT NOT NULL,         -- BCP 47
    PRIMARY KEY (service_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_hours (
    service_id BLOB NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    weekday INTEGER NOT NULL,       -- 0 = Sunday
    opens_minute INTEGER NOT NULL,  -- local, of the day
    closes_minute INTEGER NOT NULL, -- exclusive
    PRIMARY KEY (service_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE school (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    zone TEXT NOT NULL,             -- IANA name
    country TEXT NOT NULL,          -- ISO 3166
    phone TEXT NOT NULL,            -- the front office, as dialled
    demo INTEGER NOT NULL,
    digest BLOB NOT NULL
) STRICT;

CREATE TABLE school_language (
    position INTEGER PRIMARY KEY,   -- order on the screen
    language TEXT NOT NULL UNIQUE   -- BCP 47
) STRICT;
