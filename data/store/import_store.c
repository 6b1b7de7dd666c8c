#include "data/store/import_store.h"

#include <string.h>

#include "data/sqlite/statement.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

_Static_assert((int)IMPORT_DIGEST_SIZE == (int)VAULT_DIGEST_SIZE, "digest");

void import_store_digest(const void *bytes, size_t size, uint8_t digest[IMPORT_DIGEST_SIZE]) {
    vault_digest(bytes, size, digest);
}

static ErrCode run_add(Store *store, void *context, Err *err) {
    const Import *import = context;
    Statement statement = statement_open(&store->db, QUERY_IMPORT_ADD);
    bind_id(&statement, 1, import->id);
    bind_text(&statement, 2, import->kind);
    bind_text(&statement, 3, import->name);
    bind_bytes(&statement, 4, import->digest, sizeof import->digest);
    bind_int(&statement, 5, import->utc_ms);
    bind_int(&statement, 6, import->added);
    bind_int(&statement, 7, import->changed);
    bind_int(&statement, 8, import->gone);
    bind_int(&statement, 9, import->refused);
    return statement_run(&statement, err);
}

ErrCode import_store_add(Store *store, const Import *import, Err *err) {
    if (id_is_none(import->id) || import->kind.len == 0 || !str8_is_valid(import->name)) {
        return err_set(err, ERR_INVALID, "import had no id or kind, or a wrong name");
    }
    Import copy = *import;
    return store_write(store, run_add, &copy, NULL, err);
}

ErrCode import_store_has(Store *store, Id id, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_IMPORT_HAS);
    bind_id(&statement, 1, id);
    return statement_exists(&statement, err);
}

ErrCode import_store_commit(Store *store, Id id, Err *err) {
    ErrCode code = store_commit(store, err);
    if (code == ERR_OK) {
        return ERR_OK;
    }
    Err unknown = {0};
    ErrCode found = store_look_up(store, import_store_has, id, &unknown);
    if (found == ERR_OK || found == ERR_NOT_FOUND) {
        return found == ERR_OK ? ERR_OK : code;
    }
    return err_set(err, found, "%s", unknown.text);
}

static void read_import(Statement *statement, Arena *arena, Import *import) {
    import->id = column_id(statement, 0);
    import->kind = column_text(statement, arena, 1);
    import->name = column_text(statement, arena, 2);
    column_bytes(statement, 3, import->digest, sizeof import->digest);
    import->utc_ms = column_int(statement, 4);
    import->added = column_int(statement, 5);
    import->changed = column_int(statement, 6);
    import->gone = column_int(statement, 7);
    import->refused = column_int(statement, 8);
}

ErrCode import_store_find(Store *store, Arena *arena, const uint8_t digest[IMPORT_DIGEST_SIZE],
                          Import *import, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_IMPORT_FIND);
    bind_bytes(&statement, 1, digest, IMPORT_DIGEST_SIZE);
    Import got = {0};
    bool found = statement_step(&statement);
    if (found) {
        read_import(&statement, arena, &got);
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK && !found) {
        return err_set(err, ERR_NOT_FOUND, "the file was not imported before");
    }
    if (code == ERR_OK) {
        *import = got;
    }
    return code;
}

ErrCode import_store_list(Store *store, Arena *arena, Import **imports, size_t *count, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_IMPORT_LIST);
    bind_int(&statement, 1, IMPORT_LIST_MAX);
    Import *list = ARENA_ARRAY(arena, Import, IMPORT_LIST_MAX);
    if (list == NULL) {
        statement_no_memory(&statement);
    }
    size_t got = 0;
    while (got < IMPORT_LIST_MAX && statement_step(&statement)) {
        read_import(&statement, arena, &list[got++]);
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *imports = list;
        *count = got;
    }
    return code;
}
