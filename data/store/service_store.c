#include "data/store/service_store.h"

#include <string.h>

#include "data/store/content.h"
#include "data/store/queries.h"
#include "data/store/service_lists.h"
#include "data/store/store_private.h"

/*
 * A service is one row and its texts (data/store/content.h). Every change moves a counter, by which
 * the search index knows whether it still tells the truth.
 */
enum {
    SERVICE_PACK_SIZE_MAX = 4 << 20,
    SERVICE_OWN_TEXTS = 14,
    LATITUDE_MAX_E6 = 90000000,
    LONGITUDE_MAX_E6 = 180000000,
};

static TextSet *writable(const TextSet *set) {
    return (TextSet *)(uintptr_t)set;
}

static TextRow *texts_of_service(Arena *arena, const void *value, size_t *count) {
    const Service *service = value;
    const TextRow own[SERVICE_OWN_TEXTS] = {
        {"name", 0, writable(&service->name)},
        {"alternate", 0, writable(&service->alternate)},
        {"role", 0, writable(&service->role)},
        {"summary", 0, writable(&service->summary)},
        {"place", 0, writable(&service->place)},
        {"cost", 0, writable(&service->cost)},
        {"eligibility", 0, writable(&service->eligibility)},
        {"ineligibility", 0, writable(&service->ineligibility)},
        {"documents", 0, writable(&service->documents)},
        {"apply", 0, writable(&service->apply)},
        {"wait", 0, writable(&service->wait)},
        {"interpreter", 0, writable(&service->interpreter)},
        {"hours-text", 0, writable(&service->hours_text)},
        {"alert", 0, writable(&service->alert)},
    };
    TextRow *rows = ARENA_ARRAY(arena, TextRow, SERVICE_OWN_TEXTS + service->helps_count);
    if (rows == NULL) {
        return NULL;
    }
    memcpy(rows, own, sizeof own);
    for (size_t i = 0; i < service->helps_count; i++) {
        rows[SERVICE_OWN_TEXTS + i] = (TextRow){"help", (int)i, writable(&service->helps[i])};
    }
    *count = SERVICE_OWN_TEXTS + service->helps_count;
    return rows;
}

static bool service_is_valid(const void *value) {
    const Service *service = value;
    const Str8 lines[] = {service->address, service->room, service->phone, service->email,
                          service->url};
    bool valid =
        service->key.len > 0 && content_text_is_valid(service->key, SERVICE_KEY_BYTES_MAX) &&
        service->helps_count <= SERVICE_HELPS_MAX && service->latitude_e6 >= -LATITUDE_MAX_E6 &&
        service->latitude_e6 <= LATITUDE_MAX_E6 && service->longitude_e6 >= -LONGITUDE_MAX_E6 &&
        service->longitude_e6 <= LONGITUDE_MAX_E6 && service_lists_are_valid(service);
    for (size_t i = 0; valid && i < sizeof lines / sizeof lines[0]; i++) {
        valid = content_text_is_valid(lines[i], SERVICE_LINE_BYTES_MAX);
    }
    return valid;
}

static void pack_rule(Packer *packer, const ScheduleRule *rule) {
    pack_i64(packer, rule->freq);
    pack_i64(packer, rule->interval);
    pack_i64(packer, rule->start_day);
    pack_i64(packer, rule->until_day);
    pack_i64(packer, rule->count);
    pack_i64(packer, rule->valid_from);
    pack_i64(packer, rule->valid_to);
    pack_i64(packer, rule->week_starts);
    pack_i64(packer, rule->month_days);
    pack_i64(packer, rule->opens_minute);
    pack_i64(packer, rule->closes_minute);
    pack_u8(packer, rule->closed ? 1 : 0);
    pack_i64(packer, (int64_t)rule->days_count);
    for (size_t i = 0; i < rule->days_count; i++) {
        pack_i64(packer, rule->days[i].ordinal);
        pack_i64(packer, rule->days[i].weekday);
    }
}

static void pack_lists(Packer *packer, const Service *service) {
    pack_i64(packer, (int64_t)service->languages_count);
    for (size_t i = 0; i < service->languages_count; i++) {
        pack_text(packer, service->languages[i]);
    }
    pack_i64(packer, (int64_t)service->hours_count);
    for (size_t i = 0; i < service->hours_count; i++) {
        pack_i64(packer, service->hours[i].weekday);
        pack_i64(packer, service->hours[i].opens_minute);
        pack_i64(packer, service->hours[i].closes_minute);
    }
    pack_i64(packer, (int64_t)service->rules_count);
    for (size_t i = 0; i < service->rules_count; i++) {
        pack_rule(packer, &service->rules[i]);
    }
}

static void pack_service(Packer *packer, const void *value) {
    const Service *service = value;
    pack_text(packer, service->key);
    pack_u8(packer, service->own ? 1 : 0);
    pack_u8(packer, service->is_person ? 1 : 0);
    pack_text(packer, service->address);
    pack_i64(packer, service->latitude_e6);
    pack_i64(packer, service->longitude_e6);
    pack_text(packer, service->room);
    pack_text(packer, service->phone);
    pack_text(packer, service->email);
    pack_text(packer, service->url);
    pack_i64(packer, service->assured_utc_ms);
    pack_i64(packer, service->needs);
    pack_lists(packer, service);
}

/* ---- write ---- */

typedef void ListWriter(Str8Builder *builder, const Service *service);

static void write_needs(Str8Builder *builder, const Service *service) {
    needs_write(builder, service->needs);
}

/* The bytes live in the store's scratch until the statement is closed. */
static void bind_list(Statement *statement, int at, Arena *scratch, ListWriter *writer,
                      const Service *service) {
    Str8Builder builder = builder_in(scratch, SERVICE_LISTS_SIZE_MAX);
    writer(&builder, service);
    if (builder.full) {
        statement_no_memory(statement);
    }
    bind_text(statement, at, builder_text(&builder));
}

static ErrCode write_service(Store *store, Str8 source, const void *value,
                             const uint8_t digest[VAULT_DIGEST_SIZE], Err *err) {
    const Service *service = value;
    ArenaMark mark = arena_mark(&store->scratch);
    Statement statement = statement_open(&store->db, QUERY_SERVICE_PUT);
    bind_id(&statement, 1, service->id);
    bind_text(&statement, 2, source);
    bind_text(&statement, 3, service->key);
    bind_int(&statement, 4, service->own ? 1 : 0);
    bind_int(&statement, 5, service->is_person ? 1 : 0);
    bind_list(&statement, 6, &store->scratch, write_needs, service);
    bind_list(&statement, 7, &store->scratch, languages_write, service);
    bind_list(&statement, 8, &store->scratch, hours_write, service);
    bind_list(&statement, 9, &store->scratch, rules_write, service);
    bind_text(&statement, 10, service->address);
    bind_int(&statement, 11, service->latitude_e6);
    bind_int(&statement, 12, service->longitude_e6);
    bind_text(&statement, 13, service->room);
    bind_text(&statement, 14, service->phone);
    bind_text(&statement, 15, service->email);
    bind_text(&statement, 16, service->url);
    bind_int(&statement, 17, service->assured_utc_ms);
    bind_int(&statement, 18, (int64_t)service->helps_count);
    bind_bytes(&statement, 19, digest, VAULT_DIGEST_SIZE);
    ErrCode code = statement_run(&statement, err);
    arena_rewind(&store->scratch, mark);
    return code;
}

static ErrCode note_change(Store *store, Err *err) {
    return db_run(&store->db, QUERY_SERVICE_CHANGE_NOTE, err);
}

/* ---- read ---- */

typedef ErrCode ListReader(Str8 text, Arena *arena, Service *service);

static ErrCode read_needs(Str8 text, Arena *arena, Service *service) {
    (void)arena;
    service->needs = needs_read(text);
    return ERR_OK;
}

static void column_list(Statement *statement, int column, Arena *arena, ListReader *reader,
                        Service *service) {
    ErrCode code = reader(column_borrowed(statement, column), arena, service);
    if (code == ERR_NO_MEMORY) {
        statement_no_memory(statement);
    } else if (code != ERR_OK) {
        statement_corrupt(statement);
    }
}

static void read_service(Statement *statement, Arena *arena, void *value) {
    Service *service = value;
    service->id = column_id(statement, 0);
    service->key = column_text(statement, arena, 1);
    service->own = column_int(statement, 2) != 0;
    service->is_person = column_int(statement, 3) != 0;
    column_list(statement, 4, arena, read_needs, service);
    column_list(statement, 5, arena, languages_read, service);
    column_list(statement, 6, arena, hours_read, service);
    column_list(statement, 7, arena, rules_read, service);
    service->address = column_text(statement, arena, 8);
    service->latitude_e6 = (int32_t)column_int(statement, 9);
    service->longitude_e6 = (int32_t)column_int(statement, 10);
    service->room = column_text(statement, arena, 11);
    service->phone = column_text(statement, arena, 12);
    service->email = column_text(statement, arena, 13);
    service->url = column_text(statement, arena, 14);
    service->assured_utc_ms = column_int(statement, 15);
    service->helps_count = (size_t)column_int(statement, 16);
    if (service->helps_count > SERVICE_HELPS_MAX) {
        service->helps_count = 0;
        statement_corrupt(statement);
    }
}

static Str8 service_label(const void *value) {
    return ((const Service *)value)->key;
}

_Static_assert(offsetof(Service, id) == 0, "content begins with its id");

static const ContentKind SERVICE_KIND = {
    .noun = "service",
    .label = service_label,
    .value_size = sizeof(Service),
    .query_owner = QUERY_SERVICE_OWNER,
    .query_ids = QUERY_SERVICE_IDS_OF_SOURCE,
    .query_remove = QUERY_SERVICE_REMOVE,
    .pack_size_max = SERVICE_PACK_SIZE_MAX,
    .is_valid = service_is_valid,
    .texts = texts_of_service,
    .pack = pack_service,
    .write = write_service,
    .read = read_service,
    .changed = note_change,
};

/* ---- the store ---- */

ErrCode service_store_put(Store *store, Str8 source, const Service *service, Change *change,
                          Err *err) {
    return content_put(store, &SERVICE_KIND, source, service, change, err);
}

ErrCode service_store_gone(Store *store, Arena *arena, Str8 source, const Id *seen,
                           size_t seen_count, Id **gone, size_t *gone_count, Err *err) {
    return content_gone(store, arena, &SERVICE_KIND, source, seen, seen_count, gone, gone_count,
                        err);
}

ErrCode service_store_remove(Store *store, Id id, Err *err) {
    return content_remove(store, &SERVICE_KIND, id, err);
}

ErrCode service_store_list_own(Store *store, Arena *arena, Service **services, size_t *count,
                               Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_LIST_OWN);
    bind_int(&statement, 1, SERVICE_LIST_MAX);
    void *list = NULL;
    ErrCode code =
        content_list(store, arena, &SERVICE_KIND, &statement, SERVICE_LIST_MAX, &list, count, err);
    if (code == ERR_OK) {
        *services = list;
    }
    return code;
}

ErrCode service_store_by_key(Store *store, Arena *arena, Str8 key, Service *service, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_BY_KEY);
    bind_text(&statement, 1, key);
    return content_one(store, arena, &SERVICE_KIND, &statement, service, err);
}

ErrCode service_store_get(Store *store, Arena *arena, const Id *ids, size_t ids_count,
                          Service **services, size_t *count, Err *err) {
    Service *list = ARENA_ARRAY(arena, Service, ids_count);
    size_t got = 0;
    ErrCode code = list != NULL ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory for services");
    for (size_t i = 0; code == ERR_OK && i < ids_count; i++) {
        Statement statement = statement_open(&store->db, QUERY_SERVICE_GET);
        bind_id(&statement, 1, ids[i]);
        code = content_one(store, arena, &SERVICE_KIND, &statement, &list[got], err);
        got += code == ERR_OK ? 1 : 0;
        code = code == ERR_NOT_FOUND ? ERR_OK : code;
    }
    if (code == ERR_OK) {
        *services = list;
        *count = got;
    }
    return code;
}

ErrCode service_store_walk(Store *store, Arena *scratch, ServiceVisitor visitor, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_WALK);
    ErrCode code = ERR_OK;
    while (code == ERR_OK && statement_step(&statement)) {
        ArenaMark mark = arena_mark(scratch);
        Service service = {.own = false};
        read_service(&statement, scratch, &service);
        code = content_complete(store, scratch, &SERVICE_KIND, &service, err);
        if (code == ERR_OK && statement.status == SQLITE_OK) {
            code = visitor.visit(visitor.context, &service, err);
        }
        arena_rewind(scratch, mark);
    }
    ErrCode walked = statement_close(&statement, code == ERR_OK ? err : NULL);
    return code == ERR_OK ? walked : code;
}

ErrCode service_store_needs(Store *store, uint32_t *needs, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_NEEDS);
    uint32_t got = 0;
    while (statement_step(&statement)) {
        got |= needs_read(column_borrowed(&statement, 0));
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *needs = got;
    }
    return code;
}

ErrCode service_store_source(Store *store, Arena *arena, Id id, Str8 *source, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SERVICE_OWNER);
    bind_id(&statement, 1, id);
    bool found = statement_step(&statement);
    Str8 got = found ? column_text(&statement, arena, 1) : STR8("");
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK && !found) {
        return err_set(err, ERR_NOT_FOUND, "there is no such service");
    }
    if (code == ERR_OK) {
        *source = got;
    }
    return code;
}
