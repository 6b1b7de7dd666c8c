#include "data/store/journal.h"

#include <string.h>

#include "data/base/check.h"
#include "data/sqlite/statement.h"
#include "data/store/journal_append.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/*
 * 1. Sequences have no gap: the next one is the tip's plus one, in the same transaction.
 * 2. The chain covers a digest of the cold part, so that purging drops bytes and keeps the chain.
 * 3. The effect is applied by reading the written record, so rebuilding cannot differ.
 * 4. The latest trusted time is the later one of the tip's and meta's. It goes to meta only when
 *    the record behind the tip would lower it: a sign-in writes a page less. (Whoever drops the
 *    tip writes its time there first.)
 */

ErrCode journal_begin(Store *store, Id device, Id epoch, Err *err) {
    uint8_t head[RECORD_HEAD_SIZE];
    record_chain_start(device, epoch, head);
    Statement statement = statement_open(&store->db, QUERY_CHECKPOINT_ADD);
    bind_int(&statement, 1, 0);
    bind_bytes(&statement, 2, head, sizeof head);
    return statement_run(&statement, err);
}

static ErrCode tip_get(Store *store, JournalTip *tip, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_JOURNAL_TIP);
    bool found = statement_step(&statement);
    if (found) {
        tip->sequence = column_int(&statement, 0);
        column_bytes(&statement, 1, tip->head, sizeof tip->head);
        tip->utc_ms = column_int(&statement, 2);
        tip->good = column_int(&statement, 3) != 0;
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? err_set(err, ERR_CORRUPT, "no checkpoint was there") : code;
}

/* The site's zone at this moment; a kiosk without a school yet writes UTC. */
static ErrCode zone_get(Store *store, Arena *arena, Str8 *zone, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_VISIT_ZONE);
    Str8 got = statement_step(&statement) ? column_text(&statement, arena, 0) : STR8("");
    *zone = got.len == 0 || got.len > RECORD_ZONE_MAX ? STR8("UTC") : got;
    return statement_close(&statement, err);
}

static ErrCode record_insert(Store *store, const Record *record, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_JOURNAL_ADD);
    bind_int(&statement, 1, record->sequence);
    bind_id(&statement, 2, record->id);
    bind_text(&statement, 3, record->type);
    bind_id(&statement, 4, record->event_id);
    bind_int(&statement, 5, record->moment.utc_ms);
    bind_int(&statement, 6, record->moment.mono_ms);
    bind_int(&statement, 7, record->moment.boot);
    bind_int(&statement, 8, record->moment.good ? 1 : 0);
    bind_text(&statement, 9, record->zone);
    bind_text(&statement, 10, record->body);
    if (record->has_cold) {
        bind_bytes(&statement, 11, record->cold_digest, VAULT_DIGEST_SIZE);
    }
    bind_bytes(&statement, 12, record->head, sizeof record->head);
    return statement_run(&statement, err);
}

static ErrCode cold_insert(Store *store, int64_t sequence, Str8 cold, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_JOURNAL_ADD_COLD);
    bind_int(&statement, 1, sequence);
    bind_bytes(&statement, 2, cold.ptr, cold.len);
    return statement_run(&statement, err);
}

/* The tip's own time counts without being written down twice, as long as it is the latest. */
static ErrCode keep_good_time(Store *store, const JournalTip *tip, Moment moment, Err *err) {
    if (!tip->good || (moment.good && moment.utc_ms >= tip->utc_ms)) {
        return ERR_OK;
    }
    Statement statement = statement_open(&store->db, QUERY_META_NOTE_TIME);
    bind_int(&statement, 1, tip->utc_ms);
    return statement_run(&statement, err);
}

static ErrCode append_record(Store *store, const JournalEntry *entry, int64_t *sequence, Err *err) {
    JournalTip tip = {0};
    Record record = {.id = entry->id,
                     .type = entry->type,
                     .event_id = entry->event_id,
                     .moment = entry->moment,
                     .body = entry->body};
    ErrCode code = tip_get(store, &tip, err);
    if (code == ERR_OK) {
        code = zone_get(store, &store->scratch, &record.zone, err);
    }
    if (code == ERR_OK) {
        code = keep_good_time(store, &tip, entry->moment, err);
    }
    if (code != ERR_OK) {
        return code;
    }
    record.sequence = tip.sequence + 1;
    record.has_cold = entry->cold.len > 0;
    if (record.has_cold) {
        vault_digest(entry->cold.ptr, entry->cold.len, record.cold_digest);
    }
    code = record_chain(&store->scratch, tip.head, &record, record.head, err);
    if (code == ERR_OK) {
        code = record_insert(store, &record, err);
    }
    if (code == ERR_OK && record.has_cold) {
        code = cold_insert(store, record.sequence, entry->cold, err);
    }
    *sequence = record.sequence;
    return code;
}

ErrCode journal_append(Store *store, const JournalEntry *entry, int64_t *sequence, Err *err) {
    FOYER_ASSERT(!id_is_none(entry->id));
    FOYER_ASSERT(entry->type.len > 0 && entry->type.len <= RECORD_TYPE_MAX);
    if (entry->body.len > RECORD_BODY_MAX || entry->cold.len > RECORD_COLD_MAX) {
        return err_set(err, ERR_LIMIT, "record had %zu and %zu bytes", entry->body.len,
                       entry->cold.len);
    }
    ArenaMark mark = arena_mark(&store->scratch);
    int64_t written = 0;
    ErrCode code = append_record(store, entry, &written, err);
    if (code == ERR_OK) {
        code = visit_effect_apply(store, written, err);
    }
    arena_rewind(&store->scratch, mark);
    if (code == ERR_OK) {
        *sequence = written;
    }
    return code;
}

ErrCode journal_find(Store *store, Arena *arena, Id id, JournalFound *found, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_JOURNAL_BY_ID);
    bind_id(&statement, 1, id);
    bool row = statement_step(&statement);
    if (row) {
        *found = (JournalFound){.sequence = column_int(&statement, 0),
                                .type = column_text(&statement, arena, 1),
                                .utc_ms = column_int(&statement, 2)};
        Str8 visit = column_text(&statement, arena, 3);
        if (visit.len > 0 && !id_parse(visit, &found->visit_id)) {
            statement_corrupt(&statement);
        }
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !row ? ERR_NOT_FOUND : code;
}

ErrCode journal_has(Store *store, Id id, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_JOURNAL_BY_ID);
    bind_id(&statement, 1, id);
    return statement_exists(&statement, err);
}

Record journal_row_read(Statement *statement, Arena *arena) {
    Record record = {
        .sequence = column_int(statement, 0),
        .id = column_id(statement, 1),
        .type = column_text(statement, arena, 2),
        .event_id = column_id(statement, 3),
        .moment = {.utc_ms = column_int(statement, 4),
                   .mono_ms = column_int(statement, 5),
                   .boot = (uint32_t)column_int(statement, 6),
                   .good = column_int(statement, 7) != 0},
        .zone = column_text(statement, arena, 8),
        .body = column_text(statement, arena, 9),
        .has_cold = !column_is_null(statement, 11),
    };
    column_bytes(statement, 10, record.head, sizeof record.head);
    if (record.has_cold) {
        column_bytes(statement, 11, record.cold_digest, sizeof record.cold_digest);
    }
    return record;
}

ErrCode journal_page(Store *store, Arena *arena, int64_t after, size_t limit, Record **records,
                     size_t *count, Err *err) {
    FOYER_ASSERT(limit >= 1 && limit <= JOURNAL_PAGE_MAX);
    Record *page = ARENA_ARRAY(arena, Record, limit);
    if (page == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for %zu records", limit);
    }
    Statement statement = statement_open(&store->db, QUERY_JOURNAL_PAGE);
    bind_int(&statement, 1, after);
    bind_int(&statement, 2, (int64_t)limit);
    size_t got = 0;
    while (got < limit && statement_step(&statement)) {
        page[got++] = journal_row_read(&statement, arena);
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *records = page;
        *count = got;
    }
    return code;
}

ErrCode journal_status(Store *store, JournalStatus *status, Err *err) {
    JournalTip tip = {0};
    ErrCode code = tip_get(store, &tip, err);
    if (code != ERR_OK) {
        return code;
    }
    Statement statement = statement_open(&store->db, QUERY_JOURNAL_STATUS);
    JournalStatus got = {0};
    if (statement_step(&statement)) {
        got.first = column_int(&statement, 0);
        got.last = column_int(&statement, 1);
        got.watermark = column_int(&statement, 2);
        int64_t purged = column_int(&statement, 3);
        if (got.last == 0 && purged > 0) { /* all of them have left */
            got.first = purged + 1;
            got.last = purged;
        }
    }
    memcpy(got.head, tip.head, sizeof got.head);
    code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *status = got;
    }
    return code;
}
