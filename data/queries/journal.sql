-- name: journal_tip
SELECT sequence, head, utc_ms, good FROM journal
UNION ALL SELECT sequence, head, 0, 0 FROM checkpoint
ORDER BY sequence DESC LIMIT 1;

-- name: journal_add
INSERT INTO journal (sequence, id, type, event_id, utc_ms, mono_ms, boot, good, zone, body,
                     cold_digest, head)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: journal_add_cold
INSERT INTO journal_cold (sequence, sealed) VALUES (?1, ?2);

-- name: journal_by_id
SELECT sequence, type, utc_ms, json_extract(body, '$.visit') FROM journal WHERE id = ?1;

-- name: journal_page
SELECT journal.sequence, id, type, event_id, utc_ms, mono_ms, boot, good, zone, body, head,
       cold_digest, sealed
FROM journal LEFT JOIN journal_cold ON journal_cold.sequence = journal.sequence
WHERE journal.sequence > ?1 ORDER BY journal.sequence LIMIT ?2;

-- name: journal_status
SELECT ifnull(min(sequence), 0), ifnull(max(sequence), 0), (SELECT watermark FROM meta),
       (SELECT max(sequence) FROM checkpoint)
FROM journal;

-- name: journal_cold_of
SELECT sealed FROM journal_cold WHERE sequence = ?1;

-- name: journal_cold_strays
SELECT sequence FROM journal_cold
WHERE sequence NOT IN (SELECT sequence FROM journal WHERE cold_digest IS NOT NULL) LIMIT 1;

-- name: checkpoint_add
INSERT INTO checkpoint (sequence, head) VALUES (?1, ?2);

-- name: checkpoint_last
SELECT sequence, head, cold_purged_sequence FROM checkpoint ORDER BY sequence DESC LIMIT 1;
