#include <string.h>

#include "data/base/check.h"
#include "data/sqlite/statement.h"
#include "data/store/journal_append.h"
#include "data/store/queries.h"
#include "data/store/sync_private.h"

/*
 * What leaves is always the journal's beginning, so that the rest is one chain from one checkpoint.
 * 1. Only what the hub has reported holding for SYNC_HELD_DAYS: not how old a record is (after a
 *    long time without a network old records are new to the hub, whose backup has none of them).
 * 2. A visit goes as a whole: none of its records stands behind the cut, all its people are out,
 *    and tonight's names do not point at it.
 * 3. The cut's head becomes the only checkpoint; the tip's time goes to meta first (journal.c, 4).
 * 4. That pages are still to be made anew is written down with the purge, so that a program that
 *    stops in between does it the next time.
 */

typedef struct {
    int64_t purged;
} PurgeWork;

static ErrCode first_of(Store *store, int query, int64_t upto, int64_t *limit, Err *err) {
    Statement statement = statement_open(&store->db, query);
    bind_int(&statement, 1, upto);
    if (statement_step(&statement) && !column_is_null(&statement, 0) &&
        column_int(&statement, 0) <= *limit) {
        *limit = column_int(&statement, 0) - 1;
    }
    return statement_close(&statement, err);
}

/* The sequence of the sign-in whose visit the record is of; the record's own when of none. */
static ErrCode visit_start(Store *store, int64_t sequence, int64_t *start, Err *err) {
    Id visit_id = {{0}};
    *start = sequence;
    Statement record = statement_open(&store->db, QUERY_EFFECT_KIND);
    bind_int(&record, 1, sequence);
    bool names_one = statement_step(&record) && id_parse(column_borrowed(&record, 1), &visit_id);
    ErrCode code = statement_close(&record, err);
    if (code != ERR_OK || !names_one) {
        return code;
    }
    Statement visit = statement_open(&store->db, QUERY_SYNC_VISIT_SEQUENCE);
    bind_id(&visit, 1, visit_id);
    if (statement_step(&visit)) {
        *start = column_int(&visit, 0);
    }
    return statement_close(&visit, err);
}

/*
 * Where the cut can be at the most. From the tip down to the cut, which moves down before the
 * beginning of every visit that a record behind it is of.
 */
static ErrCode find_cut(Store *store, int64_t tip, int64_t purged, int64_t *cut, Err *err) {
    ErrCode code = first_of(store, QUERY_SYNC_FIRST_OPEN_VISIT, *cut, cut, err);
    if (code == ERR_OK) {
        code = first_of(store, QUERY_SYNC_FIRST_HOT, *cut, cut, err);
    }
    for (int64_t i = tip; code == ERR_OK && i > *cut && *cut > purged; i--) {
        int64_t start = i;
        code = visit_start(store, i, &start, err);
        *cut = start <= *cut ? start - 1 : *cut;
    }
    return code;
}

static ErrCode keep_tip_time(Store *store, Err *err) {
    int64_t utc_ms = 0;
    ErrCode code = db_run_int(&store->db, QUERY_SYNC_TIP_TIME, &utc_ms, err);
    return code == ERR_OK ? sync_run_int(store, QUERY_META_NOTE_TIME, utc_ms, err) : code;
}

static ErrCode cut_head(Store *store, int64_t cut, uint8_t head[RECORD_HEAD_SIZE], Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SYNC_HEAD_OF);
    bind_int(&statement, 1, cut);
    bool found = statement_step(&statement);
    if (found) {
        column_bytes(&statement, 0, head, RECORD_HEAD_SIZE);
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found
               ? err_set(err, ERR_CORRUPT, "record %lld was missing", (long long)cut)
               : code;
}

static ErrCode delete_to(Store *store, int64_t cut, Err *err) {
    static const int QUERIES[] = {QUERY_PURGE_COLD, QUERY_PURGE_PEOPLE, QUERY_PURGE_VISITS,
                                  QUERY_PURGE_RECORDS, QUERY_SYNC_MARK_DROP_TO};
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < sizeof QUERIES / sizeof QUERIES[0]; i++) {
        code = sync_run_int(store, QUERIES[i], cut, err);
    }
    return code == ERR_OK ? sync_run_int(store, QUERY_SYNC_VACUUM_DUE_SET, 1, err) : code;
}

static ErrCode run_purge(Store *store, void *context, Err *err) {
    PurgeWork *work = context;
    work->purged = 0;
    SyncPosition position = {0};
    JournalStatus status = {0};
    int64_t cut = 0;
    uint8_t head[RECORD_HEAD_SIZE];
    ErrCode code = sync_position_get(store, &position, err);
    if (code == ERR_OK) {
        code = sync_aged(store, &cut, err);
    }
    if (code == ERR_OK) {
        code = journal_status(store, &status, err);
    }
    FOYER_ASSERT(code != ERR_OK || cut <= status.last);
    if (code == ERR_OK && cut > position.purged) {
        code = find_cut(store, status.last, position.purged, &cut, err);
    }
    if (code != ERR_OK || cut <= position.purged) {
        return code;
    }
    code = cut_head(store, cut, head, err);
    if (code == ERR_OK && cut == status.last) {
        code = keep_tip_time(store, err);
    }
    if (code == ERR_OK) {
        code = delete_to(store, cut, err);
    }
    work->purged = cut - position.purged;
    return code == ERR_OK ? sync_checkpoint_put(store, cut, head, position.cold_purged, err) : code;
}

static ErrCode run_clear_due(Store *store, void *context, Err *err) {
    (void)context;
    return sync_run_int(store, QUERY_SYNC_VACUUM_DUE_SET, 0, err);
}

/* Freed pages and the log keep what was deleted until both are made anew. */
static ErrCode make_file_anew(Store *store, Err *err) {
    int64_t due = 0;
    ErrCode code = db_run_int(&store->db, QUERY_SYNC_VACUUM_DUE, &due, err);
    if (code != ERR_OK || due == 0) {
        return code;
    }
    store->log_must_go = true;
    code = db_rebuild(&store->db, QUERY_SYNC_VACUUM, err);
    if (code == ERR_OK) {
        code = store_write(store, run_clear_due, NULL, NULL, err);
    }
    if (code == ERR_OK) {
        code = store_checkpoint_idle(store, err);
    }
    return code == ERR_BUSY ? ERR_OK : code; /* somebody is at it: the next purge does it */
}

ErrCode sync_store_purge(Store *store, int64_t *purged, Err *err) {
    FOYER_ASSERT(!store->in_transaction);
    PurgeWork work = {0};
    ErrCode code = store_write(store, run_purge, &work, NULL, err);
    if (code == ERR_OK) {
        code = make_file_anew(store, err);
    }
    if (code == ERR_OK) {
        *purged = work.purged;
    }
    return code;
}

static int64_t at_least(int64_t number, int64_t least) {
    return number > least ? number : least;
}

ErrCode sync_store_held(Store *store, SyncHeld *held, Err *err) {
    SyncPosition position = {0};
    JournalStatus status = {0};
    int64_t aged = 0;
    ErrCode code = sync_position_get(store, &position, err);
    if (code == ERR_OK) {
        code = journal_status(store, &status, err);
    }
    if (code == ERR_OK) {
        code = sync_aged(store, &aged, err);
    }
    if (code == ERR_OK) {
        int64_t had = at_least(status.watermark, position.purged);
        int64_t old = at_least(aged, position.purged);
        *held = (SyncHeld){
            .waiting = status.last - had, .young = had - old, .unfinished = old - position.purged};
    }
    return code;
}
