#include "data/store/school_store.h"

#include <string.h>

#include "data/sqlite/statement.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"
#include "data/store/text_rows.h"

/* One row and its name's texts, whose owner is the id that is none. */
enum { SCHOOL_DIGEST_BYTES_MAX = 512 << 10, SCHOOL_TEXT_MAX = 64 };

static const Id SCHOOL_OWNER;

static TextRow name_row(const School *school) {
    return (TextRow){"name", 0, (TextSet *)(uintptr_t)&school->name};
}

ErrCode school_store_get(Store *store, Arena *arena, School *school, Err *err) {
    School got = {.demo = false};
    Statement statement = statement_open(&store->db, QUERY_SCHOOL_GET);
    bool found = statement_step(&statement);
    if (found) {
        got.zone = column_text(&statement, arena, 0);
        got.country = column_text(&statement, arena, 1);
        got.phone = column_text(&statement, arena, 2);
        got.demo = column_int(&statement, 3) != 0;
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK && !found) {
        return err_set(err, ERR_NOT_FOUND, "no school was set up");
    }
    TextRow row = name_row(&got);
    if (code == ERR_OK) {
        code = text_rows_get(store, arena, SCHOOL_OWNER, &row, 1, err);
    }
    if (code == ERR_OK) {
        *school = got;
    }
    return code;
}

typedef struct {
    const School *school;
    uint8_t digest[VAULT_DIGEST_SIZE];
    Change change;
} PutWork;

static ErrCode school_digest(Store *store, const School *school, uint8_t digest[VAULT_DIGEST_SIZE],
                             Err *err) {
    if (school->zone.len == 0 || school->zone.len > SCHOOL_TEXT_MAX ||
        school->country.len > SCHOOL_TEXT_MAX || school->phone.len > SCHOOL_TEXT_MAX ||
        !text_set_is_valid(school->name)) {
        return err_set(err, ERR_INVALID, "the school had a wrong zone, country, phone or name");
    }
    ArenaMark mark = arena_mark(&store->scratch);
    Packer packer = packer_in(&store->scratch, SCHOOL_DIGEST_BYTES_MAX);
    TextRow row = name_row(school);
    pack_text(&packer, school->zone);
    pack_text(&packer, school->country);
    pack_text(&packer, school->phone);
    pack_u8(&packer, school->demo ? 1 : 0);
    text_rows_pack(&packer, &row, 1);
    ErrCode code = ERR_OK;
    if (packer.full) {
        code = err_set(err, ERR_LIMIT, "the school's names were too long");
    } else {
        vault_digest(packer.bytes, packer.size, digest);
    }
    arena_rewind(&store->scratch, mark);
    return code;
}

static ErrCode change_of(Store *store, PutWork *work, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SCHOOL_GET);
    work->change = CHANGE_ADDED;
    if (statement_step(&statement)) {
        uint8_t have[VAULT_DIGEST_SIZE];
        column_bytes(&statement, 4, have, sizeof have);
        work->change = memcmp(have, work->digest, sizeof have) == 0 ? CHANGE_SAME : CHANGE_CHANGED;
    }
    return statement_close(&statement, err);
}

static ErrCode run_put(Store *store, void *context, Err *err) {
    PutWork *work = context;
    ErrCode code = change_of(store, work, err);
    if (code != ERR_OK || work->change == CHANGE_SAME) {
        return code;
    }
    Statement statement = statement_open(&store->db, QUERY_SCHOOL_PUT);
    bind_text(&statement, 1, work->school->zone);
    bind_text(&statement, 2, work->school->country);
    bind_text(&statement, 3, work->school->phone);
    bind_int(&statement, 4, work->school->demo ? 1 : 0);
    bind_bytes(&statement, 5, work->digest, sizeof work->digest);
    code = statement_run(&statement, err);
    TextRow row = name_row(work->school);
    if (code == ERR_OK) {
        code = text_rows_put(store, SCHOOL_OWNER, &row, 1, err);
    }
    return code == ERR_OK ? store_note_content(store, err) : code;
}

ErrCode school_store_put(Store *store, const School *school, Change *change, Err *err) {
    PutWork work = {.school = school};
    ErrCode code = school_digest(store, school, work.digest, err);
    if (code == ERR_OK) {
        code = store_write(store, run_put, &work, NULL, err);
    }
    if (code == ERR_OK && change != NULL) {
        *change = work.change;
    }
    return code;
}

ErrCode school_store_languages(Store *store, Arena *arena, Str8 **languages, size_t *count,
                               Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SCHOOL_LANGUAGES);
    Str8 *list = ARENA_ARRAY(arena, Str8, SCHOOL_LANGUAGES_MAX);
    if (list == NULL) {
        statement_no_memory(&statement);
    }
    size_t got = 0;
    while (got < SCHOOL_LANGUAGES_MAX && statement_step(&statement)) {
        list[got++] = column_text(&statement, arena, 0);
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *languages = list;
        *count = got;
    }
    return code;
}

typedef struct {
    const Str8 *languages;
    size_t count;
} LanguagesWork;

static ErrCode run_put_languages(Store *store, void *context, Err *err) {
    const LanguagesWork *work = context;
    ErrCode code = db_run(&store->db, QUERY_SCHOOL_LANGUAGE_FORGET, err);
    for (size_t i = 0; code == ERR_OK && i < work->count; i++) {
        Statement statement = statement_open(&store->db, QUERY_SCHOOL_LANGUAGE_ADD);
        bind_int(&statement, 1, (int64_t)i);
        bind_text(&statement, 2, work->languages[i]);
        code = statement_run(&statement, err);
    }
    return code == ERR_OK ? store_note_content(store, err) : code;
}

ErrCode school_store_put_languages(Store *store, const Str8 *languages, size_t count, Err *err) {
    if (count > SCHOOL_LANGUAGES_MAX) {
        return err_set(err, ERR_LIMIT, "school had %zu languages", count);
    }
    LanguagesWork work = {languages, count};
    return store_write(store, run_put_languages, &work, NULL, err);
}
