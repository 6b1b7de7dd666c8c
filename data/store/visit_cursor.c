#include <string.h>

#include "data/base/check.h"
#include "data/sqlite/statement.h"
#include "data/store/hot_names.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"
#include "data/store/visit_store.h"

/*
 * Rows for an export, a page of them an index seek: no read transaction stays open between two
 * pages, so a slow export holds nobody up and the write-ahead log can be moved meanwhile. The names
 * of one record are opened once and kept until the next record begins.
 */
enum {
    CURSOR_NAMES_MAX = 256 << 10,
    CURSOR_PAGE_ROWS = 128, /* from here on a seek a page costs nothing that can be measured */
    CURSOR_PAGE_BLOCK = 64 << 10,
    CURSOR_PAGE_MAX = 1 << 20,
};

typedef struct {
    VisitRow row; /* without names; texts in the page's arena */
    int64_t sequence;
    bool has_hot;
    bool has_cold;
} PageRow;

struct VisitCursor {
    Store *store;
    Str8 event_uid;
    int64_t from_utc_ms;
    int64_t to_utc_ms;
    bool has_secret;
    uint8_t school_secret[VAULT_KEY_SIZE];
    int64_t sequence; /* of the last row */
    int64_t ordinal;
    PageRow page[CURSOR_PAGE_ROWS];
    size_t page_count;
    size_t page_next; /* page_count = the page is used up */
    Arena page_arena;
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
    fresh->page_arena = arena_make(CURSOR_PAGE_BLOCK, CURSOR_PAGE_MAX);
    fresh->names_arena = arena_make(CURSOR_NAMES_MAX / 4, CURSOR_NAMES_MAX);
    *cursor = fresh;
    return ERR_OK;
}

void visit_cursor_close(VisitCursor *cursor) {
    if (cursor != NULL) {
        memory_wipe(cursor->school_secret, sizeof cursor->school_secret);
        arena_free(&cursor->page_arena);
        arena_free(&cursor->names_arena);
    }
}

static void read_row(Statement *statement, Arena *arena, PageRow *out) {
    VisitRow *row = &out->row;
    out->sequence = column_int(statement, 0);
    row->person = (size_t)column_int(statement, 1);
    row->visit_id = column_id(statement, 2);
    row->event_id = column_id(statement, 3);
    row->event_uid = column_text(statement, arena, 4);
    if (!visit_method_parse(column_text(statement, arena, 5), &row->method) ||
        !person_role_parse(column_text(statement, arena, 7), &row->role)) {
        statement_corrupt(statement);
    }
    row->language = column_text(statement, arena, 6);
    row->grade = column_text(statement, arena, 8);
    row->in_utc_ms = column_int(statement, 9);
    row->in_good = column_int(statement, 10) != 0;
    row->out_utc_ms = column_int(statement, 11);
    row->out_good = column_int(statement, 12) != 0;
    row->out_assumed = column_int(statement, 13) != 0;
    row->zone = column_text(statement, arena, 14);
    out->has_cold = column_int(statement, 15) != 0;
    out->has_hot = column_int(statement, 16) != 0;
}

static ErrCode read_page(VisitCursor *cursor, Err *err) {
    arena_reset(&cursor->page_arena);
    cursor->page_count = 0;
    cursor->page_next = 0;
    Statement statement = statement_open(&cursor->store->db, QUERY_VISIT_ROWS_NEXT);
    bind_int(&statement, 1, cursor->sequence);
    bind_int(&statement, 2, cursor->ordinal);
    bind_text(&statement, 3, cursor->event_uid);
    bind_int(&statement, 4, cursor->from_utc_ms);
    bind_int(&statement, 5, cursor->to_utc_ms);
    bind_int(&statement, 6, CURSOR_PAGE_ROWS);
    size_t count = 0;
    while (count < CURSOR_PAGE_ROWS && statement_step(&statement)) {
        cursor->page[count] = (PageRow){.sequence = 0};
        read_row(&statement, &cursor->page_arena, &cursor->page[count]);
        count++;
    }
    ErrCode code = statement_close(&statement, err);
    cursor->page_count = code == ERR_OK ? count : 0;
    return code;
}

/* The next row as it is in the page; its place is where the page after it begins. */
static ErrCode next_row(VisitCursor *cursor, const PageRow **row, Err *err) {
    if (cursor->page_next == cursor->page_count) {
        ErrCode code = read_page(cursor, err);
        if (code != ERR_OK || cursor->page_count == 0) {
            return code != ERR_OK ? code : ERR_NOT_FOUND;
        }
    }
    *row = &cursor->page[cursor->page_next++];
    cursor->sequence = (*row)->sequence;
    cursor->ordinal = (int64_t)(*row)->row.person;
    return ERR_OK;
}

/* Hot first: tonight's names need no key of the school. */
static ErrCode open_names(VisitCursor *cursor, const PageRow *row, Err *err) {
    if (cursor->names_sequence == cursor->sequence) {
        return ERR_OK;
    }
    arena_reset(&cursor->names_arena);
    cursor->names = (VisitNames){.count = 0};
    cursor->from = NAMES_NONE;
    ErrCode code = row->has_cold ? ERR_NOT_FOUND : ERR_OK;
    if (row->has_hot) {
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

static bool copy_text(Arena *arena, Str8 text, Str8 *copy) {
    *copy = str8_copy(arena, text);
    return copy->len == text.len;
}

static bool copy_texts(Arena *arena, const VisitRow *from, VisitRow *row) {
    return copy_text(arena, from->event_uid, &row->event_uid) &&
           copy_text(arena, from->language, &row->language) &&
           copy_text(arena, from->grade, &row->grade) && copy_text(arena, from->zone, &row->zone);
}

static bool copy_names(const VisitCursor *cursor, Arena *arena, VisitRow *row) {
    row->names = cursor->from;
    size_t index = row->person - cursor->names.first;
    if (index >= cursor->names.count) {
        return true;
    }
    const Visitor *person = &cursor->names.people[index];
    row->person_id = person->person_id;
    row->household_id = cursor->names.household_id;
    return copy_text(arena, person->given_name, &row->given_name) &&
           copy_text(arena, person->family_name, &row->family_name);
}

ErrCode visit_cursor_next(VisitCursor *cursor, Arena *arena, VisitRow *row, Err *err) {
    FOYER_ASSERT(cursor != NULL);
    const PageRow *next = NULL;
    ErrCode code = next_row(cursor, &next, err);
    if (code == ERR_OK) {
        code = open_names(cursor, next, err);
    }
    if (code != ERR_OK) {
        return code;
    }
    VisitRow got = next->row;
    if (!copy_texts(arena, &next->row, &got) || !copy_names(cursor, arena, &got)) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a row");
    }
    *row = got;
    return ERR_OK;
}
