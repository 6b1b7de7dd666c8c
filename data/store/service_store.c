#include "data/store/service_store.h"

#include <string.h>

#include "data/base/check.h"
#include "data/store/queries.h"
#include "data/store/statement.h"
#include "data/store/store_private.h"
#include "data/store/text_rows.h"

/* A service with everything that belongs to it is one value; a digest answers "changed?". */
enum {
    SERVICE_KEY_MAX = 64,
    SERVICE_TEXT_MAX = 2048,
    SERVICE_DIGEST_BYTES_MAX = 4 << 20,
    SERVICE_OWN_TEXTS = 6,
    SERVICE_TEXTS_MAX = SERVICE_OWN_TEXTS + SERVICE_HELPS_MAX,
};

static TextSet *writable(const TextSet *set) {
    return (TextSet *)(uintptr_t)set;
}

static size_t text_rows_of(const Service *service, TextRow rows[SERVICE_TEXTS_MAX]) {
    const TextRow own[SERVICE_OWN_TEXTS] = {
        {"name", 0, writable(&service->name)},
        {"role", 0, writable(&service->role)},
        {"summary", 0, writable(&service->summary)},
        {"place", 0, writable(&service->place)},
        {"cost", 0, writable(&service->cost)},
        {"eligibility", 0, writable(&service->eligibility)},
    };
    memcpy(rows, own, sizeof own);
    for (size_t i = 0; i < service->helps_count; i++) {
        rows[SERVICE_OWN_TEXTS + i] = (TextRow){"help", (int)i, writable(&service->helps[i])};
    }
    return SERVICE_OWN_TEXTS + service->helps_count;
}

static bool text_is_valid(Str8 text, size_t max) {
    return text.len <= max && str8_is_valid(text);
}

static bool lists_are_valid(const Service *service) {
    bool valid =
        service->helps_count <= SERVICE_HELPS_MAX && service->hours_count <= SERVICE_HOURS_MAX &&
        service->languages_count <= SERVICE_LANGUAGES_MAX && service->needs < 1u << NEED_COUNT;
    for (size_t i = 0; valid && i < service->hours_count; i++) {
        const Hours *hours = &service->hours[i];
        valid = hours->weekday >= 0 && hours->weekday <= 6 && hours->opens_minute >= 0 &&
                hours->opens_minute < hours->closes_minute && hours->closes_minute <= 1440;
    }
    for (size_t i = 0; valid && i < service->languages_count; i++) {
        valid = service->languages[i].len > 0 && text_is_valid(service->languages[i], 35);
    }
    return valid;
}

static ErrCode service_validate(const Service *service, Err *err) {
    bool valid = !id_is_none(service->id) && service->key.len > 0 &&
                 text_is_valid(service->key, SERVICE_KEY_MAX) &&
                 text_is_valid(service->phone, SERVICE_TEXT_MAX) &&
                 text_is_valid(service->email, SERVICE_TEXT_MAX) &&
                 text_is_valid(service->url, SERVICE_TEXT_MAX) && lists_are_valid(service);
    if (valid) {
        TextRow rows[SERVICE_TEXTS_MAX];
        size_t count = text_rows_of(service, rows);
        for (size_t i = 0; valid && i < count; i++) {
            valid = text_set_is_valid(*rows[i].set);
        }
    }
    return valid ? ERR_OK : err_set(err, ERR_INVALID, "a service had a wrong field");
}

static void pack_service(Packer *packer, const Service *service) {
    pack_text(packer, service->key);
    pack_u8(packer, service->is_person ? 1 : 0);
    pack_text(packer, service->phone);
    pack_text(packer, service->email);
    pack_text(packer, service->url);
    pack_i64(packer, service->assured_utc_ms);
    pack_i64(packer, service->needs);
    pack_i64(packer, (int64_t)service->languages_count);
    for (size_t i = 0; i < service->languages_count; i++) {
        pack_text(packer, service->languages[i]);
    }
    for (size_t i = 0; i < service->hours_count; i++) {
        pack_i64(packer, service->hours[i].weekday);
        pack_i64(packer, service->hours[i].opens_minute);
        pack_i64(packer, service->hours[i].closes_minute);
    }
}

static ErrCode service_digest(Store *store, const Service *service,
                              uint8_t digest[VAULT_DIGEST_SIZE], Err *err) {
    ErrCode code = service_validate(service, err);
    if (code != ERR_OK) {
        return code;
    }
    ArenaMark mark = arena_mark(&store->scratch);
    TextRow rows[SERVICE_TEXTS_MAX];
    size_t count = text_rows_of(service, rows);
    Packer packer = packer_in(&store->scratch, SERVICE_DIGEST_BYTES_MAX);
    if (!packer.full) {
        pack_service(&packer, service);
        text_rows_pack(&packer, rows, count);
    }
    if (packer.full) {
        code = err_set(err, ERR_LIMIT, "a service was too large");
    } else {
        vault_digest(packer.bytes, packer.size, digest);
    }
    arena_rewind(&store->scratch, mark);
    return code;
}

static ErrCode change_of(Store *store, Id id, const uint8_t digest[VAULT_DIGEST_SIZE],
                         Change *change, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_OWNER);
    bind_id(&statement, 1, id);
    Change got = CHANGE_ADDED;
    if (statement_step(&statement)) {
        uint8_t have[VAULT_DIGEST_SIZE];
        column_bytes(&statement, 0, have, sizeof have);
        got = memcmp(have, digest, sizeof have) == 0 ? CHANGE_SAME : CHANGE_CHANGED;
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *change = got;
    }
    return code;
}

/* ---- put ---- */

typedef struct {
    Str8 source;
    const Service *service;
    uint8_t digest[VAULT_DIGEST_SIZE];
    Change change;
} PutWork;

static ErrCode put_row(Store *store, const PutWork *work, Err *err) {
    const Service *service = work->service;
    Statement statement = statement_open(&store->db, QUERY_SERVICE_PUT);
    bind_id(&statement, 1, service->id);
    bind_text(&statement, 2, work->source);
    bind_text(&statement, 3, service->key);
    bind_int(&statement, 4, service->is_person ? 1 : 0);
    bind_text(&statement, 5, service->phone);
    bind_text(&statement, 6, service->email);
    bind_text(&statement, 7, service->url);
    bind_int(&statement, 8, service->assured_utc_ms);
    bind_int(&statement, 9, (int64_t)service->helps_count);
    bind_bytes(&statement, 10, work->digest, sizeof work->digest);
    return statement_run(&statement, err);
}

static ErrCode put_needs(Store *store, const Service *service, Err *err) {
    ErrCode code = run_with_id(store, QUERY_SERVICE_NEED_FORGET, service->id, err);
    for (unsigned need = 0; code == ERR_OK && need < NEED_COUNT; need++) {
        if ((service->needs & 1u << need) != 0) {
            Statement statement = statement_open(&store->db, QUERY_SERVICE_NEED_ADD);
            bind_id(&statement, 1, service->id);
            bind_text(&statement, 2, need_name((Need)need));
            code = statement_run(&statement, err);
        }
    }
    return code;
}

static ErrCode put_languages(Store *store, const Service *service, Err *err) {
    ErrCode code = run_with_id(store, QUERY_SERVICE_LANGUAGE_FORGET, service->id, err);
    for (size_t i = 0; code == ERR_OK && i < service->languages_count; i++) {
        Statement statement = statement_open(&store->db, QUERY_SERVICE_LANGUAGE_ADD);
        bind_id(&statement, 1, service->id);
        bind_int(&statement, 2, (int64_t)i);
        bind_text(&statement, 3, service->languages[i]);
        code = statement_run(&statement, err);
    }
    return code;
}

static ErrCode put_hours(Store *store, const Service *service, Err *err) {
    ErrCode code = run_with_id(store, QUERY_SERVICE_HOURS_FORGET, service->id, err);
    for (size_t i = 0; code == ERR_OK && i < service->hours_count; i++) {
        Statement statement = statement_open(&store->db, QUERY_SERVICE_HOURS_ADD);
        bind_id(&statement, 1, service->id);
        bind_int(&statement, 2, (int64_t)i);
        bind_int(&statement, 3, service->hours[i].weekday);
        bind_int(&statement, 4, service->hours[i].opens_minute);
        bind_int(&statement, 5, service->hours[i].closes_minute);
        code = statement_run(&statement, err);
    }
    return code;
}

static ErrCode run_put(Store *store, void *context, Err *err) {
    PutWork *work = context;
    const Service *service = work->service;
    ErrCode code = change_of(store, service->id, work->digest, &work->change, err);
    if (code != ERR_OK || work->change == CHANGE_SAME) {
        return code;
    }
    TextRow rows[SERVICE_TEXTS_MAX];
    size_t count = text_rows_of(service, rows);
    code = put_row(store, work, err);
    if (code == ERR_OK) {
        code = put_needs(store, service, err);
    }
    if (code == ERR_OK) {
        code = put_languages(store, service, err);
    }
    if (code == ERR_OK) {
        code = put_hours(store, service, err);
    }
    return code == ERR_OK ? text_rows_put(store, service->id, rows, count, err) : code;
}

ErrCode service_store_put(Store *store, Str8 source, const Service *service, Change *change,
                          Err *err) {
    PutWork work = {.source = source, .service = service};
    ErrCode code = service_digest(store, service, work.digest, err);
    if (code == ERR_OK) {
        code = store_write(store, run_put, &work, NULL, err);
    }
    if (code == ERR_OK && change != NULL) {
        *change = work.change;
    }
    return code;
}

ErrCode service_store_gone(Store *store, Arena *arena, Str8 source, const Id *seen,
                           size_t seen_count, Id **gone, size_t *gone_count, Err *err) {
    return ids_not_seen(store, arena, QUERY_SERVICE_IDS_OF_SOURCE, source, seen, seen_count, gone,
                        gone_count, err);
}

static ErrCode run_remove(Store *store, void *context, Err *err) {
    const Id *id = context;
    ErrCode code = text_rows_forget(store, *id, err);
    return code == ERR_OK ? run_with_id(store, QUERY_SERVICE_REMOVE, *id, err) : code;
}

ErrCode service_store_remove(Store *store, Id id, Err *err) {
    return store_write(store, run_remove, &id, NULL, err);
}

/* ---- read ---- */

static void read_service(Statement *statement, Arena *arena, Service *service) {
    service->id = column_id(statement, 0);
    service->key = column_text(statement, arena, 1);
    service->is_person = column_int(statement, 2) != 0;
    service->phone = column_text(statement, arena, 3);
    service->email = column_text(statement, arena, 4);
    service->url = column_text(statement, arena, 5);
    service->assured_utc_ms = column_int(statement, 6);
    service->helps_count = (size_t)column_int(statement, 7);
    if (service->helps_count > SERVICE_HELPS_MAX) {
        service->helps_count = 0;
        statement_corrupt(statement);
    }
}

static ErrCode load_needs(Store *store, Service *service, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_NEED_OF);
    bind_id(&statement, 1, service->id);
    while (statement_step(&statement)) {
        ArenaMark mark = arena_mark(&store->scratch);
        Need need;
        if (need_parse(column_text(&statement, &store->scratch, 0), &need)) {
            service->needs |= 1u << need;
        }
        arena_rewind(&store->scratch, mark);
    }
    return statement_close(&statement, err);
}

static ErrCode load_languages(Store *store, Arena *arena, Service *service, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_LANGUAGE_OF);
    bind_id(&statement, 1, service->id);
    Str8 *languages = ARENA_ARRAY(arena, Str8, SERVICE_LANGUAGES_MAX);
    if (languages == NULL) {
        statement_no_memory(&statement);
    }
    while (service->languages_count < SERVICE_LANGUAGES_MAX && statement_step(&statement)) {
        languages[service->languages_count++] = column_text(&statement, arena, 0);
    }
    service->languages = languages;
    return statement_close(&statement, err);
}

static ErrCode load_hours(Store *store, Arena *arena, Service *service, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_HOURS_OF);
    bind_id(&statement, 1, service->id);
    Hours *hours = ARENA_ARRAY(arena, Hours, SERVICE_HOURS_MAX);
    if (hours == NULL) {
        statement_no_memory(&statement);
    }
    while (service->hours_count < SERVICE_HOURS_MAX && statement_step(&statement)) {
        hours[service->hours_count++] = (Hours){.weekday = (int)column_int(&statement, 0),
                                                .opens_minute = (int)column_int(&statement, 1),
                                                .closes_minute = (int)column_int(&statement, 2)};
    }
    service->hours = hours;
    return statement_close(&statement, err);
}

static ErrCode complete_service(Store *store, Arena *arena, Service *service, Err *err) {
    TextRow rows[SERVICE_TEXTS_MAX];
    size_t count = text_rows_of(service, rows);
    ErrCode code = text_rows_get(store, arena, service->id, rows, count, err);
    if (code == ERR_OK) {
        code = load_needs(store, service, err);
    }
    if (code == ERR_OK) {
        code = load_languages(store, arena, service, err);
    }
    return code == ERR_OK ? load_hours(store, arena, service, err) : code;
}

static ErrCode load_list(Store *store, Arena *arena, Statement *statement, size_t max,
                         Service **services, size_t *count, Err *err) {
    Service *list = ARENA_ARRAY(arena, Service, max);
    if (list == NULL) {
        statement_no_memory(statement);
    }
    size_t got = 0;
    while (got < max && statement_step(statement)) {
        read_service(statement, arena, &list[got++]);
    }
    ErrCode code = statement_close(statement, err);
    for (size_t i = 0; code == ERR_OK && i < got; i++) {
        code = complete_service(store, arena, &list[i], err);
    }
    if (code == ERR_OK) {
        *services = list;
        *count = got;
    }
    return code;
}

static ErrCode list_by_name(Store *store, Arena *arena, Str8 need, Service **services,
                            size_t *count, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_LIST);
    bind_text(&statement, 1, need);
    bind_int(&statement, 2, SERVICE_LIST_MAX);
    return load_list(store, arena, &statement, SERVICE_LIST_MAX, services, count, err);
}

ErrCode service_store_list(Store *store, Arena *arena, Service **services, size_t *count,
                           Err *err) {
    return list_by_name(store, arena, STR8(""), services, count, err);
}

ErrCode service_store_by_need(Store *store, Arena *arena, Need need, Service **services,
                              size_t *count, Err *err) {
    FOYER_ASSERT((unsigned)need < NEED_COUNT);
    return list_by_name(store, arena, need_name(need), services, count, err);
}

ErrCode service_store_by_key(Store *store, Arena *arena, Str8 key, Service *service, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_BY_KEY);
    bind_text(&statement, 1, key);
    Service *list = NULL;
    size_t count = 0;
    ErrCode code = load_list(store, arena, &statement, 1, &list, &count, err);
    if (code == ERR_OK && count == 0) {
        return err_set(err, ERR_NOT_FOUND, "no such service");
    }
    if (code == ERR_OK) {
        *service = list[0];
    }
    return code;
}

ErrCode service_store_needs(Store *store, uint32_t *needs, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_NEEDS);
    uint32_t got = 0;
    while (statement_step(&statement)) {
        ArenaMark mark = arena_mark(&store->scratch);
        Need need;
        if (need_parse(column_text(&statement, &store->scratch, 0), &need)) {
            got |= 1u << need;
        }
        arena_rewind(&store->scratch, mark);
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *needs = got;
    }
    return code;
}
