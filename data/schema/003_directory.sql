-- Find help: the city's directory beside the school's own people, the channels wall, guides, and
-- the search index. Exchanged tables (a hub may send them) but for the last three, which are local.
-- Texts of channels and guides stand in the table "text", as those of events and services do.

-- A service has few needs, languages and hours, they are only ever read with it, and a city has
-- twenty thousand of them: one text column each instead of three tables of rows.
CREATE TABLE service_new (
    rank INTEGER PRIMARY KEY,         -- in the order they were first put
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    source TEXT NOT NULL,             -- which import owns it
    key TEXT NOT NULL UNIQUE,         -- short stable word
    own INTEGER NOT NULL CHECK (own IN (0, 1)), -- 1 = the school's, 0 = a partner of the city
    is_person INTEGER NOT NULL,       -- one of the school's own people
    needs TEXT NOT NULL,              -- "talk food"
    languages TEXT NOT NULL,          -- BCP 47: "en es"
    hours TEXT NOT NULL,              -- weekday (0 = Sunday), opens, closes: "1 480 960;2 480 960"
    rules TEXT NOT NULL,              -- what weekly hours cannot say, see data/store/service_lists.h
    address TEXT NOT NULL,            -- one line
    latitude_e6 INTEGER NOT NULL,     -- degrees x 1,000,000; both 0 = not known
    longitude_e6 INTEGER NOT NULL,
    room TEXT NOT NULL,               -- number on the school's floor plan
    phone TEXT NOT NULL,              -- as dialled, ",57471" behind it = an extension
    email TEXT NOT NULL,
    url TEXT NOT NULL,
    assured_utc_ms INTEGER NOT NULL,  -- last checked, 0 = never
    helps_count INTEGER NOT NULL,     -- texts "help" 0..
    digest BLOB NOT NULL              -- of all that was put: answers "changed?"
) STRICT;

-- What was there came with the demo school, whose services are its own.
INSERT INTO service_new (rank, id, source, key, own, is_person, needs, languages, hours, rules,
                         address, latitude_e6, longitude_e6, room, phone, email, url,
                         assured_utc_ms, helps_count, digest)
SELECT rank, id, source, key, 1, is_person,
       coalesce((SELECT group_concat(need, ' ') FROM service_need
                 WHERE service_id = service.id), ''),
       coalesce((SELECT group_concat(language, ' ')
                 FROM (SELECT language FROM service_language
                       WHERE service_id = service.id ORDER BY position)), ''),
       coalesce((SELECT group_concat(weekday || ' ' || opens_minute || ' ' || closes_minute, ';')
                 FROM (SELECT weekday, opens_minute, closes_minute FROM service_hours
                       WHERE service_id = service.id ORDER BY position)), ''),
       '', '', 0, 0, '', phone, email, url, assured_utc_ms, helps_count, digest
FROM service;

DROP TABLE service_need;
DROP TABLE service_language;
DROP TABLE service_hours;
DROP TABLE service;
ALTER TABLE service_new RENAME TO service;
CREATE INDEX service_by_order ON service (own DESC, is_person DESC, rank); -- of every list

CREATE TABLE channel (
    rank INTEGER PRIMARY KEY,         -- in the order they were first put
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    source TEXT NOT NULL,             -- which import owns it
    key TEXT NOT NULL UNIQUE,         -- short stable word: "remind"
    kind TEXT NOT NULL,               -- "texts", "class-story", ...: its picture
    join_code TEXT NOT NULL,          -- empty = none, as all that follow
    url TEXT NOT NULL,
    sms_number TEXT NOT NULL,         -- the SMS form of joining
    sms_body TEXT NOT NULL,
    email TEXT NOT NULL,
    network TEXT NOT NULL,            -- name of a Wi-Fi for guests; its password is join_code
    digest BLOB NOT NULL
) STRICT;

CREATE TABLE guide (
    rank INTEGER PRIMARY KEY,         -- in the order they were first put
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    source TEXT NOT NULL,             -- which import owns it
    key TEXT NOT NULL UNIQUE,         -- short stable word: "iep-meeting"
    person TEXT NOT NULL,             -- key of the service to ask, empty = the front desk
    url TEXT NOT NULL,                -- more to read, empty = none
    needs TEXT NOT NULL,              -- "talk food"
    assured_utc_ms INTEGER NOT NULL,  -- last checked, 0 = never
    steps_count INTEGER NOT NULL,     -- texts "step" 0..
    questions_count INTEGER NOT NULL, -- texts "question" 0..
    digest BLOB NOT NULL
) STRICT;

CREATE TABLE service_change (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    count INTEGER NOT NULL            -- services put or removed so far: is the index still right?
) STRICT;
INSERT INTO service_change (one, count) VALUES (1, 0);

CREATE TABLE search_index (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    format INTEGER NOT NULL,          -- of the code that made it
    service_change INTEGER NOT NULL,  -- service_change.count when it was made
    stamp INTEGER NOT NULL,           -- times it was put
    size INTEGER NOT NULL             -- bytes of all parts
) STRICT;

CREATE TABLE search_index_part (
    position INTEGER PRIMARY KEY,     -- 0..
    bytes BLOB NOT NULL
) STRICT;
