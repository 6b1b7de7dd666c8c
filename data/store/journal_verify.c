#include <string.h>

#include "data/base/check.h"
#include "data/base/pack.h"
#include "data/sqlite/statement.h"
#include "data/store/journal_append.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"
#include "data/store/sync_private.h"

/*
 * Verify: the chain from the last checkpoint on, record by record in constant memory, then the
 * database's own checks, then the projection against one made anew in a transaction that is
 * rolled back.
 */

typedef struct {
    int64_t sequence;
    int64_t cold_purged_sequence;
    uint8_t head[RECORD_HEAD_SIZE];
} Checkpoint;

static ErrCode checkpoint_get(Store *store, Checkpoint *checkpoint, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_CHECKPOINT_LAST);
    bool found = statement_step(&statement);
    if (found) {
        checkpoint->sequence = column_int(&statement, 0);
        column_bytes(&statement, 1, checkpoint->head, sizeof checkpoint->head);
        checkpoint->cold_purged_sequence = column_int(&statement, 2);
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? err_set(err, ERR_CORRUPT, "no checkpoint was there") : code;
}

static void report_bad(VerifyReport *report, int64_t sequence, Id id, const char *reason) {
    if (report->reason[0] == '\0') {
        Str8Builder text = builder_make(report->reason, sizeof report->reason);
        builder_format(&text, "record %lld: %s", (long long)sequence, reason);
        report->bad_sequence = sequence;
        report->bad_id = id;
    }
}

static void report_text(VerifyReport *report, const char *reason) {
    if (report->reason[0] == '\0') {
        Str8Builder text = builder_make(report->reason, sizeof report->reason);
        builder_add(&text, str8_from(reason));
    }
}

/* A row of journal_page, with what verification needs besides the record. */
typedef struct {
    Record record;
    bool has_cold;
    Str8 cold;
} ChainRow;

static ErrCode chain_row(Store *store, int64_t after, ChainRow *row, Err *err) {
    Arena *scratch = &store->scratch;
    Statement statement = statement_open(&store->db, QUERY_JOURNAL_PAGE);
    bind_int(&statement, 1, after);
    bind_int(&statement, 2, 1);
    bool found = statement_step(&statement);
    if (found) {
        row->record = journal_row_read(&statement, scratch);
        row->has_cold = !column_is_null(&statement, 12);
        row->cold = column_blob(&statement, scratch, 12);
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? ERR_NOT_FOUND : code;
}

static const char *row_fault(Store *store, const ChainRow *row, const Checkpoint *at) {
    if (row->record.sequence != at->sequence + 1) {
        return "the one before it is missing";
    }
    uint8_t head[RECORD_HEAD_SIZE];
    if (record_chain(&store->scratch, at->head, &row->record, head, NULL) != ERR_OK ||
        memcmp(head, row->record.head, sizeof head) != 0) {
        return "its hash is wrong: it or its order was changed";
    }
    if (row->record.has_cold && !row->has_cold) {
        return row->record.sequence > at->cold_purged_sequence ? "its sealed part is missing"
                                                               : NULL;
    }
    uint8_t digest[VAULT_DIGEST_SIZE];
    vault_digest(row->cold.ptr, row->cold.len, digest);
    if (row->record.has_cold && memcmp(digest, row->record.cold_digest, sizeof digest) != 0) {
        return "its sealed part was changed";
    }
    return !row->record.has_cold && row->has_cold ? "it has a sealed part that it does not know"
                                                  : NULL;
}

/* As long as nothing of an epoch has left the kiosk, its chain begins with the epoch's own head. */
static ErrCode verify_start(Store *store, VerifyReport *report, Err *err) {
    SyncPosition position = {0};
    uint8_t start[RECORD_HEAD_SIZE];
    ErrCode code = sync_position_get(store, &position, err);
    record_chain_start(position.device, position.epoch, start);
    if (code == ERR_OK && (position.purged < position.base || position.watermark < position.base ||
                           (position.purged == position.base &&
                            memcmp(start, position.purged_head, sizeof start) != 0))) {
        report->chain_ok = false;
        report_text(report, "the chain does not begin as its epoch does");
    }
    return code;
}

static ErrCode verify_chain(Store *store, VerifyReport *report, Err *err) {
    Checkpoint at = {0};
    report->chain_ok = true;
    ErrCode code = verify_start(store, report, err);
    if (code == ERR_OK) {
        code = checkpoint_get(store, &at, err);
    }
    report->checkpoint = code == ERR_OK ? at.sequence : 0;
    while (code == ERR_OK) {
        ArenaMark mark = arena_mark(&store->scratch);
        ChainRow row = {0};
        code = chain_row(store, at.sequence, &row, err);
        if (code == ERR_OK) {
            const char *fault = row_fault(store, &row, &at);
            if (fault != NULL) {
                report->chain_ok = false;
                report_bad(report, row.record.sequence, row.record.id, fault);
            }
            report->records++;
            at.sequence = row.record.sequence;
            memcpy(at.head, row.record.head, sizeof at.head);
        }
        arena_rewind(&store->scratch, mark);
    }
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

static ErrCode verify_database(Store *store, VerifyReport *report, Err *err) {
    char reason[ERR_TEXT_MAX / 2];
    ErrCode code = db_check(&store->db, QUERY_INTEGRITY_CHECK, &report->database_ok, reason,
                            sizeof reason, err);
    if (code != ERR_OK) {
        return code;
    }
    if (!report->database_ok) {
        report_text(report, reason);
        return ERR_OK;
    }
    Statement strays = statement_open(&store->db, QUERY_FOREIGN_KEY_CHECK);
    code = statement_exists(&strays, err);
    if (code == ERR_OK) {
        report->database_ok = false;
        report_text(report, "a row names another one that is not there");
    }
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

/* Last, so that a record or a row that can be named is named before the page it lies on. */
static void verify_pages(const Store *store, VerifyReport *report) {
    uint64_t bad_page = store->db.disk.bad_page;
    report->pages_ok = bad_page == 0;
    if (bad_page != 0 && report->reason[0] == '\0') {
        Str8Builder text = builder_make(report->reason, sizeof report->reason);
        builder_format(&text, "page %llu of the database is not as it was written",
                       (unsigned long long)bad_page);
    }
}

/* ---- projection ---- */

static ErrCode digest_rows(Store *store, int query, int columns, uint8_t digest[VAULT_DIGEST_SIZE],
                           Err *err) {
    Statement statement = statement_open(&store->db, query);
    while (statement_step(&statement)) {
        ArenaMark mark = arena_mark(&store->scratch);
        Packer packer = packer_in(&store->scratch, 4096);
        pack_bytes(&packer, digest, VAULT_DIGEST_SIZE);
        for (int i = 0; i < columns; i++) {
            pack_u8(&packer, column_is_null(&statement, i) ? 0 : 1);
            pack_text(&packer, column_blob(&statement, &store->scratch, i));
        }
        if (packer.full) {
            statement_corrupt(&statement);
        } else {
            vault_digest(packer.bytes, packer.size, digest);
        }
        arena_rewind(&store->scratch, mark);
    }
    return statement_close(&statement, err);
}

static ErrCode projection_digest(Store *store, uint8_t digest[VAULT_DIGEST_SIZE], Err *err) {
    memset(digest, 0, VAULT_DIGEST_SIZE);
    ErrCode code = digest_rows(store, QUERY_PROJECTION_VISITS, 6, digest, err);
    return code == ERR_OK ? digest_rows(store, QUERY_PROJECTION_PEOPLE, 12, digest, err) : code;
}

static ErrCode forget_after(Store *store, int64_t sequence, Err *err) {
    static const int QUERIES[] = {QUERY_PROJECTION_FORGET_OUT, QUERY_PROJECTION_FORGET_PEOPLE,
                                  QUERY_PROJECTION_FORGET_VISITS};
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < sizeof QUERIES / sizeof QUERIES[0]; i++) {
        Statement statement = statement_open(&store->db, QUERIES[i]);
        bind_int(&statement, 1, sequence);
        code = statement_run(&statement, err);
    }
    return code;
}

static ErrCode apply_after(Store *store, int64_t sequence, Err *err) {
    ErrCode code = ERR_OK;
    while (code == ERR_OK) {
        ArenaMark mark = arena_mark(&store->scratch);
        Record *records = NULL;
        size_t count = 0;
        code =
            journal_page(store, &store->scratch, sequence, JOURNAL_PAGE_MAX, &records, &count, err);
        for (size_t i = 0; code == ERR_OK && i < count; i++) {
            sequence = records[i].sequence;
            code = visit_effect_apply(store, sequence, err);
        }
        arena_rewind(&store->scratch, mark);
        if (code == ERR_OK && count == 0) {
            break;
        }
    }
    return code;
}

static ErrCode projection_make(Store *store, void *context, Err *err) {
    bool *identical = context;
    uint8_t before[VAULT_DIGEST_SIZE] = {0};
    uint8_t after[VAULT_DIGEST_SIZE] = {0};
    Checkpoint at = {0};
    ErrCode code = projection_digest(store, before, err);
    if (code == ERR_OK) {
        code = checkpoint_get(store, &at, err);
    }
    if (code == ERR_OK) {
        code = forget_after(store, at.sequence, err);
    }
    if (code == ERR_OK) {
        code = apply_after(store, at.sequence, err);
    }
    if (code == ERR_OK) {
        code = projection_digest(store, after, err);
    }
    *identical = code == ERR_OK && memcmp(before, after, sizeof before) == 0;
    return code;
}

ErrCode journal_rebuild(Store *store, bool *identical, Err *err) {
    bool same = false;
    ErrCode code = store_write(store, projection_make, &same, NULL, err);
    if (code == ERR_OK) {
        store->db.disk.bad_page = 0; /* its pages are new now; others show at the next opening */
        *identical = same;
    }
    return code;
}

static ErrCode verify_projection(Store *store, VerifyReport *report, Err *err) {
    ErrCode code = store_begin(store, err);
    if (code != ERR_OK) {
        return code;
    }
    Err reason = {0};
    ErrCode made = projection_make(store, &report->projection_ok, &reason);
    store_rollback(store);
    if (made != ERR_OK) {
        report_text(report, reason.text);
    } else if (!report->projection_ok) {
        report_text(report, "the visits are not what the records say");
    }
    return ERR_OK;
}

ErrCode journal_verify(Store *store, VerifyReport *report, Err *err) {
    VerifyReport made = {0};
    ErrCode code = verify_chain(store, &made, err);
    if (code == ERR_OK || code == ERR_CORRUPT) {
        code = verify_database(store, &made, err);
    }
    if (code == ERR_OK && made.database_ok && made.chain_ok) {
        code = verify_projection(store, &made, err);
    }
    if (code == ERR_OK) {
        verify_pages(store, &made);
        *report = made;
    }
    return code;
}
