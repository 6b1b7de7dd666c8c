#include "data/base/check.h"
#include "sync/hub/hub_sqlite_private.h"
#include "sync/hub/queries.h"

/* Records, where they stand, and what could not be read. */

static Statement open_query(void *context, int query) {
    HubSqlite *store = context;
    Statement statement = statement_open(&store->db, query);
    bind_int(&statement, 1, HUB_DISTRICT);
    return statement;
}

/* Parameters 2, 3 and 4. */
static Statement open_place(void *context, int query, HubPlace place) {
    Statement statement = open_query(context, query);
    bind_int(&statement, 2, place.kiosk);
    bind_int(&statement, 3, place.epoch);
    bind_int(&statement, 4, place.sequence);
    return statement;
}

static void bind_id_or_null(Statement *statement, int at, const Id *id) {
    if (!id_is_none(*id)) {
        bind_bytes(statement, at, id->bytes, sizeof id->bytes);
    }
}

static ErrCode record_add(void *context, const HubRecord *row, bool *added, Err *err) {
    const Record *record = &row->record;
    Statement statement = open_place(context, QUERY_HUB_RECORD_ADD, row->place);
    bind_bytes(&statement, 5, record->id.bytes, sizeof record->id.bytes);
    bind_text(&statement, 6, record->type);
    bind_id_or_null(&statement, 7, &record->event_id);
    bind_int(&statement, 8, record->moment.utc_ms);
    bind_int(&statement, 9, record->moment.mono_ms);
    bind_int(&statement, 10, record->moment.boot);
    bind_int(&statement, 11, record->moment.good ? 1 : 0);
    bind_text(&statement, 12, record->zone);
    bind_text(&statement, 13, record->body);
    if (row->sealed.len > 0) {
        bind_bytes(&statement, 14, row->sealed.ptr, row->sealed.len);
    } else if (record->has_cold) {
        bind_bytes(&statement, 15, record->cold_digest, sizeof record->cold_digest);
    }
    bind_id_or_null(&statement, 16, &row->about);
    ErrCode code = statement_run(&statement, err);
    if (code == ERR_OK) {
        *added = sqlite3_changes64(((HubSqlite *)context)->db.handle) > 0;
    }
    return code;
}

static ErrCode again_add(void *context, HubPlace place, Id id, Err *err) {
    Statement statement = open_place(context, QUERY_HUB_AGAIN_ADD, place);
    bind_bytes(&statement, 5, id.bytes, sizeof id.bytes);
    return statement_run(&statement, err);
}

static ErrCode again_get(void *context, HubPlace place, Id *id, Err *err) {
    Statement statement = open_place(context, QUERY_HUB_AGAIN_GET, place);
    bool found = statement_step(&statement);
    Id got = found ? column_id(&statement, 0) : (Id){{0}};
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK && found) {
        *id = got;
    }
    return code == ERR_OK && !found ? ERR_NOT_FOUND : code;
}

static ErrCode quarantine_add(void *context, const HubQuarantined *quarantined, Err *err) {
    Statement statement = open_place(context, QUERY_HUB_QUARANTINE_ADD, quarantined->place);
    bind_int(&statement, 5, quarantined->came_utc_ms);
    bind_text(&statement, 6, quarantined->reason);
    bind_bytes(&statement, 7, quarantined->raw.ptr, quarantined->raw.len);
    return statement_run(&statement, err);
}

static ErrCode quarantine_has(void *context, HubPlace place, Err *err) {
    Statement statement = open_place(context, QUERY_HUB_QUARANTINE_HAS, place);
    return statement_exists(&statement, err);
}

static ErrCode quarantine_next(void *context, Arena *arena, HubPlace after, HubQuarantined *next,
                               Err *err) {
    Statement statement = open_place(context, QUERY_HUB_QUARANTINE_NEXT, after);
    HubQuarantined got = {0};
    bool found = statement_step(&statement);
    if (found) {
        got.place = (HubPlace){.kiosk = column_int(&statement, 0),
                               .epoch = column_int(&statement, 1),
                               .sequence = column_int(&statement, 2)};
        got.came_utc_ms = column_int(&statement, 3);
        got.reason = column_text(&statement, arena, 4);
        got.raw = column_blob(&statement, arena, 5);
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK && found) {
        *next = got;
    }
    return code == ERR_OK && !found ? ERR_NOT_FOUND : code;
}

static ErrCode word_add(void *context, HubPlace place, const uint8_t head[RECORD_HEAD_SIZE],
                        Err *err) {
    Statement statement = open_place(context, QUERY_HUB_TAKEN_HEAD_ADD, place);
    bind_bytes(&statement, 5, head, RECORD_HEAD_SIZE);
    return statement_run(&statement, err);
}

static ErrCode word_next(void *context, HubPlace place, int64_t *sequence,
                         uint8_t head[RECORD_HEAD_SIZE], Err *err) {
    Statement statement = open_place(context, QUERY_HUB_TAKEN_HEAD_NEXT, place);
    bool found = statement_step(&statement);
    if (found) {
        *sequence = column_int(&statement, 0);
        column_bytes(&statement, 1, head, RECORD_HEAD_SIZE);
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? ERR_NOT_FOUND : code;
}

static ErrCode place_has(void *context, HubPlace place, Id id, Err *err) {
    Statement first = open_place(context, QUERY_HUB_PLACE_HAS_RECORD, place);
    bind_bytes(&first, 5, id.bytes, sizeof id.bytes);
    ErrCode code = statement_exists(&first, err);
    if (code != ERR_NOT_FOUND) {
        return code;
    }
    Statement again = open_place(context, QUERY_HUB_PLACE_HAS_AGAIN, place);
    bind_bytes(&again, 5, id.bytes, sizeof id.bytes);
    return statement_exists(&again, err);
}

/* ---- reading ---- */

static Id id_or_none(Statement *statement, int column) {
    return column_is_null(statement, column) ? (Id){{0}} : column_id(statement, column);
}

static void read_cold(Statement *statement, Arena *arena, HubRecord *row) {
    row->sealed = column_blob(statement, arena, 13);
    if (row->sealed.len > 0) {
        row->record.has_cold = true;
        vault_digest(row->sealed.ptr, row->sealed.len, row->record.cold_digest);
    } else if (!column_is_null(statement, 14)) {
        row->record.has_cold = true;
        column_bytes(statement, 14, row->record.cold_digest, sizeof row->record.cold_digest);
    }
}

/* The columns of every statement that reads records; returns the arrival. */
static int64_t read_row(Statement *statement, Arena *arena, HubRecord *out) {
    HubRecord row = {.place = {.kiosk = column_int(statement, 1),
                               .epoch = column_int(statement, 2),
                               .sequence = column_int(statement, 3)}};
    row.record.sequence = row.place.sequence;
    row.record.id = column_id(statement, 4);
    row.record.type = column_text(statement, arena, 5);
    row.record.event_id = id_or_none(statement, 6);
    row.record.moment = (Moment){.utc_ms = column_int(statement, 7),
                                 .mono_ms = column_int(statement, 8),
                                 .boot = (uint32_t)column_int(statement, 9),
                                 .good = column_int(statement, 10) != 0};
    row.record.zone = column_text(statement, arena, 11);
    row.record.body = column_text(statement, arena, 12);
    read_cold(statement, arena, &row);
    row.about = id_or_none(statement, 15);
    *out = row;
    return column_int(statement, 0);
}

static ErrCode read_page(Statement *statement, Arena *arena, HubMark *mark, HubRecord *records,
                         size_t limit, size_t *count, Err *err) {
    FOYER_ASSERT(limit > 0 && limit <= HUB_PAGE_MAX);
    size_t got = 0;
    HubMark last = *mark;
    while (got < limit && statement_step(statement)) {
        last.arrival = read_row(statement, arena, &records[got]);
        last.id = records[got].record.id;
        last.kiosk = records[got].place.kiosk;
        got++;
    }
    ErrCode code = statement_close(statement, err);
    if (code == ERR_OK) {
        *mark = last;
        *count = got;
    }
    return code;
}

static ErrCode records_by_id(void *context, Arena *arena, HubMark *mark, HubRecord *records,
                             size_t limit, size_t *count, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_RECORDS_BY_ID);
    bind_id(&statement, 2, mark->id);
    bind_int(&statement, 3, mark->kiosk);
    bind_int(&statement, 4, (int64_t)limit);
    return read_page(&statement, arena, mark, records, limit, count, err);
}

/* What arrives of one history arrives in its order. */
static ErrCode records_by_place(void *context, Arena *arena, HubMark *mark, HubRecord *records,
                                size_t limit, size_t *count, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_RECORDS_BY_ARRIVAL);
    bind_int(&statement, 2, mark->arrival);
    bind_int(&statement, 3, (int64_t)limit);
    return read_page(&statement, arena, mark, records, limit, count, err);
}

static ErrCode record_get(void *context, Arena *arena, int64_t kiosk, Id id, HubRecord *record,
                          Err *err) {
    Statement statement = open_query(context, QUERY_HUB_RECORD_GET);
    bind_bytes(&statement, 2, id.bytes, sizeof id.bytes);
    bind_int(&statement, 3, kiosk);
    HubMark mark = {0};
    size_t count = 0;
    ErrCode code = read_page(&statement, arena, &mark, record, 1, &count, err);
    return code == ERR_OK && count == 0 ? ERR_NOT_FOUND : code;
}

static ErrCode records_about(void *context, Arena *arena, int64_t kiosk, Id about, HubPlace after,
                             HubRecord *records, size_t limit, size_t *count, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_RECORDS_ABOUT);
    bind_bytes(&statement, 2, about.bytes, sizeof about.bytes);
    bind_int(&statement, 3, kiosk);
    bind_int(&statement, 4, after.epoch);
    bind_int(&statement, 5, after.sequence);
    bind_int(&statement, 6, (int64_t)limit);
    HubMark mark = {0};
    return read_page(&statement, arena, &mark, records, limit, count, err);
}

void hub_sqlite_record_port(HubStore *port) {
    port->record_add = record_add;
    port->again_add = again_add;
    port->quarantine_add = quarantine_add;
    port->word_add = word_add;
    port->place_has = place_has;
    port->quarantine_has = quarantine_has;
    port->records_by_id = records_by_id;
    port->records_by_place = records_by_place;
    port->record_get = record_get;
    port->records_about = records_about;
    port->again_get = again_get;
    port->word_next = word_next;
    port->quarantine_next = quarantine_next;
}
