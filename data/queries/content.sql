-- Events, services, channels, guides, the school, and their texts; the search index.

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
SELECT digest, source, 0 FROM service WHERE id = ?1;

-- name: service_put
INSERT INTO service (id, source, key, own, is_person, needs, languages, hours, rules, address,
                     latitude_e6, longitude_e6, room, phone, email, url, assured_utc_ms,
                     helps_count, digest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
ON CONFLICT (id) DO UPDATE SET source = excluded.source, key = excluded.key, own = excluded.own,
    is_person = excluded.is_person, needs = excluded.needs, languages = excluded.languages,
    hours = excluded.hours, rules = excluded.rules, address = excluded.address,
    latitude_e6 = excluded.latitude_e6, longitude_e6 = excluded.longitude_e6,
    room = excluded.room, phone = excluded.phone, email = excluded.email, url = excluded.url,
    assured_utc_ms = excluded.assured_utc_ms, helps_count = excluded.helps_count,
    digest = excluded.digest;

-- name: service_ids_of_source
SELECT id FROM service WHERE source = ?1 ORDER BY rank;

-- name: service_remove
DELETE FROM service WHERE id = ?1;

-- name: service_walk
SELECT id, key, own, is_person, needs, languages, hours, rules, address, latitude_e6, longitude_e6,
       room, phone, email, url, assured_utc_ms, helps_count
FROM service ORDER BY own DESC, is_person DESC, rank;

-- name: service_list_own
SELECT id, key, own, is_person, needs, languages, hours, rules, address, latitude_e6, longitude_e6,
       room, phone, email, url, assured_utc_ms, helps_count
FROM service WHERE own = 1 ORDER BY is_person DESC, rank LIMIT ?1;

-- name: service_get
SELECT id, key, own, is_person, needs, languages, hours, rules, address, latitude_e6, longitude_e6,
       room, phone, email, url, assured_utc_ms, helps_count
FROM service WHERE id = ?1;

-- name: service_by_key
SELECT id, key, own, is_person, needs, languages, hours, rules, address, latitude_e6, longitude_e6,
       room, phone, email, url, assured_utc_ms, helps_count
FROM service WHERE key = ?1;

-- name: service_needs
SELECT DISTINCT needs FROM service;

-- name: service_change_count
SELECT count FROM service_change;

-- name: service_change_note
UPDATE service_change SET count = count + 1;

-- name: channel_owner
SELECT digest, source, 0 FROM channel WHERE id = ?1;

-- name: channel_put
INSERT INTO channel (id, source, key, kind, join_code, url, sms_number, sms_body, email, network,
                     digest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT (id) DO UPDATE SET source = excluded.source, key = excluded.key,
    kind = excluded.kind, join_code = excluded.join_code, url = excluded.url,
    sms_number = excluded.sms_number, sms_body = excluded.sms_body, email = excluded.email,
    network = excluded.network, digest = excluded.digest;

-- name: channel_ids_of_source
SELECT id FROM channel WHERE source = ?1 ORDER BY rank;

-- name: channel_remove
DELETE FROM channel WHERE id = ?1;

-- name: channel_list
SELECT id, key, kind, join_code, url, sms_number, sms_body, email, network
FROM channel ORDER BY rank LIMIT ?1;

-- name: guide_owner
SELECT digest, source, 0 FROM guide WHERE id = ?1;

-- name: guide_put
INSERT INTO guide (id, source, key, person, url, needs, assured_utc_ms, steps_count,
                   questions_count, digest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (id) DO UPDATE SET source = excluded.source, key = excluded.key,
    person = excluded.person, url = excluded.url, needs = excluded.needs,
    assured_utc_ms = excluded.assured_utc_ms, steps_count = excluded.steps_count,
    questions_count = excluded.questions_count, digest = excluded.digest;

-- name: guide_ids_of_source
SELECT id FROM guide WHERE source = ?1 ORDER BY rank;

-- name: guide_remove
DELETE FROM guide WHERE id = ?1;

-- name: guide_list
SELECT id, key, person, url, needs, assured_utc_ms, steps_count, questions_count
FROM guide ORDER BY rank LIMIT ?1;

-- name: search_index_get
SELECT format, service_change, stamp, size FROM search_index;

-- name: search_index_put
INSERT INTO search_index (one, format, service_change, stamp, size)
SELECT 1, ?1, count, 1, ?2 FROM service_change WHERE true
ON CONFLICT (one) DO UPDATE SET format = excluded.format,
    service_change = excluded.service_change, stamp = stamp + 1, size = excluded.size;

-- name: search_index_part_forget
DELETE FROM search_index_part;

-- name: search_index_part_add
INSERT INTO search_index_part (position, bytes) VALUES (?1, ?2);

-- name: search_index_part_of
SELECT bytes FROM search_index_part ORDER BY position;

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
