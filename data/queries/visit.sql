-- Effects of records on the projection. They read the record itself, so that signing in and
-- rebuilding cannot differ. ?1 = the record's sequence, ?2 = the visit that its body names.

-- name: effect_kind
SELECT type, json_extract(body, '$.visit') FROM journal WHERE sequence = ?1;

-- name: effect_signed_in_visit
INSERT INTO visit (id, sequence, event_id, method, language, zone)
SELECT id, sequence, event_id, json_extract(body, '$.method'), json_extract(body, '$.language'),
       zone
FROM journal WHERE sequence = ?1;

-- name: effect_people
INSERT INTO visit_person (visit_id, ordinal, role, grade, in_sequence, in_utc_ms, in_good)
SELECT ?2, json_extract(body, '$.first') + person.key, json_extract(person.value, '$.role'),
       json_extract(person.value, '$.grade'), sequence, utc_ms, good
FROM journal, json_each(journal.body, '$.people') AS person
WHERE sequence = ?1;

-- name: effect_signed_out
UPDATE visit_person
SET out_sequence = record.sequence, out_utc_ms = record.utc_ms, out_good = record.good,
    out_assumed = 0
FROM (SELECT sequence, utc_ms, good FROM journal WHERE sequence = ?1) AS record
WHERE visit_id = ?2 AND out_sequence IS NULL;

-- name: effect_assumed_out
UPDATE visit_person
SET out_sequence = record.sequence, out_utc_ms = record.at_utc_ms, out_good = 1, out_assumed = 1
FROM (SELECT sequence, json_extract(body, '$.at') AS at_utc_ms FROM journal
      WHERE sequence = ?1) AS record
WHERE visit_id = ?2 AND out_sequence IS NULL;

-- name: effect_corrected
UPDATE visit_person
SET role = record.role, grade = record.grade, voided = record.voided
FROM (SELECT json_extract(body, '$.person') AS person, json_extract(body, '$.role') AS role,
             json_extract(body, '$.grade') AS grade, json_extract(body, '$.voided') AS voided
      FROM journal WHERE sequence = ?1) AS record
WHERE visit_id = ?2 AND ordinal = record.person;

-- name: projection_forget_people
DELETE FROM visit_person WHERE in_sequence > ?1;

-- name: projection_forget_out
UPDATE visit_person
SET out_sequence = NULL, out_utc_ms = NULL, out_good = NULL, out_assumed = NULL
WHERE out_sequence > ?1;

-- name: projection_forget_visits
DELETE FROM visit WHERE sequence > ?1;

-- name: projection_visits
SELECT id, sequence, event_id, method, language, zone FROM visit ORDER BY sequence;

-- name: projection_people
SELECT visit_id, ordinal, role, grade, in_sequence, in_utc_ms, in_good, out_sequence, out_utc_ms,
       out_good, out_assumed, voided
FROM visit_person ORDER BY in_sequence, ordinal;

-- name: visit_zone
SELECT zone FROM school;

-- name: visit_get
SELECT event_id, (SELECT min(in_utc_ms) FROM visit_person WHERE visit_id = visit.id),
       (SELECT count(*) FROM visit_person WHERE visit_id = visit.id),
       (SELECT count(*) FROM visit_person WHERE visit_id = visit.id AND out_sequence IS NULL)
FROM visit WHERE id = ?1;

-- How many people one record brought.
-- name: visit_brought
SELECT count(*) FROM visit_person WHERE visit_id = ?1 AND in_sequence = ?2;

-- name: visit_person_has
SELECT 1 FROM visit_person WHERE visit_id = ?1 AND ordinal = ?2;

-- name: visit_open_by_tag
SELECT visit.id, min(visit_person.in_utc_ms), min(visit_person.in_good)
FROM hot_record JOIN visit ON visit.sequence = hot_record.sequence
JOIN visit_person ON visit_person.visit_id = visit.id
WHERE hot_record.event_id = ?1 AND hot_record.household_tag = ?2
  AND visit_person.out_sequence IS NULL AND visit_person.voided = 0
GROUP BY hot_record.sequence ORDER BY hot_record.sequence LIMIT 1;

-- name: visit_here
SELECT ordinal, role, grade, in_sequence FROM visit_person
WHERE visit_id = ?1 AND out_sequence IS NULL AND voided = 0 ORDER BY ordinal;

-- name: visit_person_here_by_tag
SELECT 1 FROM visit_person JOIN hot_record ON hot_record.sequence = visit_person.in_sequence
WHERE visit_person.visit_id = ?1 AND substr(person_tags, 16 * (ordinal - first) + 1, 16) = ?2
  AND visit_person.out_sequence IS NULL AND visit_person.voided = 0;

-- The next one behind ?2, in the order of the index: closing a large event asks for each of them.
-- name: visit_open_of_event
SELECT id FROM visit
WHERE event_id = ?1 AND id > ?2
  AND EXISTS (SELECT 1 FROM visit_person WHERE visit_id = visit.id AND out_sequence IS NULL)
ORDER BY id LIMIT 1;

-- name: visit_counts
SELECT count(DISTINCT visit.id),
       count(DISTINCT iif(role IN ('guardian', 'other-adult'), person, NULL)),
       count(DISTINCT iif(role NOT IN ('guardian', 'other-adult'), person, NULL)),
       count(DISTINCT iif(role IN ('guardian', 'other-adult') AND here, person, NULL)),
       count(DISTINCT iif(role NOT IN ('guardian', 'other-adult') AND here, person, NULL))
FROM visit JOIN (
    SELECT visit_person.visit_id AS visit_id, role, out_sequence IS NULL AS here,
           ifnull(substr(person_tags, 16 * (ordinal - first) + 1, 16),
                  CAST(visit_person.visit_id || ordinal AS BLOB)) AS person
    FROM visit_person LEFT JOIN hot_record ON hot_record.sequence = visit_person.in_sequence
    WHERE voided = 0) AS row ON row.visit_id = visit.id
WHERE visit.event_id = ?1;

-- name: visit_rows_next
SELECT visit_person.in_sequence, visit_person.ordinal, visit.id, visit.event_id,
       ifnull(event.uid, ''), method, language, role, grade, in_utc_ms, in_good,
       ifnull(out_utc_ms, 0), ifnull(out_good, 0), ifnull(out_assumed, 0), visit.zone,
       journal.cold_digest IS NOT NULL, hot_record.sequence IS NOT NULL
FROM visit_person
JOIN visit ON visit.id = visit_person.visit_id
LEFT JOIN event ON event.id = visit.event_id
LEFT JOIN journal ON journal.sequence = visit_person.in_sequence
LEFT JOIN hot_record ON hot_record.sequence = visit_person.in_sequence
WHERE (visit_person.in_sequence, visit_person.ordinal) > (?1, ?2) AND voided = 0
  AND (?3 = '' OR event.uid = ?3)
  AND (?4 = 0 OR in_utc_ms >= ?4) AND (?5 = 0 OR in_utc_ms < ?5)
ORDER BY visit_person.in_sequence, visit_person.ordinal LIMIT ?6;

-- name: hot_key_get
SELECT boxed FROM hot_key WHERE event_id = ?1;

-- name: hot_key_any
SELECT EXISTS (SELECT 1 FROM hot_key);

-- name: hot_key_add
INSERT INTO hot_key (event_id, boxed, made_utc_ms, made_good) VALUES (?1, ?2, ?3, ?4);

-- name: hot_key_remove
DELETE FROM hot_key WHERE event_id = ?1;

-- Events whose names are still here. The end: of the event, else of a visit without one.
-- name: hot_key_ended
SELECT hot_key.event_id, ifnull(event.end_utc_ms, made_utc_ms + ?1) AS end_utc_ms
FROM hot_key LEFT JOIN event ON event.id = hot_key.event_id AND event.removed = 0
WHERE ifnull(event.end_utc_ms, made_utc_ms + ?1) <= ?2 LIMIT 1;

-- name: hot_record_add
INSERT INTO hot_record (sequence, event_id, household_tag, first, person_tags, boxed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: hot_names_get
SELECT hot_record.boxed, hot_key.boxed, hot_key.event_id
FROM hot_record JOIN hot_key ON hot_key.event_id = hot_record.event_id
WHERE hot_record.sequence = ?1;
