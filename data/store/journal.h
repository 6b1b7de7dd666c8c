#ifndef FOYER_DATA_STORE_JOURNAL_H
#define FOYER_DATA_STORE_JOURNAL_H

#include "data/store/store.h"
#include "data/vault/record.h"

/*
 * The journal: append-only, gap-free, hash-chained records of everything that must leave the kiosk
 * (invariant 7). Only store modules append; programs read, verify and rebuild.
 */
enum { JOURNAL_PAGE_MAX = 500 };

/** Records after `after` in order, at most `limit` (1..JOURNAL_PAGE_MAX). */
MUST_USE ErrCode journal_page(Store *store, Arena *arena, int64_t after, size_t limit,
                              Record **records, size_t *count, Err *err);

/** For `status`: computed from counters, never from a flag (rule 8). */
typedef struct {
    int64_t first;     /* 0 = never a record; last + 1 = all of them have left the kiosk */
    int64_t last;      /* 0 = never a record; held are last - first + 1, but for 0 */
    int64_t watermark; /* the hub has 1..watermark, or had those that left; waiting: the rest */
    uint8_t head[RECORD_HEAD_SIZE];
} JournalStatus;

MUST_USE ErrCode journal_status(Store *store, JournalStatus *status, Err *err);

/** What a verification found. */
typedef struct {
    int64_t records;      /* checked */
    int64_t checkpoint;   /* sequence it started after */
    bool database_ok;     /* integrity_check and foreign_key_check */
    bool pages_ok;        /* every page read since opening was as it was written */
    bool chain_ok;        /* no gap, every hash and every cold digest right */
    bool projection_ok;   /* visits are exactly what the records say */
    int64_t bad_sequence; /* first bad record, 0 = none */
    Id bad_id;
    char reason[ERR_TEXT_MAX]; /* first thing wrong, one line; empty when all is well */
} VerifyReport;

/** Check everything; ERR_OK means "checked", the report says what was found. Reads only. */
MUST_USE ErrCode journal_verify(Store *store, VerifyReport *report, Err *err);

/** Make the projection again from the records. `identical`: it was right before. */
MUST_USE ErrCode journal_rebuild(Store *store, bool *identical, Err *err);

#endif
