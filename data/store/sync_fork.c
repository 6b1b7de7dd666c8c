#include <string.h>

#include "data/sqlite/statement.h"
#include "data/store/journal_append.h"
#include "data/store/queries.h"
#include "data/store/sync_private.h"

/*
 * A new epoch: another random number in the first hash, so every head behind it is another one.
 * Ids, sequences and bodies stay. All of it is one transaction; records pass through a page of
 * FORK_PAGE at a time, whatever their number.
 *
 * The checkpoint before the first record that is held becomes the epoch's base and has the start
 * head of its chain: the chain verifies from there, with no memory of the epochs before.
 */
enum { FORK_PAGE = 100 };

ErrCode sync_checkpoint_put(Store *store, int64_t sequence, const uint8_t head[RECORD_HEAD_SIZE],
                            int64_t cold_purged, Err *err) {
    ErrCode code = db_run(&store->db, QUERY_CHECKPOINT_FORGET, err);
    if (code != ERR_OK) {
        return code;
    }
    Statement statement = statement_open(&store->db, QUERY_CHECKPOINT_PUT);
    bind_int(&statement, 1, sequence);
    bind_bytes(&statement, 2, head, RECORD_HEAD_SIZE);
    bind_int(&statement, 3, cold_purged);
    return statement_run(&statement, err);
}

static ErrCode set_head(Store *store, int64_t sequence, const uint8_t head[RECORD_HEAD_SIZE],
                        Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SYNC_HEAD_SET);
    bind_int(&statement, 1, sequence);
    bind_bytes(&statement, 2, head, RECORD_HEAD_SIZE);
    return statement_run(&statement, err);
}

/* Chains the records behind `*sequence` and moves it and `head` on; 0 of them is the end. */
static ErrCode chain_page(Store *store, int64_t *sequence, uint8_t head[RECORD_HEAD_SIZE],
                          size_t *count, Err *err) {
    Record *records = NULL;
    ErrCode code = journal_page(store, &store->scratch, *sequence, FORK_PAGE, &records, count, err);
    for (size_t i = 0; code == ERR_OK && i < *count; i++) {
        uint8_t next[RECORD_HEAD_SIZE];
        code = record_chain(&store->scratch, head, &records[i], next, err);
        if (code == ERR_OK) {
            *sequence = records[i].sequence;
            memcpy(head, next, sizeof next);
            code = set_head(store, *sequence, head, err);
        }
    }
    return code;
}

static ErrCode chain_anew(Store *store, int64_t after, const uint8_t start[RECORD_HEAD_SIZE],
                          Err *err) {
    uint8_t head[RECORD_HEAD_SIZE];
    memcpy(head, start, sizeof head);
    ErrCode code = ERR_OK;
    for (size_t count = 1; code == ERR_OK && count > 0;) {
        ArenaMark mark = arena_mark(&store->scratch);
        code = chain_page(store, &after, head, &count, err);
        arena_rewind(&store->scratch, mark);
    }
    return code;
}

static ErrCode set_epoch(Store *store, Id epoch, int64_t base, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SYNC_EPOCH_SET);
    bind_id(&statement, 1, epoch);
    bind_int(&statement, 2, base);
    return statement_run(&statement, err);
}

ErrCode sync_fork_run(Store *store, void *context, Err *err) {
    (void)context;
    SyncPosition position = {0};
    ErrCode code = sync_position_get(store, &position, err);
    if (code != ERR_OK) {
        return code;
    }
    Id epoch;
    uint8_t start[RECORD_HEAD_SIZE];
    store->random.fill(store->random.context, epoch.bytes, sizeof epoch.bytes);
    record_chain_start(position.device, epoch, start);
    code = set_epoch(store, epoch, position.purged, err);
    if (code == ERR_OK) {
        code = sync_checkpoint_put(store, position.purged, start, position.cold_purged, err);
    }
    if (code == ERR_OK) {
        code = sync_run_int(store, QUERY_SYNC_MARK_DROP_ABOVE, 0, err);
    }
    if (code == ERR_OK) { /* descriptions that left the kiosk may be lost with the hub's copy */
        code = sync_run_int(store, QUERY_SYNC_DESCRIBED_FORGET_TO, position.purged, err);
    }
    return code == ERR_OK ? chain_anew(store, position.purged, start, err) : code;
}

ErrCode sync_store_fork(Store *store, Err *err) {
    return store_write(store, sync_fork_run, NULL, NULL, err);
}
