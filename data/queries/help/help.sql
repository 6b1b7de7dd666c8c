-- name: help_batch_note
UPDATE help_batch SET count = count + 1;

-- name: help_add
INSERT INTO help_count (iso_year, iso_week, need, language, count) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (iso_year, iso_week, need, language) DO UPDATE SET count = count + excluded.count;

-- name: help_list
SELECT iso_year, iso_week, need, language, count FROM help_count
ORDER BY iso_year, iso_week, need, language LIMIT ?1;

-- name: help_speaks_add
INSERT INTO help_speaks (iso_year, iso_week, language, count) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (iso_year, iso_week, language) DO UPDATE SET count = count + excluded.count;

-- name: help_speaks_list
SELECT iso_year, iso_week, language, count FROM help_speaks
ORDER BY iso_year, iso_week, language LIMIT ?1;

-- name: help_term_add
INSERT INTO help_term (iso_year, iso_week, language, term, count) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (iso_year, iso_week, language, term) DO UPDATE SET count = count + excluded.count;

-- name: help_term_list
SELECT iso_year, iso_week, language, term, count FROM help_term
ORDER BY iso_year, iso_week, language, term LIMIT ?1;

-- The whole file anew, in the order of its keys: where a row stands says nothing any more.
-- name: help_rebuild
VACUUM;
