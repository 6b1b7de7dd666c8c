#include "data/store/event_store.h"

#include <string.h>

#include "data/base/check.h"
#include "data/store/queries.h"
#include "data/store/statement.h"
#include "data/store/store_private.h"
#include "data/store/text_rows.h"

/*
 * An event, its sessions and their texts are written and read as one value; a digest over all of
 * it answers "changed?". Removed events that visits name keep their row, out of every list.
 */
enum {
    EVENT_UID_MAX = 512,
    EVENT_TEXT_MAX = 1024,
    EVENT_DIGEST_BYTES_MAX = 4 << 20,
    EVENT_TEXTS_PER_SESSION = 2,
};

/* Title of the event, then title and way of every session. */
static TextRow *text_rows_of(Arena *arena, const Event *event, size_t *count) {
    size_t max = 1 + event->sessions_count * EVENT_TEXTS_PER_SESSION;
    TextRow *rows = ARENA_ARRAY(arena, TextRow, max);
    if (rows == NULL) {
        return NULL;
    }
    Session *sessions = (Session *)(uintptr_t)event->sessions;
    rows[0] = (TextRow){"title", 0, (TextSet *)(uintptr_t)&event->title};
    for (size_t i = 0; i < event->sessions_count; i++) {
        rows[1 + 2 * i] = (TextRow){"session-title", (int)i, &sessions[i].title};
        rows[2 + 2 * i] = (TextRow){"session-way", (int)i, &sessions[i].way};
    }
    *count = max;
    return rows;
}

static bool text_is_valid(Str8 text, size_t max) {
    return text.len <= max && str8_is_valid(text);
}

static bool session_is_valid(const Session *session) {
    return text_is_valid(session->grade, EVENT_TEXT_MAX) &&
           text_is_valid(session->teacher, EVENT_TEXT_MAX) &&
           text_is_valid(session->room, EVENT_TEXT_MAX) && text_set_is_valid(session->title) &&
           text_set_is_valid(session->way);
}

static ErrCode event_validate(const Event *event, Err *err) {
    bool valid =
        !id_is_none(event->id) && event->uid.len > 0 && text_is_valid(event->uid, EVENT_UID_MAX) &&
        text_is_valid(event->place, EVENT_TEXT_MAX) && text_set_is_valid(event->title) &&
        (unsigned)event->kind < EVENT_KIND_COUNT && event->end_utc_ms >= event->start_utc_ms &&
        event->sessions_count <= EVENT_SESSIONS_MAX;
    for (size_t i = 0; valid && i < event->sessions_count; i++) {
        valid = session_is_valid(&event->sessions[i]);
    }
    return valid ? ERR_OK
                 : err_set(err, ERR_INVALID, "event %.*s had a wrong field",
                           STR8_ARG(str8_slice(event->uid, 0,
                                               event->uid.len < 80 ? event->uid.len : 80)));
}

static void pack_event(Packer *packer, const Event *event, const TextRow *rows, size_t count) {
    pack_text(packer, event->uid);
    pack_text(packer, event->place);
    pack_i64(packer, event->kind);
    pack_i64(packer, event->start_utc_ms);
    pack_i64(packer, event->end_utc_ms);
    pack_u8(packer, event->all_day ? 1 : 0);
    pack_u8(packer, event->cancelled ? 1 : 0);
    for (size_t i = 0; i < event->sessions_count; i++) {
        const Session *session = &event->sessions[i];
        pack_id(packer, session->id);
        pack_text(packer, session->grade);
        pack_text(packer, session->teacher);
        pack_text(packer, session->room);
        pack_i64(packer, session->start_utc_ms);
    }
    text_rows_pack(packer, rows, count);
}

static ErrCode event_digest(Store *store, const Event *event, uint8_t digest[VAULT_DIGEST_SIZE],
                            Err *err) {
    ErrCode code = event_validate(event, err);
    if (code != ERR_OK) {
        return code;
    }
    ArenaMark mark = arena_mark(&store->scratch);
    size_t count = 0;
    TextRow *rows = text_rows_of(&store->scratch, event, &count);
    Packer packer = packer_in(&store->scratch, EVENT_DIGEST_BYTES_MAX);
    if (rows != NULL) {
        pack_event(&packer, event, rows, count);
    }
    if (rows == NULL || packer.full) {
        code = err_set(err, ERR_LIMIT, "an event had more than %d bytes", EVENT_DIGEST_BYTES_MAX);
    } else {
        vault_digest(packer.bytes, packer.size, digest);
    }
    arena_rewind(&store->scratch, mark);
    return code;
}

/* What is there of this id. `source` is empty when nothing is. */
static ErrCode change_of(Store *store, Id id, const uint8_t digest[VAULT_DIGEST_SIZE],
                         Change *change, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_EVENT_OWNER);
    bind_id(&statement, 1, id);
    Change got = CHANGE_ADDED;
    if (statement_step(&statement)) {
        uint8_t have[VAULT_DIGEST_SIZE];
        column_bytes(&statement, 0, have, sizeof have);
        bool removed = column_int(&statement, 2) != 0;
        got = memcmp(have, digest, sizeof have) == 0 ? CHANGE_SAME : CHANGE_CHANGED;
        got = removed ? CHANGE_ADDED : got;
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *change = got;
    }
    return code;
}

ErrCode event_store_compare(Store *store, const Event *event, Change *change, Err *err) {
    uint8_t digest[VAULT_DIGEST_SIZE];
    ErrCode code = event_digest(store, event, digest, err);
    return code == ERR_OK ? change_of(store, event->id, digest, change, err) : code;
}

/* ---- put ---- */

typedef struct {
    Str8 source;
    const Event *event;
    uint8_t digest[VAULT_DIGEST_SIZE];
    Change change;
} PutWork;

static ErrCode refuse_other_source(Store *store, const PutWork *work, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_EVENT_OWNER);
    bind_id(&statement, 1, work->event->id);
    bool other = false;
    if (statement_step(&statement)) {
        ArenaMark mark = arena_mark(&store->scratch);
        Str8 source = column_text(&statement, &store->scratch, 1);
        other = !str8_equal(source, work->source) && column_int(&statement, 2) == 0;
        arena_rewind(&store->scratch, mark);
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && other
               ? err_set(err, ERR_CONFLICT, "the event belongs to another import")
               : code;
}

static ErrCode put_row(Store *store, const PutWork *work, Err *err) {
    const Event *event = work->event;
    Statement statement = statement_open(&store->db, QUERY_EVENT_PUT);
    bind_id(&statement, 1, event->id);
    bind_text(&statement, 2, work->source);
    bind_text(&statement, 3, event->uid);
    bind_text(&statement, 4, event->place);
    bind_text(&statement, 5, event_kind_name(event->kind));
    bind_int(&statement, 6, event->start_utc_ms);
    bind_int(&statement, 7, event->end_utc_ms);
    bind_int(&statement, 8, event->all_day ? 1 : 0);
    bind_int(&statement, 9, event->cancelled ? 1 : 0);
    bind_bytes(&statement, 10, work->digest, sizeof work->digest);
    return statement_run(&statement, err);
}

static ErrCode put_sessions(Store *store, const Event *event, Err *err) {
    ErrCode code = run_with_id(store, QUERY_SESSION_FORGET, event->id, err);
    for (size_t i = 0; code == ERR_OK && i < event->sessions_count; i++) {
        const Session *session = &event->sessions[i];
        Statement statement = statement_open(&store->db, QUERY_SESSION_ADD);
        bind_id(&statement, 1, event->id);
        bind_int(&statement, 2, (int64_t)i);
        bind_id(&statement, 3, session->id);
        bind_text(&statement, 4, session->grade);
        bind_text(&statement, 5, session->teacher);
        bind_text(&statement, 6, session->room);
        bind_int(&statement, 7, session->start_utc_ms);
        code = statement_run(&statement, err);
    }
    return code;
}

static ErrCode put_texts(Store *store, const Event *event, Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    size_t count = 0;
    TextRow *rows = text_rows_of(&store->scratch, event, &count);
    ErrCode code = rows == NULL ? err_set(err, ERR_NO_MEMORY, "no memory for an event")
                                : text_rows_put(store, event->id, rows, count, err);
    arena_rewind(&store->scratch, mark);
    return code;
}

static ErrCode run_put(Store *store, void *context, Err *err) {
    PutWork *work = context;
    ErrCode code = refuse_other_source(store, work, err);
    if (code == ERR_OK) {
        code = change_of(store, work->event->id, work->digest, &work->change, err);
    }
    if (code != ERR_OK || work->change == CHANGE_SAME) {
        return code;
    }
    code = put_row(store, work, err);
    if (code == ERR_OK) {
        code = put_sessions(store, work->event, err);
    }
    return code == ERR_OK ? put_texts(store, work->event, err) : code;
}

ErrCode event_store_put(Store *store, Str8 source, const Event *event, Change *change, Err *err) {
    PutWork work = {.source = source, .event = event};
    ErrCode code = event_digest(store, event, work.digest, err);
    if (code == ERR_OK) {
        code = store_write(store, run_put, &work, NULL, err);
    }
    if (code == ERR_OK && change != NULL) {
        *change = work.change;
    }
    return code;
}

/* ---- gone ---- */

ErrCode event_store_gone(Store *store, Arena *arena, Str8 source, const Id *seen, size_t seen_count,
                         Id **gone, size_t *gone_count, Err *err) {
    return ids_not_seen(store, arena, QUERY_EVENT_IDS_OF_SOURCE, source, seen, seen_count, gone,
                        gone_count, err);
}

static ErrCode run_remove(Store *store, void *context, Err *err) {
    const Id *id = context;
    Statement visits = statement_open(&store->db, QUERY_EVENT_HAS_VISITS);
    bind_id(&visits, 1, *id);
    ErrCode code = statement_exists(&visits, err);
    if (code == ERR_OK) {
        return run_with_id(store, QUERY_EVENT_MARK_REMOVED, *id, err);
    }
    if (code != ERR_NOT_FOUND) {
        return code;
    }
    code = text_rows_forget(store, *id, err);
    return code == ERR_OK ? run_with_id(store, QUERY_EVENT_REMOVE, *id, err) : code;
}

ErrCode event_store_remove(Store *store, Id id, Err *err) {
    return store_write(store, run_remove, &id, NULL, err);
}

/* ---- read ---- */

static void read_event(Statement *statement, Arena *arena, Event *event) {
    event->id = column_id(statement, 0);
    event->uid = column_text(statement, arena, 1);
    event->place = column_text(statement, arena, 2);
    if (!event_kind_parse(column_text(statement, arena, 3), &event->kind)) {
        statement_corrupt(statement);
    }
    event->start_utc_ms = column_int(statement, 4);
    event->end_utc_ms = column_int(statement, 5);
    event->all_day = column_int(statement, 6) != 0;
    event->cancelled = column_int(statement, 7) != 0;
}

static ErrCode count_sessions(Store *store, Id id, size_t *count, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SESSION_COUNT);
    bind_id(&statement, 1, id);
    *count = statement_step(&statement) ? (size_t)column_int(&statement, 0) : 0;
    return statement_close(&statement, err);
}

static ErrCode load_sessions(Store *store, Arena *arena, Event *event, Err *err) {
    size_t max = 0;
    ErrCode code = count_sessions(store, event->id, &max, err);
    Session *sessions = max > 0 ? ARENA_ARRAY(arena, Session, max) : NULL;
    if (code != ERR_OK || max == 0) {
        return code;
    }
    Statement statement = statement_open(&store->db, QUERY_SESSION_OF);
    bind_id(&statement, 1, event->id);
    if (sessions == NULL) {
        statement_no_memory(&statement);
    }
    while (sessions != NULL && event->sessions_count < max && statement_step(&statement)) {
        sessions[event->sessions_count++] = (Session){
            .id = column_id(&statement, 0),
            .grade = column_text(&statement, arena, 1),
            .teacher = column_text(&statement, arena, 2),
            .room = column_text(&statement, arena, 3),
            .start_utc_ms = column_int(&statement, 4),
        };
    }
    event->sessions = sessions;
    return statement_close(&statement, err);
}

static ErrCode complete_event(Store *store, Arena *arena, Event *event, Err *err) {
    ErrCode code = load_sessions(store, arena, event, err);
    if (code != ERR_OK) {
        return code;
    }
    size_t count = 0;
    TextRow *rows = text_rows_of(arena, event, &count);
    return rows == NULL ? err_set(err, ERR_NO_MEMORY, "no memory for an event")
                        : text_rows_get(store, arena, event->id, rows, count, err);
}

/* Runs a bound list query: the rows first, then what belongs to each. */
static ErrCode load_list(Store *store, Arena *arena, Statement *statement, size_t max,
                         Event **events, size_t *count, Err *err) {
    Event *list = ARENA_ARRAY(arena, Event, max);
    if (list == NULL) {
        statement_no_memory(statement);
    }
    size_t got = 0;
    while (got < max && statement_step(statement)) {
        read_event(statement, arena, &list[got++]);
    }
    ErrCode code = statement_close(statement, err);
    for (size_t i = 0; code == ERR_OK && i < got; i++) {
        code = complete_event(store, arena, &list[i], err);
    }
    if (code == ERR_OK) {
        *events = list;
        *count = got;
    }
    return code;
}

static ErrCode load_one(Store *store, Arena *arena, Statement *statement, Event *event, Err *err) {
    Event *list = NULL;
    size_t count = 0;
    ErrCode code = load_list(store, arena, statement, 1, &list, &count, err);
    if (code == ERR_OK && count == 0) {
        return err_set(err, ERR_NOT_FOUND, "no such event");
    }
    if (code == ERR_OK) {
        *event = list[0];
    }
    return code;
}

ErrCode event_store_get(Store *store, Arena *arena, Id id, Event *event, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_EVENT_GET);
    bind_id(&statement, 1, id);
    return load_one(store, arena, &statement, event, err);
}

ErrCode event_store_get_by_uid(Store *store, Arena *arena, Str8 uid, Event *event, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_EVENT_GET_BY_UID);
    bind_text(&statement, 1, uid);
    return load_one(store, arena, &statement, event, err);
}

ErrCode event_store_open(Store *store, Arena *arena, int64_t now_utc_ms, Event **events,
                         size_t *count, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_EVENT_OPEN);
    bind_int(&statement, 1, now_utc_ms);
    bind_int(&statement, 2, now_utc_ms + EVENT_OPENS_BEFORE_MS);
    bind_int(&statement, 3, EVENT_LIST_MAX);
    return load_list(store, arena, &statement, EVENT_LIST_MAX, events, count, err);
}

ErrCode event_store_next(Store *store, Arena *arena, int64_t now_utc_ms, size_t limit,
                         Event **events, size_t *count, Err *err) {
    FOYER_ASSERT(limit >= 1 && limit <= EVENT_LIST_MAX);
    Statement statement = statement_open(&store->db, QUERY_EVENT_NEXT);
    bind_int(&statement, 1, now_utc_ms + EVENT_OPENS_BEFORE_MS);
    bind_int(&statement, 2, (int64_t)limit);
    return load_list(store, arena, &statement, limit, events, count, err);
}

ErrCode event_store_between(Store *store, Arena *arena, int64_t from_utc_ms, int64_t to_utc_ms,
                            Event **events, size_t *count, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_EVENT_BETWEEN);
    bind_int(&statement, 1, from_utc_ms);
    bind_int(&statement, 2, to_utc_ms);
    bind_int(&statement, 3, EVENT_LIST_MAX);
    return load_list(store, arena, &statement, EVENT_LIST_MAX, events, count, err);
}
