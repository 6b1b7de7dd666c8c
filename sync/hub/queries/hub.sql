-- Statements of the hub. ?1 is the district everywhere but in the first three.

-- New records go to the ends of their trees, so half of SQLite's own 2,000 KiB is plenty.
-- name: hub_cache_size
PRAGMA cache_size = -1000;

-- name: hub_data_version
PRAGMA data_version;

-- Passive: moves what it can without waiting for anybody.
-- name: hub_checkpoint_passive
PRAGMA wal_checkpoint(PASSIVE);

-- ---- kiosks and their histories ----

-- name: hub_kiosk_find
SELECT number, device, public_key, school, name, enrolled_utc_ms, revoked_utc_ms, counter,
       contact_utc_ms, quarantined, forks
FROM kiosk WHERE district_id = ?1 AND device = ?2;

-- name: hub_kiosk_next
SELECT number, device, public_key, school, name, enrolled_utc_ms, revoked_utc_ms, counter,
       contact_utc_ms, quarantined, forks
FROM kiosk WHERE district_id = ?1 AND number > ?2 ORDER BY number LIMIT 1;

-- name: hub_kiosk_new_number
SELECT ifnull(max(number), 0) + 1 FROM kiosk WHERE district_id = ?1;

-- name: hub_kiosk_add
INSERT INTO kiosk (district_id, number, device, public_key, school, name, enrolled_utc_ms,
                   revoked_utc_ms, counter, contact_utc_ms, quarantined, forks)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: hub_kiosk_change
UPDATE kiosk
SET public_key = ?4, school = ?5, name = ?6, enrolled_utc_ms = ?7, revoked_utc_ms = ?8,
    counter = ?9, contact_utc_ms = ?10, quarantined = ?11, forks = ?12
WHERE district_id = ?1 AND number = ?2 AND device = ?3;

-- name: hub_kiosk_note
UPDATE kiosk SET counter = ?3, contact_utc_ms = ?4, quarantined = ?5, forks = ?6
WHERE district_id = ?1 AND number = ?2;

-- name: hub_epoch_find
SELECT number, epoch, base, have, head, begun_utc_ms
FROM epoch WHERE district_id = ?1 AND kiosk = ?2 AND epoch = ?3;

-- name: hub_epoch_next
SELECT number, epoch, base, have, head, begun_utc_ms
FROM epoch WHERE district_id = ?1 AND kiosk = ?2 AND number > ?3 ORDER BY number LIMIT 1;

-- name: hub_epoch_new_number
SELECT ifnull(max(number), 0) + 1 FROM epoch WHERE district_id = ?1 AND kiosk = ?2;

-- name: hub_epoch_add
INSERT INTO epoch (district_id, kiosk, number, epoch, base, have, head, begun_utc_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: hub_epoch_change
UPDATE epoch SET base = ?4, have = ?5, head = ?6
WHERE district_id = ?1 AND kiosk = ?2 AND number = ?3;

-- ---- records ----

-- name: hub_record_add
INSERT INTO record (district_id, kiosk, epoch, sequence, id, type, event_id, utc_ms, mono_ms, boot,
                    good, zone, body, sealed, sealed_digest, about)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
ON CONFLICT DO NOTHING;

-- name: hub_again_add
INSERT INTO again (district_id, kiosk, epoch, sequence, id) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT DO NOTHING;

-- name: hub_again_get
SELECT id FROM again WHERE district_id = ?1 AND kiosk = ?2 AND epoch = ?3 AND sequence = ?4;

-- name: hub_quarantine_add
INSERT INTO quarantine (district_id, kiosk, epoch, sequence, came_utc_ms, reason, raw)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT DO NOTHING;

-- name: hub_quarantine_has
SELECT 1 FROM quarantine WHERE district_id = ?1 AND kiosk = ?2 AND epoch = ?3 AND sequence = ?4;

-- name: hub_quarantine_next
SELECT kiosk, epoch, sequence, came_utc_ms, reason, raw FROM quarantine
WHERE district_id = ?1 AND (kiosk, epoch, sequence) > (?2, ?3, ?4)
ORDER BY kiosk, epoch, sequence LIMIT 1;

-- name: hub_taken_head_add
INSERT INTO taken_head (district_id, kiosk, epoch, sequence, head) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT DO NOTHING;

-- name: hub_taken_head_next
SELECT sequence, head FROM taken_head
WHERE district_id = ?1 AND kiosk = ?2 AND epoch = ?3 AND sequence >= ?4
ORDER BY sequence LIMIT 1;

-- name: hub_place_has_record
SELECT 1 FROM record
WHERE district_id = ?1 AND id = ?5 AND kiosk = ?2 AND epoch = ?3 AND sequence = ?4;

-- name: hub_place_has_again
SELECT 1 FROM again
WHERE district_id = ?1 AND kiosk = ?2 AND epoch = ?3 AND sequence = ?4 AND id = ?5;

-- name: hub_record_get
SELECT arrival, kiosk, epoch, sequence, id, type, event_id, utc_ms, mono_ms, boot, good, zone, body,
       sealed, sealed_digest, about
FROM record WHERE district_id = ?1 AND id = ?2 AND kiosk = ?3;

-- name: hub_records_by_id
SELECT arrival, kiosk, epoch, sequence, id, type, event_id, utc_ms, mono_ms, boot, good, zone, body,
       sealed, sealed_digest, about
FROM record WHERE district_id = ?1 AND (id, kiosk) > (?2, ?3) ORDER BY id, kiosk LIMIT ?4;

-- name: hub_records_by_arrival
SELECT arrival, kiosk, epoch, sequence, id, type, event_id, utc_ms, mono_ms, boot, good, zone, body,
       sealed, sealed_digest, about
FROM record NOT INDEXED WHERE arrival > ?2 AND district_id = ?1 ORDER BY arrival LIMIT ?3;

-- name: hub_records_about
SELECT arrival, kiosk, epoch, sequence, id, type, event_id, utc_ms, mono_ms, boot, good, zone, body,
       sealed, sealed_digest, about
FROM record
WHERE district_id = ?1 AND about = ?2 AND kiosk = ?3 AND (epoch, sequence) > (?4, ?5)
ORDER BY epoch, sequence LIMIT ?6;

-- ---- codes ----

-- name: hub_code_find
SELECT secret_hash, school, name, made_utc_ms, until_utc_ms, tries, used_by
FROM code WHERE district_id = ?1 AND selector = ?2;

-- name: hub_code_put
INSERT INTO code (district_id, selector, secret_hash, school, name, made_utc_ms, until_utc_ms,
                  tries, used_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (district_id, selector) DO UPDATE
SET secret_hash = excluded.secret_hash, school = excluded.school, name = excluded.name,
    made_utc_ms = excluded.made_utc_ms, until_utc_ms = excluded.until_utc_ms,
    tries = excluded.tries, used_by = excluded.used_by;

-- name: hub_code_forget
DELETE FROM code WHERE district_id = ?1 AND until_utc_ms < ?2;

-- ---- counts and checks ----

-- Records have no holes in their arrivals, so the last one is their number.
-- name: hub_counts
SELECT (SELECT count(*) FROM kiosk WHERE district_id = ?1 AND revoked_utc_ms = 0),
       (SELECT count(*) FROM kiosk WHERE district_id = ?1 AND revoked_utc_ms <> 0),
       (SELECT count(*) FROM epoch WHERE district_id = ?1),
       (SELECT ifnull(max(arrival), 0) FROM record),
       (SELECT ifnull(sum(quarantined), 0) FROM kiosk WHERE district_id = ?1),
       (SELECT ifnull(max(contact_utc_ms), 0) FROM kiosk WHERE district_id = ?1),
       (SELECT ifnull(min(contact_utc_ms), 0) FROM kiosk
        WHERE district_id = ?1 AND revoked_utc_ms = 0);

-- name: hub_read_check
SELECT count(*) FROM (SELECT body FROM record ORDER BY arrival DESC LIMIT 1);

-- A copy of the whole as one file, while others go on writing.
-- name: hub_copy
VACUUM INTO ?1;
