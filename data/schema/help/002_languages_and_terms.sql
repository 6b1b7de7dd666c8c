-- Who asked for somebody who speaks their language, what was searched for by many, and how often
-- this file was written: all that a thief of it learns about time is the week.
CREATE TABLE help_speaks (
    iso_year INTEGER NOT NULL,
    iso_week INTEGER NOT NULL,  -- ISO 8601
    language TEXT NOT NULL,     -- BCP 47
    count INTEGER NOT NULL,     -- of sessions
    PRIMARY KEY (iso_year, iso_week, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE help_term (
    iso_year INTEGER NOT NULL,
    iso_week INTEGER NOT NULL,  -- in which the last of the five sessions asked
    language TEXT NOT NULL,     -- BCP 47, of the screen
    term TEXT NOT NULL,         -- without digits, lower-case where it is ASCII
    count INTEGER NOT NULL,     -- of sessions; grows by fives
    PRIMARY KEY (iso_year, iso_week, language, term)
) STRICT, WITHOUT ROWID;

-- Every batch changes this row, so that how often the file was written does not depend on what the
-- sessions of a batch had counted, and with that on their order.
CREATE TABLE help_batch (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    count INTEGER NOT NULL      -- of batches written so far
) STRICT;
INSERT INTO help_batch (one, count) VALUES (1, 0);
