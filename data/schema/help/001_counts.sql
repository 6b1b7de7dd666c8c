-- The help counters' own database: no id, no time but the week, nothing to join.
CREATE TABLE help_count (
    iso_year INTEGER NOT NULL,
    iso_week INTEGER NOT NULL,  -- ISO 8601
    need TEXT NOT NULL,         -- "talk", "food", ...
    language TEXT NOT NULL,     -- BCP 47
    count INTEGER NOT NULL,
    PRIMARY KEY (iso_year, iso_week, need, language)
) STRICT, WITHOUT ROWID;
