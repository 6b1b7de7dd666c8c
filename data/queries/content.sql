-- Events, services, the school, and their texts.

-- name: text_add
INSERT INTO text (owner, field, part, position, language, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: text_forget
DELETE FROM text WHERE owner = ?1;

-- name: text_of
SELECT field, part, language, text FROM text WHERE owner = ?1 ORDER BY field, part, position;

-- name: event_owner
SELECT digest, source, removed FROM event WHERE id = ?1;

-- name: event_put
INSERT INTO event (id, source, uid, place, kind, start_utc_ms, end_utc_ms, all_day, cancelled,
                   digest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (id) DO UPDATE SET source = excluded.source, uid = excluded.uid,
    place = excluded.place, kind = excluded.kind, start_utc_ms = excluded.start_utc_ms,
    end_utc_ms = excluded.end_utc_ms, all_day = excluded.all_day, cancelled = excluded.cancelled,
    removed = 0, digest = excluded.digest;

-- name: event_ids_of_source
SELECT id FROM event WHERE source = ?1 AND removed = 0 ORDER BY start_utc_ms, id;

-- name: event_has_visits
SELECT 1 FROM visit WHERE event_id = ?1 LIMIT 1;

-- name: event_mark_removed
UPDATE event SET removed = 1 WHERE id = ?1;

-- name: event_remove
DELETE FROM event WHERE id = ?1;

-- name: event_get
SELECT id, uid, place, kind, start_utc_ms, end_utc_ms, all_day, cancelled
FROM event WHERE id = ?1;

-- name: event_get_by_uid
SELECT id, uid, place, kind, start_utc_ms, end_utc_ms, all_day, cancelled
FROM event WHERE uid = ?1;

-- name: event_open
SELECT id, uid, place, kind, start_utc_ms, end_utc_ms, all_day, cancelled
FROM event
WHERE end_utc_ms > ?1 AND start_utc_ms <= ?2 AND all_day = 0 AND cancelled = 0 AND removed = 0
ORDER BY start_utc_ms, id LIMIT ?3;

-- name: event_next
SELECT id, uid, place, kind, start_utc_ms, end_utc_ms, all_day, cancelled
FROM event
WHERE start_utc_ms > ?1 AND all_day = 0 AND cancelled = 0 AND removed = 0
ORDER BY start_utc_ms, id LIMIT ?2;

-- name: event_between
SELECT id, uid, place, kind, start_utc_ms, end_utc_ms, all_day, cancelled
FROM event
WHERE end_utc_ms > ?1 AND start_utc_ms < ?2 AND removed = 0
ORDER BY start_utc_ms, id LIMIT ?3;

-- name: session_add
INSERT INTO event_session (event_id, position, id, grade, teacher, room, start_utc_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: session_forget
DELETE FROM event_session WHERE event_id = ?1;

-- name: session_count
SELECT count(*) FROM event_session WHERE event_id = ?1;

-- name: session_of
SELECT id, grade, teacher, room, start_utc_ms FROM event_session
WHERE event_id = ?1 ORDER BY position;

-- name: service_owner
SELECT digest, source FROM service WHERE id = ?1;

-- name: service_put
INSERT INTO service (id, source, key, is_person, phone, email, url, assured_utc_ms, helps_count,
                     digest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (id) DO UPDATE SET source = excluded.source, key = excluded.key,
    is_person = excluded.is_person, phone = excluded.phone, email = excluded.email,
    url = excluded.url, assured_utc_ms = excluded.assured_utc_ms,
    helps_count = excluded.helps_count, digest = excluded.digest;

-- name: service_ids_of_source
SELECT id FROM service WHERE source = ?1 ORDER BY rank;

-- name: service_remove
DELETE FROM service WHERE id = ?1;

-- name: service_list
SELECT id, key, is_person, phone, email, url, assured_utc_ms, helps_count
FROM service
WHERE ?1 = '' OR EXISTS (SELECT 1 FROM service_need WHERE service_id = service.id AND need = ?1)
ORDER BY is_person DESC, rank LIMIT ?2;

-- name: service_by_key
SELECT id, key, is_person, phone, email, url, assured_utc_ms, helps_count
FROM service WHERE key = ?1;

-- name: service_needs
SELECT DISTINCT need FROM service_need;

-- name: service_need_add
INSERT INTO service_need (service_id, need) VALUES (?1, ?2);

-- name: service_need_forget
DELETE FROM service_need WHERE service_id = ?1;

-- name: service_need_of
SELECT need FROM service_need WHERE service_id = ?1;

-- name: service_language_add
INSERT INTO service_language (service_id, position, language) VALUES (?1, ?2, ?3);

-- name: service_language_forget
DELETE FROM service_language WHERE service_id = ?1;

-- name: service_language_of
SELECT language FROM service_language WHERE service_id = ?1 ORDER BY position;

-- name: service_hours_add
INSERT INTO service_hours (service_id, position, weekday, opens_minute, closes_minute)
VALUES (?1, ?2, ?3, ?4, ?5);

-- name: service_hours_forget
DELETE FROM service_hours WHERE service_id = ?1;

-- name: service_hours_of
SELECT weekday, opens_minute, closes_minute FROM service_hours
WHERE service_id = ?1 ORDER BY position;

-- name: school_get
SELECT zone, country, phone, demo, digest FROM school;

-- name: school_put
INSERT INTO school (one, zone, country, phone, demo, digest) VALUES (1, ?1, ?2, ?3, ?4, ?5)
ON CONFLICT (one) DO UPDATE SET zone = excluded.zone, country = excluded.country,
    phone = excluded.phone, demo = excluded.demo, digest = excluded.digest;

-- name: school_languages
SELECT language FROM school_language ORDER BY position;

-- name: school_language_forget
DELETE FROM school_language;

-- name: school_language_add
INSERT INTO school_language (position, language) VALUES (?1, ?2);
