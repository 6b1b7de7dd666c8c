#include <string.h>

#include "data/base/check.h"
#include "data/store/store_private.h"
#include "sync/hub/hub_sqlite_private.h"
#include "tests/simulation/world_private.h"

/*
 * The planted bugs. None of them is in the programs: they are put between the parts when this test
 * is linked, or done to a database behind its owner's back.
 */
static const struct {
    Bug bug;
    const char *name;
} NAMES[BUG_COUNT] = {
    {BUG_NONE, "none"},
    {BUG_SCREEN_FIRST, "screen-first"},
    {BUG_HUB_EARLY, "hub-early"},
    {BUG_HUB_TWICE, "hub-twice"},
    {BUG_BLIND_RECEIPT, "blind-receipt"},
    {BUG_NORMAL, "synchronous-normal"},
    {BUG_DROP_AT_ONCE, "drop-at-once"},
    {BUG_DROP_BY_AGE, "drop-by-age"},
};

static Bug planted;

const char *bug_name(Bug bug) {
    FOYER_ASSERT(NAMES[bug].bug == bug);
    return NAMES[bug].name;
}

bool bug_parse(Str8 text, Bug *bug) {
    for (size_t i = 0; i < BUG_COUNT; i++) {
        if (str8_equal(text, str8_from(NAMES[i].name))) {
            *bug = NAMES[i].bug;
            return true;
        }
    }
    return false;
}

void bugs_plant(Bug bug) {
    planted = bug;
}

static void run_sql(sqlite3 *handle, const char *sql) {
    /* A disk that fails meanwhile is the world's business; what was planted is then not there. */
    (void)sqlite3_exec(handle, sql, NULL, NULL, NULL);
}

/* ---- the kiosk's store ---- */

void bugs_in_store(Store *store) {
    if (planted == BUG_NORMAL) {
        run_sql(store->db.handle, "PRAGMA synchronous = NORMAL");
    }
}

/* Marks say since when the hub holds what: a forged one lets the real purge take it. */
static void forge_mark(Store *store, Moment now) {
    char sql[512];
    Str8Builder builder = builder_make(sql, sizeof sql);
    builder_add(&builder, STR8("DELETE FROM sync_mark;"
                               "INSERT INTO sync_mark SELECT sequence, 0 FROM journal "
                               "WHERE sequence <= (SELECT watermark FROM meta)"));
    if (planted == BUG_DROP_BY_AGE) {
        builder_format(&builder, " AND utc_ms < %lld",
                       (long long)(now.utc_ms - SYNC_HELD_DAYS * (int64_t)DAY_MS));
    }
    builder_add(&builder, STR8(" ORDER BY sequence DESC LIMIT 1"));
    FOYER_ASSERT(!builder.full);
    run_sql(store->db.handle, sql);
}

ErrCode bugs_purge(World *world, SimKiosk *kiosk, int64_t *purged, Err *err) {
    bool forges = planted == BUG_DROP_AT_ONCE || planted == BUG_DROP_BY_AGE;
    if (forges && kiosk->store->db.handle != NULL) {
        forge_mark(kiosk->store, simkiosk_moment(world, kiosk));
    }
    return sync_store_purge(kiosk->store, purged, err);
}

/* The linker puts this before the real one in this program. */
ErrCode __wrap_sync_store_receipt(Store *store, const Receipt *receipt, ReceiptOutcome *outcome,
                                  Err *err);
ErrCode __real_sync_store_receipt(Store *store, const Receipt *receipt, ReceiptOutcome *outcome,
                                  Err *err);

static void copy_own_head(Store *store, Receipt *receipt) {
    Arena arena = arena_make(64 << 10, 1 << 20);
    OutboxRecord *records = NULL;
    size_t count = 0;
    if (receipt->have > 0 &&
        sync_store_page(store, &arena, receipt->have - 1, 1, 1, &records, &count, NULL) == ERR_OK &&
        count == 1 && records[0].record.sequence == receipt->have) {
        memcpy(receipt->head, records[0].record.head, RECORD_HEAD_SIZE);
    }
    arena_free(&arena);
}

ErrCode __wrap_sync_store_receipt(Store *store, const Receipt *receipt, ReceiptOutcome *outcome,
                                  Err *err) {
    Receipt believed = *receipt;
    if (planted == BUG_BLIND_RECEIPT) {
        copy_own_head(store, &believed);
    }
    return __real_sync_store_receipt(store, &believed, outcome, err);
}

/* ---- the hub's store ---- */

static HubStore real;
static bool commit_waits; /* a transaction was said to be committed and is not */

static ErrCode begin_late(void *context, Err *err) {
    if (commit_waits) {
        commit_waits = false;
        ErrCode code = real.commit(context, err);
        if (code != ERR_OK) {
            return code;
        }
    }
    return real.begin(context, err);
}

static ErrCode commit_early(void *context, Err *err) {
    (void)context;
    (void)err;
    commit_waits = true;
    return ERR_OK;
}

void bugs_in_hub(HubSqlite *sqlite, HubStore *store) {
    commit_waits = false;
    if (planted == BUG_HUB_EARLY) {
        real = *store;
        store->begin = begin_late;
        store->commit = commit_early;
    }
    if (planted == BUG_HUB_TWICE) {
        run_sql(sqlite->db.handle, "DROP INDEX IF EXISTS record_id");
    }
}
