-- name: help_add
INSERT INTO help_count (iso_year, iso_week, need, language, count) VALUES (?1, ?2, ?3, ?4, 1)
ON CONFLICT (iso_year, iso_week, need, language) DO UPDATE SET count = count + 1;

-- name: help_list
SELECT iso_year, iso_week, need, language, count FROM help_count
ORDER BY iso_year, iso_week, need, language LIMIT ?1;
