#include "data/store/event_store.h"

#include "data/base/check.h"
#include "data/store/content.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/*
 * An event, its sessions and their texts are one value (data/store/content.h). Removed events that
 * visits name keep their row, out of every list.
 */
enum {
    EVENT_UID_MAX = 512,
    EVENT_TEXT_MAX = 1024,
    EVENT_DIGEST_BYTES_MAX = 4 << 20,
    EVENT_TEXTS_PER_SESSION = 2,
};

/* Title of the event, then title and way of every session. */
static TextRow *texts_of_event(Arena *arena, const void *value, size_t *count) {
    const Event *event = value;
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

static bool session_is_valid(const Session *session) {
    return content_text_is_valid(session->grade, EVENT_TEXT_MAX) &&
           content_text_is_valid(session->teacher, EVENT_TEXT_MAX) &&
           content_text_is_valid(session->room, EVENT_TEXT_MAX);
}

static bool event_is_valid(const void *value) {
    const Event *event = value;
    bool valid = event->uid.len > 0 && content_text_is_valid(event->uid, EVENT_UID_MAX) &&
                 content_text_is_valid(event->place, EVENT_TEXT_MAX) &&
                 (unsigned)event->kind < EVENT_KIND_COUNT &&
                 event->end_utc_ms >= event->start_utc_ms &&
                 event->sessions_count <= EVENT_SESSIONS_MAX;
    for (size_t i = 0; valid && i < event->sessions_count; i++) {
        valid = session_is_valid(&event->sessions[i]);
    }
    return valid;
}

static void pack_event(Packer *packer, const void *value) {
    const Event *event = value;
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
}

static ErrCode put_row(Store *store, Str8 source, const Event *event,
                       const uint8_t digest[VAULT_DIGEST_SIZE], Err *err) {
    Statement statement = statement_open(&store->db, QUERY_EVENT_PUT);
    bind_id(&statement, 1, event->id);
    bind_text(&statement, 2, source);
    bind_text(&statement, 3, event->uid);
    bind_text(&statement, 4, event->place);
    bind_text(&statement, 5, event_kind_name(event->kind));
    bind_int(&statement, 6, event->start_utc_ms);
    bind_int(&statement, 7, event->end_utc_ms);
    bind_int(&statement, 8, event->all_day ? 1 : 0);
    bind_int(&statement, 9, event->cancelled ? 1 : 0);
    bind_bytes(&statement, 10, digest, VAULT_DIGEST_SIZE);
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

static ErrCode write_event(Store *store, Str8 source, const void *value,
                           const uint8_t digest[VAULT_DIGEST_SIZE], Err *err) {
    ErrCode code = put_row(store, source, value, digest, err);
    return code == ERR_OK ? put_sessions(store, value, err) : code;
}

/* ---- read ---- */

static void read_event(Statement *statement, Arena *arena, void *value) {
    Event *event = value;
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

static ErrCode load_sessions(Store *store, Arena *arena, void *value, Err *err) {
    Event *event = value;
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

static Str8 event_label(const void *value) {
    return ((const Event *)value)->uid;
}

_Static_assert(offsetof(Event, id) == 0, "content begins with its id");

static const ContentKind EVENT_KIND = {
    .noun = "event",
    .label = event_label,
    .value_size = sizeof(Event),
    .query_owner = QUERY_EVENT_OWNER,
    .query_ids = QUERY_EVENT_IDS_OF_SOURCE,
    .query_remove = QUERY_EVENT_REMOVE,
    .pack_size_max = EVENT_DIGEST_BYTES_MAX,
    .is_valid = event_is_valid,
    .texts = texts_of_event,
    .pack = pack_event,
    .write = write_event,
    .read = read_event,
    .complete = load_sessions,
};

ErrCode event_store_put(Store *store, Str8 source, const Event *event, Change *change, Err *err) {
    return content_put(store, &EVENT_KIND, source, event, change, err);
}

ErrCode event_store_compare(Store *store, const Event *event, Change *change, Err *err) {
    return content_compare(store, &EVENT_KIND, event, change, err);
}

ErrCode event_store_gone(Store *store, Arena *arena, Str8 source, const Id *seen, size_t seen_count,
                         Id **gone, size_t *gone_count, Err *err) {
    return content_gone(store, arena, &EVENT_KIND, source, seen, seen_count, gone, gone_count, err);
}

static ErrCode run_remove(Store *store, void *context, Err *err) {
    const Id *id = context;
    Statement visits = statement_open(&store->db, QUERY_EVENT_HAS_VISITS);
    bind_id(&visits, 1, *id);
    ErrCode code = statement_exists(&visits, err);
    if (code == ERR_OK) {
        code = run_with_id(store, QUERY_EVENT_MARK_REMOVED, *id, err);
        return code == ERR_OK ? store_note_content(store, err) : code;
    }
    return code == ERR_NOT_FOUND ? content_forget(store, &EVENT_KIND, *id, err) : code;
}

ErrCode event_store_remove(Store *store, Id id, Err *err) {
    return store_write(store, run_remove, &id, NULL, err);
}

static ErrCode load_list(Store *store, Arena *arena, Statement *statement, size_t max,
                         Event **events, size_t *count, Err *err) {
    void *list = NULL;
    ErrCode code = content_list(store, arena, &EVENT_KIND, statement, max, &list, count, err);
    if (code == ERR_OK) {
        *events = list;
    }
    return code;
}

ErrCode event_store_get(Store *store, Arena *arena, Id id, Event *event, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_EVENT_GET);
    bind_id(&statement, 1, id);
    return content_one(store, arena, &EVENT_KIND, &statement, event, err);
}

ErrCode event_store_get_by_uid(Store *store, Arena *arena, Str8 uid, Event *event, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_EVENT_GET_BY_UID);
    bind_text(&statement, 1, uid);
    return content_one(store, arena, &EVENT_KIND, &statement, event, err);
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
