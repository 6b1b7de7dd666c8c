-- name: meta_add
INSERT INTO meta (one, device, epoch, school_salt, cost_memory_bytes, cost_passes,
                  kiosk_key_check, school_public)
VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: meta_get
SELECT device, epoch, school_salt, cost_memory_bytes, cost_passes, kiosk_key_check, school_public,
       boot,
       max(last_good_utc_ms, ifnull((SELECT utc_ms FROM journal
                                     WHERE sequence = (SELECT max(sequence) FROM journal)
                                       AND good = 1), 0)),
       watermark
FROM meta;

-- name: meta_next_boot
UPDATE meta SET boot = boot + 1 RETURNING boot;

-- name: meta_note_time
UPDATE meta SET last_good_utc_ms = max(last_good_utc_ms, ?1);

-- name: setting_get
SELECT value FROM setting WHERE name = ?1;

-- name: setting_put
INSERT INTO setting (name, value) VALUES (?1, ?2)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: import_add
INSERT INTO import (id, kind, name, digest, utc_ms, added, changed, gone, refused)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (id) DO NOTHING;

-- name: import_has
SELECT 1 FROM import WHERE id = ?1;

-- name: import_find
SELECT id, kind, name, digest, utc_ms, added, changed, gone, refused
FROM import WHERE digest = ?1 ORDER BY utc_ms DESC, id DESC LIMIT 1;

-- name: import_list
SELECT id, kind, name, digest, utc_ms, added, changed, gone, refused
FROM import ORDER BY utc_ms DESC, id DESC LIMIT ?1;

-- name: content_version
SELECT count FROM content_change;

-- name: content_change_note
UPDATE content_change SET count = count + 1;
