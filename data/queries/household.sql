-- name: household_fingerprint
SELECT fingerprint FROM household WHERE id = ?1;

-- name: household_put
INSERT INTO household (id, source, fingerprint, content, cold_key) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (id) DO UPDATE SET source = excluded.source, fingerprint = excluded.fingerprint,
    content = excluded.content, cold_key = excluded.cold_key;

-- name: household_remove
DELETE FROM household WHERE id = ?1;

-- name: household_count
SELECT count(*) FROM household;

-- name: household_ids_of_source
SELECT id FROM household WHERE source = ?1 AND id > ?2 ORDER BY id LIMIT ?3;

-- name: household_page
SELECT id, content, cold_key,
       (SELECT count(*) FROM household_lookup
        WHERE household_id = household.id AND kind = 'card')
FROM household WHERE id > ?1 ORDER BY id LIMIT ?2;

-- name: household_cold_key
SELECT cold_key FROM household WHERE id = ?1;

-- name: lookup_add
INSERT INTO household_lookup (tag, household_id, kind, public_key, key_sealed)
VALUES (?1, ?2, ?3, ?4, ?5);

-- name: lookup_forget_phones
DELETE FROM household_lookup WHERE household_id = ?1 AND kind = 'phone';

-- name: lookup_cards
SELECT tag, public_key FROM household_lookup
WHERE household_id = ?1 AND kind = 'card' ORDER BY tag LIMIT ?2;

-- name: lookup_renew_card
UPDATE household_lookup SET key_sealed = ?3 WHERE household_id = ?1 AND tag = ?2 AND kind = 'card';

-- name: lookup_has
SELECT 1 FROM household_lookup WHERE tag = ?1;

-- name: lookup_find
SELECT household.id, key_sealed, content FROM household_lookup
JOIN household ON household.id = household_lookup.household_id
WHERE tag = ?1 AND kind = ?2 ORDER BY household_lookup.household_id LIMIT ?3;

-- name: lookup_void_card
DELETE FROM household_lookup WHERE tag = ?1 AND kind = 'card';

-- name: lookup_void_cards
DELETE FROM household_lookup WHERE household_id = ?1 AND kind = 'card';

-- name: throttle_get
SELECT misses_in_row, misses_today, found_today, off, pause_left_ms, day_on_ms, day_utc_ms,
       last_mono_ms
FROM lookup_throttle;

-- name: throttle_set
UPDATE lookup_throttle
SET misses_in_row = ?1, misses_today = ?2, found_today = ?3, off = ?4, pause_left_ms = ?5,
    day_on_ms = ?6, day_utc_ms = ?7, last_mono_ms = ?8;
