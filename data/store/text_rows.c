#include "data/store/text_rows.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "data/sqlite/statement.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

enum { TEXT_LANGUAGE_MAX = 35, IDS_MAX = 200000 };

bool language_is_valid(Str8 tag) {
    bool valid = tag.len > 0 && tag.len <= TEXT_LANGUAGE_MAX;
    for (size_t i = 0; valid && i < tag.len; i++) {
        char c = tag.ptr[i];
        valid =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }
    return valid;
}

bool text_set_is_valid(TextSet set) {
    if (set.count > TEXT_SET_MAX) {
        return false;
    }
    for (size_t i = 0; i < set.count; i++) {
        if (set.items[i].language.len > TEXT_LANGUAGE_MAX ||
            set.items[i].text.len > TEXT_BYTES_MAX || !str8_is_valid(set.items[i].text)) {
            return false;
        }
    }
    return true;
}

ErrCode run_with_id(Store *store, int query, Id id, Err *err) {
    Statement statement = statement_open(&store->db, query);
    bind_id(&statement, 1, id);
    return statement_run(&statement, err);
}

ErrCode text_rows_forget(Store *store, Id owner, Err *err) {
    return run_with_id(store, QUERY_TEXT_FORGET, owner, err);
}

static ErrCode add_text(Store *store, Id owner, const TextRow *row, size_t position, Err *err) {
    const TextIn *text = &row->set->items[position];
    Statement statement = statement_open(&store->db, QUERY_TEXT_ADD);
    bind_id(&statement, 1, owner);
    bind_text(&statement, 2, str8_from(row->field));
    bind_int(&statement, 3, row->part);
    bind_int(&statement, 4, (int64_t)position);
    bind_text(&statement, 5, text->language);
    bind_text(&statement, 6, text->text);
    return statement_run(&statement, err);
}

ErrCode text_rows_put(Store *store, Id owner, const TextRow *rows, size_t count, Err *err) {
    ErrCode code = text_rows_forget(store, owner, err);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; code == ERR_OK && j < rows[i].set->count; j++) {
            code = add_text(store, owner, &rows[i], j, err);
        }
    }
    return code;
}

void text_rows_pack(Packer *packer, const TextRow *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        pack_text(packer, str8_from(rows[i].field));
        pack_i64(packer, rows[i].part);
        pack_i64(packer, (int64_t)rows[i].set->count);
        for (size_t j = 0; j < rows[i].set->count; j++) {
            pack_text(packer, rows[i].set->items[j].language);
            pack_text(packer, rows[i].set->items[j].text);
        }
    }
}

static const TextRow *row_of(const TextRow *rows, size_t count, Str8 field, int64_t part) {
    for (size_t i = 0; i < count; i++) {
        if (rows[i].part == part && str8_equal(str8_from(rows[i].field), field)) {
            return &rows[i];
        }
    }
    return NULL;
}

/* Texts of one field and part come together, first language first. */
typedef struct {
    const TextRow *row; /* NULL = nothing read yet, or of a field that this program does not know */
    TextIn items[TEXT_SET_MAX];
    size_t count;
} TextGroup;

/* The set's items are as many as there are: a whole city is read at once. */
static bool group_end(TextGroup *group, Arena *arena) {
    TextIn *items = NULL;
    if (group->row != NULL && group->count > 0) {
        items = ARENA_ARRAY(arena, TextIn, group->count);
        if (items == NULL) {
            return false;
        }
        memcpy(items, group->items, group->count * sizeof items[0]);
        *group->row->set = (TextSet){items, group->count};
    }
    group->count = 0;
    return true;
}

static void read_text(Statement *statement, Arena *arena, const TextRow *row, TextGroup *group) {
    if (row != group->row) {
        if (!group_end(group, arena)) {
            statement_no_memory(statement);
        }
        group->row = row;
    }
    if (row == NULL) {
        return;
    }
    if (group->count == TEXT_SET_MAX) {
        statement_corrupt(statement);
        return;
    }
    group->items[group->count++] =
        (TextIn){column_text(statement, arena, 2), column_text(statement, arena, 3)};
}

ErrCode text_rows_get(Store *store, Arena *arena, Id owner, const TextRow *rows, size_t count,
                      Err *err) {
    for (size_t i = 0; i < count; i++) {
        *rows[i].set = (TextSet){NULL, 0};
    }
    TextGroup group = {.count = 0};
    Statement statement = statement_open(&store->db, QUERY_TEXT_OF);
    bind_id(&statement, 1, owner);
    while (statement_step(&statement)) {
        Str8 field = column_borrowed(&statement, 0);
        const TextRow *row = row_of(rows, count, field, column_int(&statement, 1));
        read_text(&statement, arena, row, &group);
    }
    if (!group_end(&group, arena)) {
        statement_no_memory(&statement);
    }
    return statement_close(&statement, err);
}

static int id_compare(const void *a, const void *b) {
    return memcmp(a, b, sizeof(Id));
}

ErrCode ids_not_seen(Store *store, Arena *arena, int query, Str8 source, const Id *seen,
                     size_t seen_count, Id **gone, size_t *gone_count, Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    Id *sorted = ARENA_ARRAY(&store->scratch, Id, seen_count + 1);
    Id *all = ARENA_ARRAY(&store->scratch, Id, IDS_MAX);
    size_t count = 0;
    ErrCode code = ERR_OK;
    if (sorted == NULL || all == NULL) {
        code = err_set(err, ERR_NO_MEMORY, "no memory for %zu ids", seen_count);
    } else {
        for (size_t i = 0; i < seen_count; i++) {
            sorted[i] = seen[i];
        }
        qsort(sorted, seen_count, sizeof sorted[0], id_compare);
        Statement statement = statement_open(&store->db, query);
        bind_text(&statement, 1, source);
        while (count < IDS_MAX && statement_step(&statement)) {
            Id id = column_id(&statement, 0);
            if (bsearch(&id, sorted, seen_count, sizeof id, id_compare) == NULL) {
                all[count++] = id;
            }
        }
        code = statement_close(&statement, err);
    }
    Id *copy = ARENA_ARRAY(arena, Id, count + 1);
    if (code == ERR_OK && copy == NULL) {
        code = err_set(err, ERR_NO_MEMORY, "no memory for %zu ids", count);
    }
    if (code == ERR_OK) {
        memcpy(copy, all, count * sizeof all[0]);
        *gone = copy;
        *gone_count = count;
    }
    arena_rewind(&store->scratch, mark);
    return code;
}
