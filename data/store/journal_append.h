#ifndef FOYER_DATA_STORE_JOURNAL_APPEND_H
#define FOYER_DATA_STORE_JOURNAL_APPEND_H

#include "data/sqlite/statement.h"
#include "data/store/journal.h"

/* The one append, for the stores of this room. */

typedef struct {
    Id id;
    Str8 type;
    Id event_id;
    Moment moment;
    Str8 body; /* JSON, nothing personal */
    Str8 cold; /* personal part, sealed to the school; empty = none */
} JournalEntry;

/**
 * Append one record and apply its effect; inside store_write only.
 * @param sequence  [out] the record's
 */
MUST_USE ErrCode journal_append(Store *store, const JournalEntry *entry, int64_t *sequence,
                                Err *err);

/** What an id that was written before had become. */
typedef struct {
    int64_t sequence;
    int64_t utc_ms;
    Str8 type;
    Id visit_id; /* that the body names, or none */
} JournalFound;

/** ERR_NOT_FOUND when there is no record of this id. */
MUST_USE ErrCode journal_find(Store *store, Arena *arena, Id id, JournalFound *found, Err *err);
/** The same as a question only. */
MUST_USE ErrCode journal_has(Store *store, Id id, Err *err);

/** The first checkpoint of a new database. */
MUST_USE ErrCode journal_begin(Store *store, Id device, Id epoch, Err *err);

typedef struct {
    int64_t sequence;
    uint8_t head[RECORD_HEAD_SIZE];
    int64_t utc_ms; /* 0 when the tip is a checkpoint */
    bool good;
} JournalTip;

/** A row of the journal_page query; its sealed part is column 12. */
Record journal_row_read(Statement *statement, Arena *arena);

/** Apply the record's effect to the projection, by reading it from the journal. */
MUST_USE ErrCode visit_effect_apply(Store *store, int64_t sequence, Err *err);

#endif
