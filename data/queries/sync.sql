-- The link to the hub, receipts, forks, what may leave the kiosk.

-- name: sync_position
SELECT device, epoch, epoch_base, watermark, checkpoint.sequence, checkpoint.head,
       cold_purged_sequence
FROM meta, checkpoint ORDER BY checkpoint.sequence DESC LIMIT 1;

-- name: sync_link_put
INSERT INTO sync_link (one, url, hub_public, kiosk_public, seed_boxed, enrolled_utc_ms, confirmed,
                       revoked)
VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (one) DO UPDATE SET url = excluded.url, hub_public = excluded.hub_public,
    kiosk_public = excluded.kiosk_public, seed_boxed = excluded.seed_boxed,
    enrolled_utc_ms = excluded.enrolled_utc_ms, confirmed = excluded.confirmed,
    revoked = excluded.revoked;

-- name: sync_link_get
SELECT url, hub_public, kiosk_public, seed_boxed, enrolled_utc_ms, confirmed, revoked
FROM sync_link;

-- name: sync_link_other_hub
SELECT 1 FROM sync_link WHERE hub_public <> ?1;

-- name: sync_link_revoke
UPDATE sync_link SET revoked = 1 RETURNING 1;

-- name: sync_link_revoked
SELECT 1 FROM sync_link WHERE revoked = 1;

-- name: sync_counters_take
UPDATE sync_state SET counter = max(counter, ?1) + ?2 RETURNING counter;

-- name: sync_counter
SELECT counter FROM sync_state;

-- name: sync_head_of
SELECT head FROM journal WHERE sequence = ?1;

-- name: sync_watermark_set
UPDATE meta SET watermark = ?1 WHERE watermark <> ?1;

-- name: sync_hub_time
SELECT hub_utc_ms FROM sync_state;

-- The hub's clock is written down every ten minutes, not at every contact.
-- name: sync_hub_time_note
UPDATE sync_state SET hub_utc_ms = ?1 WHERE ?1 NOT BETWEEN hub_utc_ms AND hub_utc_ms + 599999;

-- name: sync_mark_drop_above
DELETE FROM sync_mark WHERE sequence > ?1;

-- name: sync_mark_drop_to
DELETE FROM sync_mark WHERE sequence <= ?1;

-- name: sync_mark_newest
SELECT sequence, since_utc_ms FROM sync_mark ORDER BY sequence DESC LIMIT 1;

-- name: sync_mark_add
INSERT INTO sync_mark (sequence, since_utc_ms) VALUES (?1, ?2);

-- Up to where the hub held all for ?1 milliseconds.
-- name: sync_mark_aged
SELECT ifnull(max(sequence), 0) FROM sync_mark
WHERE since_utc_ms + ?1 <= (SELECT hub_utc_ms FROM sync_state);

-- Of those that are old enough only the last one says anything.
-- name: sync_mark_merge
DELETE FROM sync_mark
WHERE sequence < (SELECT max(sequence) FROM sync_mark
                  WHERE since_utc_ms + ?1 <= (SELECT hub_utc_ms FROM sync_state));

-- name: sync_epoch_set
UPDATE meta SET epoch = ?1, epoch_base = ?2, watermark = ?2;

-- name: sync_head_set
UPDATE journal SET head = ?2 WHERE sequence = ?1;

-- name: checkpoint_forget
DELETE FROM checkpoint;

-- name: checkpoint_put
INSERT INTO checkpoint (sequence, head, cold_purged_sequence) VALUES (?1, ?2, ?3);

-- name: sync_described_forget_to
DELETE FROM sync_described WHERE sequence <= ?1;

-- name: sync_note_put
UPDATE sync_state
SET trouble = ?1, detail = ?2, tried_utc_ms = ?3, contact_utc_ms = ?4, sent_utc_ms = ?5,
    forks = ?6, quarantined = ?7;

-- name: sync_note_get
SELECT trouble, detail, tried_utc_ms, contact_utc_ms, sent_utc_ms, forks, quarantined
FROM sync_state;

-- Events that waiting records name and that the hub does not know as they are now.
-- name: sync_undescribed
SELECT event.id, event.digest
FROM (SELECT DISTINCT event_id FROM journal
      WHERE sequence > (SELECT watermark FROM meta) AND type <> 'event.described') AS named
JOIN event ON event.id = named.event_id
LEFT JOIN sync_described ON sync_described.event_id = named.event_id
WHERE event_digest IS NOT event.digest LIMIT ?1;

-- What a description says: the title in the language it was written in.
-- name: sync_event_facts
SELECT uid, ifnull(text, ''), place, start_utc_ms, end_utc_ms
FROM event LEFT JOIN text ON owner = event.id AND field = 'title' AND part = 0 AND position = 0
WHERE event.id = ?1;

-- name: sync_described_same
SELECT 1 FROM sync_described WHERE event_id = ?1 AND body_digest = ?2;

-- name: sync_described_put
INSERT INTO sync_described (event_id, event_digest, body_digest, sequence) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (event_id) DO UPDATE SET event_digest = excluded.event_digest,
    body_digest = excluded.body_digest, sequence = max(sequence, excluded.sequence);

-- name: sync_offset_boot
SELECT offset_boot FROM sync_state;

-- name: sync_offset_boot_set
UPDATE sync_state SET offset_boot = max(offset_boot, ?1);

-- A record of this boot whose time was not to be trusted: by it the wall clock of then is known.
-- name: sync_unsure_record
SELECT utc_ms, mono_ms FROM journal WHERE boot = ?1 AND good = 0 ORDER BY sequence DESC LIMIT 1;

-- name: sync_first_open_visit
SELECT sequence FROM visit
WHERE sequence <= ?1 AND EXISTS (SELECT 1 FROM visit_person
                                 WHERE visit_id = visit.id AND out_sequence IS NULL)
ORDER BY sequence LIMIT 1;

-- name: sync_first_hot
SELECT min(sequence) FROM hot_record WHERE sequence <= ?1;

-- name: sync_visit_sequence
SELECT sequence FROM visit WHERE id = ?1;

-- name: sync_tip_time
SELECT utc_ms FROM journal WHERE good = 1 AND sequence = (SELECT max(sequence) FROM journal);

-- name: purge_cold
DELETE FROM journal_cold WHERE sequence <= ?1;

-- name: purge_people
DELETE FROM visit_person WHERE in_sequence <= ?1;

-- name: purge_visits
DELETE FROM visit WHERE sequence <= ?1;

-- name: purge_records
DELETE FROM journal WHERE sequence <= ?1;

-- name: sync_vacuum_due
SELECT vacuum_due FROM sync_state;

-- name: sync_vacuum_due_set
UPDATE sync_state SET vacuum_due = ?1;

-- name: sync_vacuum
VACUUM;
