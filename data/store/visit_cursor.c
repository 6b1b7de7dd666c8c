#include <string.h>

#include "data/base/check.h"
#include "data/store/queries.h"
#include "data/store/statement.h"
#include "data/store/store_private.h"
#include "data/store/visit_names.h"
#include "data/store/visit_store.h"

/*
 * Rows for an export, one index seek each: no read transaction stays open between two rows, so a
 * slow export holds nobody up and the write-ahead log can be moved meanwhile. The names of one
 * record are opened once and kept until the next record begins.
 */
enum { CURSOR_NAMES_MAX = 256 << 10 };

struct VisitCursor {
    Store *store;
    Str8 event_uid;
    int64_t from_utc_ms;
    int64_t to_utc_ms;
    bool has_secret;
    uint8_t school_secret[VAULT_KEY_SIZE];
    int64_t sequence; /* of the last row */
    int64_t ordinal;
    int64_t names_sequence; /* that `names` belong to, 0 = none */
    NamesFrom from;
    VisitNames names;
    Arena names_arena;
};

ErrCode visit_cursor_open(Store *store, Arena *arena, const VisitQuery *query, VisitCursor **cursor,
                          Err *err) {
    VisitCursor *fresh = ARENA_NEW(arena, VisitCursor);
    Str8 uid = str8_copy(arena, query->event_uid);
    if (fresh == NULL || (uid.ptr == NULL && query->event_uid.len > 0)) {
        return err_set(err, ERR_NO_MEMORY, "no memory for an export");
    }
    fresh->store = store;
    fresh->event_uid = uid;
    fresh->from_utc_ms = query->from_utc_ms;
    fresh->to_utc_ms = query->to_utc_ms;
    fresh->has_secret = query->school_secret != NULL;
    if (fresh->has_secret) {
        memcpy(fresh->school_secret, query->school_secret, VAULT_KEY_SIZE);
    }
    fresh->names_arena = arena_make(CURSOR_NAMES_MAX / 4, CURSOR_NAMES_MAX);
    *cursor = fresh;
    return ERR_OK;
}

void visit_cursor_close(VisitCursor *cursor) {
    if (cursor != NULL) {
        memory_wipe(cursor->school_secret, sizeof cursor->school_secret);
        arena_free(&cursor->names_arena);
    }
}

/* "row" of a person: the same at every export, and nobody else's. */
static Id row_id(Arena *arena, Id visit_id, size_t person) {
    Str8 name = str8_format(arena, "%.*s/%zu", STR8_ARG(id_text(arena, visit_id)), person);
    return id_from_name(STR8("foyer:visit-person"), name);
}

static ErrCode next_row(VisitCursor *cursor, Arena *arena, VisitRow *row, bool *has_cold,
                        Err *err) {
    Statement statement = statement_open(&cursor->store->db, QUERY_VISIT_ROW_NEXT);
    bind_int(&statement, 1, cursor->sequence);
    bind_int(&statement, 2, cursor->ordinal);
    bind_text(&statement, 3, cursor->event_uid);
    bind_int(&statement, 4, cursor->from_utc_ms);
    bind_int(&statement, 5, cursor->to_utc_ms);
    bool found = statement_step(&statement);
    if (found) {
        cursor->sequence = column_int(&statement, 0);
        cursor->ordinal = column_int(&statement, 1);
        row->person = (size_t)cursor->ordinal;
        row->visit_id = column_id(&statement, 2);
        row->event_id = column_id(&statement, 3);
        row->event_uid = column_text(&statement, arena, 4);
        if (!visit_method_parse(column_text(&statement, arena, 5), &row->method) ||
            !person_role_parse(column_text(&statement, arena, 7), &row->role)) {
            statement_corrupt(&statement);
        }
        row->language = column_text(&statement, arena, 6);
        row->grade = column_text(&statement, arena, 8);
        row->in_utc_ms = column_int(&statement, 9);
        row->in_good = column_int(&statement, 10) != 0;
        row->out_utc_ms = column_int(&statement, 11);
        row->out_good = column_int(&statement, 12) != 0;
        row->out_assumed = column_int(&statement, 13) != 0;
        row->zone = column_text(&statement, arena, 14);
        *has_cold = column_int(&statement, 15) != 0;
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? ERR_NOT_FOUND : code;
}

/* Hot first: tonight's names need no key of the school. */
static ErrCode open_names(VisitCursor *cursor, bool has_cold, Err *err) {
    if (cursor->names_sequence == cursor->sequence) {
        return ERR_OK;
    }
    arena_reset(&cursor->names_arena);
    cursor->names = (VisitNames){.count = 0};
    cursor->from = NAMES_NONE;
    ErrCode code = ERR_OK;
    if (has_cold) {
        code = hot_names_open(cursor->store, &cursor->names_arena, cursor->sequence, &cursor->names,
                              err);
        cursor->from = NAMES_HOT;
    }
    if (code == ERR_NOT_FOUND && cursor->has_secret) {
        code = cold_names_open(cursor->store, &cursor->names_arena, cursor->sequence,
                               cursor->school_secret, &cursor->names, err);
        cursor->from = NAMES_COLD;
    }
    if (code == ERR_NOT_FOUND) {
        cursor->from = NAMES_SEALED;
        code = ERR_OK;
    }
    cursor->names_sequence = code == ERR_OK ? cursor->sequence : 0;
    return code;
}

static ErrCode copy_names(const VisitCursor *cursor, Arena *arena, VisitRow *row, Err *err) {
    row->names = cursor->from;
    size_t index = row->person - cursor->names.first;
    if (index >= cursor->names.count) {
        return ERR_OK;
    }
    const Visitor *person = &cursor->names.people[index];
    row->given_name = str8_copy(arena, person->given_name);
    row->family_name = str8_copy(arena, person->family_name);
    row->person_id = person->person_id;
    row->household_id = cursor->names.household_id;
    bool copied = row->given_name.len == person->given_name.len &&
                  row->family_name.len == person->family_name.len;
    return copied ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory for a row");
}

ErrCode visit_cursor_next(VisitCursor *cursor, Arena *arena, VisitRow *row, Err *err) {
    FOYER_ASSERT(cursor != NULL);
    VisitRow got = {0};
    bool has_cold = false;
    ErrCode code = next_row(cursor, arena, &got, &has_cold, err);
    if (code == ERR_OK) {
        code = open_names(cursor, has_cold, err);
    }
    if (code == ERR_OK) {
        got.row = row_id(arena, got.visit_id, got.person);
        code = copy_names(cursor, arena, &got, err);
    }
    if (code == ERR_OK) {
        *row = got;
    }
    return code;
}
