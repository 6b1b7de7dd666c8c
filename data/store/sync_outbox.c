#include <string.h>

#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/sqlite/statement.h"
#include "data/store/journal_append.h"
#include "data/store/queries.h"
#include "data/store/sync_private.h"

/*
 * The outbox is the journal behind the watermark.
 * 1. The watermark moves only to a record of ours that has the very head the hub names, or to what
 *    all of the epoch before it came to (its start, or the last record that was purged).
 * 2. Marks say since when the hub has held all up to a record, by its own clock. A report of less
 *    takes away what is above it. A clock that went back, or a receipt that is brought once more,
 *    takes away all: ages by two clocks do not add up, and the wait begins anew.
 * 3. One mark an hour (the later of two takes the earlier one's place: the record waits longer,
 *    never shorter), and one for all that are old enough, so there are never more than
 *    24 * SYNC_HELD_DAYS and a few.
 */
enum { MARK_EVERY_MS = HOUR_MS, BACK_MAX_MS = HOUR_MS };

static const int64_t HELD_MS = (int64_t)SYNC_HELD_DAYS * DAY_MS;

ErrCode sync_run_int(Store *store, int query, int64_t number, Err *err) {
    Statement statement = statement_open(&store->db, query);
    bind_int(&statement, 1, number);
    return statement_run(&statement, err);
}

ErrCode sync_position_get(Store *store, SyncPosition *position, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SYNC_POSITION);
    bool found = statement_step(&statement);
    if (found) {
        position->device = column_id(&statement, 0);
        position->epoch = column_id(&statement, 1);
        position->base = column_int(&statement, 2);
        position->watermark = column_int(&statement, 3);
        position->purged = column_int(&statement, 4);
        column_bytes(&statement, 5, position->purged_head, sizeof position->purged_head);
        position->cold_purged = column_int(&statement, 6);
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? err_set(err, ERR_CORRUPT, "no checkpoint was there") : code;
}

ErrCode sync_store_source(Store *store, SyncSource *source, Err *err) {
    SyncPosition position = {0};
    ErrCode code = sync_position_get(store, &position, err);
    if (code == ERR_OK) {
        *source = (SyncSource){position.device, position.epoch, position.base};
    }
    return code;
}

/* ---- page ---- */

static ErrCode read_page(Store *store, Arena *arena, int64_t after, size_t limit, size_t size_max,
                         OutboxRecord *page, size_t *count, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_JOURNAL_PAGE);
    bind_int(&statement, 1, after);
    bind_int(&statement, 2, (int64_t)limit);
    size_t got = 0;
    size_t size = 0;
    while (got < limit && statement_step(&statement)) {
        size += column_borrowed(&statement, 9).len + column_borrowed(&statement, 12).len;
        if (got > 0 && size > size_max) {
            break;
        }
        page[got].record = journal_row_read(&statement, arena);
        page[got].sealed = column_blob(&statement, arena, 12);
        got++;
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *count = got;
    }
    return code;
}

ErrCode sync_store_page(Store *store, Arena *arena, int64_t after, size_t limit, size_t size_max,
                        OutboxRecord **records, size_t *count, Err *err) {
    FOYER_ASSERT(limit >= 1 && limit <= JOURNAL_PAGE_MAX);
    ErrCode code = sync_is_revoked(store, err);
    if (code != ERR_NOT_FOUND) {
        if (code == ERR_OK) { /* nothing is sent any more, whoever asks */
            *records = NULL;
            *count = 0;
        }
        return code;
    }
    OutboxRecord *page = ARENA_ARRAY(arena, OutboxRecord, limit);
    if (page == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for %zu records", limit);
    }
    code = read_page(store, arena, after, limit, size_max, page, count, err);
    if (code == ERR_OK) {
        *records = page;
    }
    return code;
}

/* ---- receipts ---- */

typedef struct {
    const Receipt *receipt;
    ReceiptOutcome outcome;
} ReceiptWork;

/* The head that our own chain has at `have`. ERR_NOT_FOUND: we do not have it (any more). */
static ErrCode own_head(Store *store, const SyncPosition *position, int64_t have,
                        uint8_t head[RECORD_HEAD_SIZE], Err *err) {
    if (have == position->purged && have >= position->base) {
        memcpy(head, position->purged_head, RECORD_HEAD_SIZE);
        return ERR_OK;
    }
    if (have == 0 && position->purged == position->base) {
        record_chain_start(position->device, position->epoch, head);
        return ERR_OK;
    }
    Statement statement = statement_open(&store->db, QUERY_SYNC_HEAD_OF);
    bind_int(&statement, 1, have);
    bool found = statement_step(&statement);
    if (found) {
        column_bytes(&statement, 0, head, RECORD_HEAD_SIZE);
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? ERR_NOT_FOUND : code;
}

static ErrCode add_mark(Store *store, int64_t sequence, int64_t hub_utc_ms, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SYNC_MARK_NEWEST);
    bool found = statement_step(&statement);
    int64_t newest = found ? column_int(&statement, 0) : 0;
    int64_t since_utc_ms = found ? column_int(&statement, 1) : 0;
    ErrCode code = statement_close(&statement, err);
    if (code != ERR_OK || sequence <= newest) {
        return code;
    }
    if (found && since_utc_ms / MARK_EVERY_MS == hub_utc_ms / MARK_EVERY_MS) {
        code = sync_run_int(store, QUERY_SYNC_MARK_DROP_ABOVE, newest - 1, err);
    }
    if (code != ERR_OK) {
        return code;
    }
    Statement add = statement_open(&store->db, QUERY_SYNC_MARK_ADD);
    bind_int(&add, 1, sequence);
    bind_int(&add, 2, hub_utc_ms);
    return statement_run(&add, err);
}

static ErrCode note_held(Store *store, const SyncPosition *position, int64_t held,
                         int64_t hub_utc_ms, Err *err) {
    int64_t before_utc_ms = 0;
    ErrCode code = db_run_int(&store->db, QUERY_SYNC_HUB_TIME, &before_utc_ms, err);
    bool went_back = hub_utc_ms < before_utc_ms - BACK_MAX_MS;
    if (code == ERR_OK) {
        code = sync_run_int(store, QUERY_SYNC_MARK_DROP_ABOVE, went_back ? 0 : held, err);
    }
    if (code == ERR_OK) {
        code = sync_run_int(store, QUERY_SYNC_HUB_TIME_NOTE, hub_utc_ms, err);
    }
    if (code == ERR_OK && held > position->purged && !went_back) {
        code = add_mark(store, held, hub_utc_ms, err);
    }
    return code == ERR_OK ? sync_run_int(store, QUERY_SYNC_MARK_MERGE, HELD_MS, err) : code;
}

static ErrCode run_receipt(Store *store, void *context, Err *err) {
    ReceiptWork *work = context;
    const Receipt *receipt = work->receipt;
    SyncPosition position = {0};
    uint8_t head[RECORD_HEAD_SIZE];
    work->outcome = RECEIPT_STALE;
    ErrCode code = sync_position_get(store, &position, err);
    if (code != ERR_OK || !id_equal(receipt->epoch, position.epoch)) {
        return code;
    }
    work->outcome = RECEIPT_FORK;
    code = own_head(store, &position, receipt->have, head, err);
    if (code != ERR_OK || memcmp(head, receipt->head, sizeof head) != 0) {
        return code == ERR_NOT_FOUND ? ERR_OK : code;
    }
    work->outcome = RECEIPT_TAKEN;
    int64_t held = receipt->have > position.base ? receipt->have : position.base;
    code = sync_run_int(store, QUERY_SYNC_WATERMARK_SET, held, err);
    return code == ERR_OK ? note_held(store, &position, held, receipt->hub_utc_ms, err) : code;
}

ErrCode sync_store_receipt(Store *store, const Receipt *receipt, ReceiptOutcome *outcome,
                           Err *err) {
    if (receipt->have < 0 || receipt->hub_utc_ms < 0) {
        return err_set(err, ERR_INVALID, "a receipt was of record %lld", (long long)receipt->have);
    }
    ReceiptWork work = {.receipt = receipt};
    ErrCode code = store_write(store, run_receipt, &work, NULL, err);
    if (code == ERR_OK) {
        *outcome = work.outcome;
    }
    return code;
}

ErrCode sync_aged(Store *store, int64_t *sequence, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SYNC_MARK_AGED);
    bind_int(&statement, 1, HELD_MS);
    int64_t got = statement_step(&statement) ? column_int(&statement, 0) : 0;
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *sequence = got;
    }
    return code;
}
