#include "data/store/service_lists.h"
#include "data/store/service_store.h"
#include "data/store/text_rows.h"
#include "tests/fuzz/fuzz_hsds.h"

static void check_line(Str8 line) {
    FOYER_ASSERT(line.len <= SERVICE_LINE_BYTES_MAX && str8_is_valid(line));
}

static void check_texts(const Service *service) {
    const TextSet sets[] = {service->name,        service->alternate,     service->role,
                            service->summary,     service->place,         service->cost,
                            service->eligibility, service->ineligibility, service->documents,
                            service->apply,       service->wait,          service->interpreter,
                            service->hours_text,  service->alert};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        FOYER_ASSERT(text_set_is_valid(sets[i]));
    }
    FOYER_ASSERT(service->helps_count <= SERVICE_HELPS_MAX);
    for (size_t i = 0; i < service->helps_count; i++) {
        FOYER_ASSERT(text_set_is_valid(service->helps[i]));
    }
}

static void check_service(const Service *service) {
    FOYER_ASSERT(!id_is_none(service->id));
    FOYER_ASSERT(service->key.len > 0 && service->key.len <= SERVICE_KEY_BYTES_MAX);
    FOYER_ASSERT(service_lists_are_valid(service));
    check_line(service->key);
    check_line(service->address);
    check_line(service->phone);
    check_line(service->email);
    check_line(service->url);
    check_line(service->room);
    check_texts(service);
    for (size_t i = 0; i < service->rules_count; i++) {
        (void)schedule_rule_is_on(&service->rules[i], 20000);
    }
}

/* Opened once, as long as the process lives. */
static const NeedTable *open_needs(void) {
    static const NeedTable *needs;
    static Arena arena;
    if (needs == NULL) {
        arena = arena_make(1 << 20, 1 << 26);
        FOYER_ASSERT(need_table_open(&arena, &needs, NULL) == ERR_OK);
    }
    return needs;
}

ErrCode fuzz_hsds_read(FuzzImport *import, const Source *source) {
    ServiceSet sets[HSDS_SETS_MAX];
    size_t count = 0;
    ErrCode code =
        hsds_read_with(&import->calendar, open_needs(), source, sets, &count, &import->err);
    for (size_t s = 0; s < count && code == ERR_OK; s++) {
        FOYER_ASSERT(sets[s].source.len > 0 && str8_is_valid(sets[s].source));
        for (size_t i = 0; i < sets[s].count; i++) {
            check_service(&sets[s].services[i]);
        }
    }
    return code;
}
