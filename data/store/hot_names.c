#include "data/store/hot_names.h"

#include <string.h>

#include "data/sqlite/statement.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/* ---- hot ---- */

static ErrCode hot_key_open(Store *store, Id event_id, Str8 boxed, uint8_t key[VAULT_KEY_SIZE],
                            Err *err) {
    Str8 plain;
    if (!vault_unbox(&store->scratch, store->kiosk_key, event_id, boxed, &plain) ||
        plain.len != VAULT_KEY_SIZE) {
        return err_set(err, ERR_CORRUPT, "an event's key could not be opened");
    }
    memcpy(key, plain.ptr, VAULT_KEY_SIZE);
    return ERR_OK;
}

ErrCode hot_key_get(Store *store, Id event_id, uint8_t key[VAULT_KEY_SIZE], Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    Statement statement = statement_open(&store->db, QUERY_HOT_KEY_GET);
    bind_id(&statement, 1, event_id);
    bool found = statement_step(&statement);
    Str8 boxed = found ? column_blob(&statement, &store->scratch, 0) : (Str8){NULL, 0};
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        code = found ? hot_key_open(store, event_id, boxed, key, err) : ERR_NOT_FOUND;
    }
    arena_rewind(&store->scratch, mark);
    return code;
}

static ErrCode hot_key_make(Store *store, Id event_id, Moment now, uint8_t key[VAULT_KEY_SIZE],
                            Err *err) {
    store->random.fill(store->random.context, key, VAULT_KEY_SIZE);
    ArenaMark mark = arena_mark(&store->scratch);
    Str8 plain = {(const char *)key, VAULT_KEY_SIZE};
    Str8 boxed = vault_box(&store->scratch, store->random, store->kiosk_key, event_id, plain);
    Statement statement = statement_open(&store->db, QUERY_HOT_KEY_ADD);
    if (boxed.ptr == NULL) {
        statement_no_memory(&statement);
    }
    bind_id(&statement, 1, event_id);
    bind_bytes(&statement, 2, boxed.ptr, boxed.len);
    bind_int(&statement, 3, now.utc_ms);
    bind_int(&statement, 4, now.good ? 1 : 0);
    ErrCode code = statement_run(&statement, err);
    arena_rewind(&store->scratch, mark);
    return code;
}

ErrCode hot_key_get_or_make(Store *store, Id event_id, Moment now, uint8_t key[VAULT_KEY_SIZE],
                            Err *err) {
    ErrCode code = hot_key_get(store, event_id, key, err);
    return code == ERR_NOT_FOUND ? hot_key_make(store, event_id, now, key, err) : code;
}

static ErrCode names_from(Arena *arena, const uint8_t key[VAULT_KEY_SIZE], Id event_id, Str8 boxed,
                          VisitNames *names, Err *err) {
    Str8 plain;
    if (!vault_unbox(arena, key, event_id, boxed, &plain) ||
        !visit_names_unpack(arena, plain, names)) {
        return err_set(err, ERR_CORRUPT, "tonight's names of a visit could not be opened");
    }
    return ERR_OK;
}

ErrCode hot_names_open(Store *store, Arena *arena, int64_t sequence, VisitNames *names, Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    Statement statement = statement_open(&store->db, QUERY_HOT_NAMES_GET);
    bind_int(&statement, 1, sequence);
    bool found = statement_step(&statement);
    Str8 boxed = {NULL, 0};
    Str8 boxed_key = {NULL, 0};
    Id event_id = {{0}};
    if (found) {
        boxed = column_blob(&statement, &store->scratch, 0);
        boxed_key = column_blob(&statement, &store->scratch, 1);
        event_id = column_id(&statement, 2);
    }
    ErrCode code = statement_close(&statement, err);
    code = code == ERR_OK && !found ? ERR_NOT_FOUND : code;
    uint8_t key[VAULT_KEY_SIZE] = {0};
    if (code == ERR_OK) {
        code = hot_key_open(store, event_id, boxed_key, key, err);
    }
    if (code == ERR_OK) {
        code = names_from(arena, key, event_id, boxed, names, err);
    }
    memory_wipe(key, sizeof key);
    arena_rewind(&store->scratch, mark);
    return code;
}

/* ---- cold ---- */

ErrCode cold_names_open(Store *store, Arena *arena, int64_t sequence,
                        const uint8_t school_secret[VAULT_KEY_SIZE], VisitNames *names, Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    Statement statement = statement_open(&store->db, QUERY_JOURNAL_COLD_OF);
    bind_int(&statement, 1, sequence);
    bool found = statement_step(&statement);
    Str8 sealed = found ? column_blob(&statement, &store->scratch, 0) : (Str8){NULL, 0};
    ErrCode code = statement_close(&statement, err);
    code = code == ERR_OK && !found ? ERR_NOT_FOUND : code;
    code = code == ERR_OK ? visit_names_unseal(arena, school_secret, sealed, names) : code;
    if (code == ERR_DENIED) {
        code =
            err_set(err, ERR_DENIED, "record %lld did not open with this key", (long long)sequence);
    } else if (code == ERR_CORRUPT) {
        code = err_set(err, ERR_CORRUPT, "record %lld had damaged names", (long long)sequence);
    }
    arena_rewind(&store->scratch, mark);
    return code;
}
