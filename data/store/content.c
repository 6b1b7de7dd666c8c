#include "data/store/content.h"

#include <string.h>

#include "data/base/check.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/*
 * 1. A put that finds the same digest writes nothing.
 * 2. Row, lists and texts are written in one transaction.
 * 3. A value that was removed but is kept (an event that visits name) counts as not there.
 */
enum { PACK_SIZE_FIRST = 32 << 10, PACK_SIZE_STEP = 8, LABEL_MAX = 80 };

static Id id_of(const void *value) {
    Id id;
    memcpy(&id, value, sizeof id);
    return id;
}

bool content_text_is_valid(Str8 text, size_t max) {
    return text.len <= max && str8_is_valid(text);
}

static ErrCode refuse(const ContentKind *kind, const void *value, ErrCode code, const char *why,
                      Err *err) {
    Str8 label = kind->label(value);
    label.len = label.len < LABEL_MAX ? label.len : LABEL_MAX;
    return err_set(err, code, "%s %.*s %s", kind->noun, STR8_ARG(label), why);
}

/* ---- digest ---- */

static bool texts_are_valid(const TextRow *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!text_set_is_valid(*rows[i].set)) {
            return false;
        }
    }
    return true;
}

/* Most values are small: work memory is overwritten after use, so little of it is asked first. */
static bool pack_and_digest(Store *store, const ContentKind *kind, const void *value,
                            const TextRow *rows, size_t count, uint8_t digest[VAULT_DIGEST_SIZE]) {
    bool packed = false;
    size_t size = PACK_SIZE_FIRST;
    while (!packed && size <= kind->pack_size_max) {
        ArenaMark mark = arena_mark(&store->scratch);
        Packer packer = packer_in(&store->scratch, size);
        if (!packer.full) {
            kind->pack(&packer, value);
            text_rows_pack(&packer, rows, count);
        }
        packed = !packer.full;
        if (packed) {
            vault_digest(packer.bytes, packer.size, digest);
        }
        arena_rewind(&store->scratch, mark);
        size *= PACK_SIZE_STEP;
    }
    return packed;
}

static ErrCode digest_of(Store *store, const ContentKind *kind, const void *value,
                         uint8_t digest[VAULT_DIGEST_SIZE], Err *err) {
    if (id_is_none(id_of(value)) || !kind->is_valid(value)) {
        return refuse(kind, value, ERR_INVALID, "had a wrong field", err);
    }
    ArenaMark mark = arena_mark(&store->scratch);
    size_t count = 0;
    ErrCode code = ERR_OK;
    const TextRow *rows = kind->texts(&store->scratch, value, &count);
    if (rows == NULL) {
        code = refuse(kind, value, ERR_NO_MEMORY, "found no memory", err);
    } else if (!texts_are_valid(rows, count)) {
        code = refuse(kind, value, ERR_INVALID, "had a wrong text", err);
    } else if (!pack_and_digest(store, kind, value, rows, count, digest)) {
        code = refuse(kind, value, ERR_LIMIT, "was too large", err);
    }
    arena_rewind(&store->scratch, mark);
    return code;
}

/* ---- put ---- */

typedef struct {
    const ContentKind *kind;
    Str8 source;
    const void *value;
    uint8_t digest[VAULT_DIGEST_SIZE];
    Change change;
    bool is_others;
} PutWork;

static ErrCode compare(Store *store, PutWork *work, Err *err) {
    Statement statement = statement_open(&store->db, work->kind->query_owner);
    bind_id(&statement, 1, id_of(work->value));
    work->change = CHANGE_ADDED;
    work->is_others = false;
    if (statement_step(&statement) && column_int(&statement, 2) == 0) {
        uint8_t have[VAULT_DIGEST_SIZE];
        column_bytes(&statement, 0, have, sizeof have);
        work->change = memcmp(have, work->digest, sizeof have) == 0 ? CHANGE_SAME : CHANGE_CHANGED;
        work->is_others = !str8_equal(column_borrowed(&statement, 1), work->source);
    }
    return statement_close(&statement, err);
}

static ErrCode put_texts(Store *store, const PutWork *work, Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    size_t count = 0;
    const TextRow *rows = work->kind->texts(&store->scratch, work->value, &count);
    ErrCode code = rows == NULL
                       ? refuse(work->kind, work->value, ERR_NO_MEMORY, "found no memory", err)
                       : text_rows_put(store, id_of(work->value), rows, count, err);
    arena_rewind(&store->scratch, mark);
    return code;
}

static ErrCode note_change(Store *store, const ContentKind *kind, Err *err) {
    ErrCode code = store_note_content(store, err);
    return code == ERR_OK && kind->changed != NULL ? kind->changed(store, err) : code;
}

static ErrCode run_put(Store *store, void *context, Err *err) {
    PutWork *work = context;
    ErrCode code = compare(store, work, err);
    if (code == ERR_OK && work->is_others) {
        code = refuse(work->kind, work->value, ERR_CONFLICT, "belongs to another import", err);
    }
    if (code != ERR_OK || work->change == CHANGE_SAME) {
        return code;
    }
    code = work->kind->write(store, work->source, work->value, work->digest, err);
    if (code == ERR_OK) {
        code = put_texts(store, work, err);
    }
    return code == ERR_OK ? note_change(store, work->kind, err) : code;
}

ErrCode content_put(Store *store, const ContentKind *kind, Str8 source, const void *value,
                    Change *change, Err *err) {
    PutWork work = {.kind = kind, .source = source, .value = value};
    ErrCode code = digest_of(store, kind, value, work.digest, err);
    if (code == ERR_OK) {
        code = store_write(store, run_put, &work, NULL, err);
    }
    if (code == ERR_OK && change != NULL) {
        *change = work.change;
    }
    return code;
}

ErrCode content_compare(Store *store, const ContentKind *kind, const void *value, Change *change,
                        Err *err) {
    PutWork work = {.kind = kind, .value = value};
    ErrCode code = digest_of(store, kind, value, work.digest, err);
    if (code == ERR_OK) {
        code = compare(store, &work, err);
    }
    if (code == ERR_OK) {
        *change = work.change;
    }
    return code;
}

/* ---- gone ---- */

ErrCode content_gone(Store *store, Arena *arena, const ContentKind *kind, Str8 source,
                     const Id *seen, size_t seen_count, Id **gone, size_t *gone_count, Err *err) {
    return ids_not_seen(store, arena, kind->query_ids, source, seen, seen_count, gone, gone_count,
                        err);
}

ErrCode content_forget(Store *store, const ContentKind *kind, Id id, Err *err) {
    ErrCode code = text_rows_forget(store, id, err);
    if (code == ERR_OK) {
        code = run_with_id(store, kind->query_remove, id, err);
    }
    return code == ERR_OK ? note_change(store, kind, err) : code;
}

typedef struct {
    const ContentKind *kind;
    Id id;
} RemoveWork;

static ErrCode run_remove(Store *store, void *context, Err *err) {
    const RemoveWork *work = context;
    return content_forget(store, work->kind, work->id, err);
}

ErrCode content_remove(Store *store, const ContentKind *kind, Id id, Err *err) {
    RemoveWork work = {kind, id};
    return store_write(store, run_remove, &work, NULL, err);
}

/* ---- read ---- */

ErrCode content_complete(Store *store, Arena *arena, const ContentKind *kind, void *value,
                         Err *err) {
    ErrCode code = kind->complete != NULL ? kind->complete(store, arena, value, err) : ERR_OK;
    if (code != ERR_OK) {
        return code;
    }
    ArenaMark mark = arena_mark(&store->scratch);
    size_t count = 0;
    const TextRow *rows = kind->texts(&store->scratch, value, &count);
    code = rows == NULL ? refuse(kind, value, ERR_NO_MEMORY, "found no memory", err)
                        : text_rows_get(store, arena, id_of(value), rows, count, err);
    arena_rewind(&store->scratch, mark);
    return code;
}

/* The rows first, then what belongs to each. */
ErrCode content_list(Store *store, Arena *arena, const ContentKind *kind, Statement *statement,
                     size_t max, void **values, size_t *count, Err *err) {
    char *list = arena_alloc_array(arena, max, kind->value_size);
    if (list == NULL) {
        statement_no_memory(statement);
    }
    size_t got = 0;
    while (got < max && statement_step(statement)) {
        kind->read(statement, arena, list + got * kind->value_size);
        got++;
    }
    ErrCode code = statement_close(statement, err);
    for (size_t i = 0; code == ERR_OK && i < got; i++) {
        code = content_complete(store, arena, kind, list + i * kind->value_size, err);
    }
    if (code == ERR_OK) {
        *values = list;
        *count = got;
    }
    return code;
}

ErrCode content_one(Store *store, Arena *arena, const ContentKind *kind, Statement *statement,
                    void *value, Err *err) {
    void *list = NULL;
    size_t count = 0;
    ErrCode code = content_list(store, arena, kind, statement, 1, &list, &count, err);
    if (code == ERR_OK && count == 0) {
        return err_set(err, ERR_NOT_FOUND, "there was no such %s", kind->noun);
    }
    if (code == ERR_OK) {
        memcpy(value, list, kind->value_size);
    }
    return code;
}
