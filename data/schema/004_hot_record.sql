-- Tonight's rows of one record in one place: a sign-in writes one row and one entry of an index
-- here, where it wrote into seven b-trees, a page each to make durable.

CREATE TABLE hot_record (
    sequence INTEGER PRIMARY KEY, -- of the record that brought these people
    event_id BLOB NOT NULL REFERENCES hot_key (event_id) ON DELETE CASCADE,
    household_tag BLOB, -- keyed hash of the household's id, with the event's key; NULL = none, or
                        -- late members of a visit that has it already
    first INTEGER NOT NULL,    -- ordinal in the visit of the first person
    person_tags BLOB NOT NULL, -- 16 bytes each, in order: keyed hash of the person's id, so that a
                               -- child of two households counts once
    boxed BLOB NOT NULL        -- names, with the event's key
) STRICT;

INSERT INTO hot_record (sequence, event_id, household_tag, first, person_tags, boxed)
SELECT record.sequence, record.event_id, hot_party.tag, first,
       CAST(person_tags AS BLOB), hot_names.boxed
FROM (SELECT in_sequence AS sequence, event_id, hot_person.ordinal AS first,
             row_number() OVER behind AS place,
             group_concat(tag, '') OVER (behind ROWS BETWEEN CURRENT ROW
                                         AND UNBOUNDED FOLLOWING) AS person_tags
      FROM hot_person JOIN visit_person
        ON visit_person.visit_id = hot_person.visit_id
       AND visit_person.ordinal = hot_person.ordinal
      WINDOW behind AS (PARTITION BY in_sequence ORDER BY hot_person.ordinal)) AS record
JOIN hot_names ON hot_names.sequence = record.sequence
LEFT JOIN visit ON visit.sequence = record.sequence
LEFT JOIN hot_party ON hot_party.visit_id = visit.id
WHERE place = 1
ORDER BY record.sequence;

CREATE INDEX hot_record_by_tag ON hot_record (event_id, household_tag);

DROP TABLE hot_person;
DROP TABLE hot_party;
DROP TABLE hot_names;
