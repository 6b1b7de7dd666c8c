/*
 * Search: the city of the samples (4,089 services, imported by foyerctl beside the demo school) and
 * the same made twelve times as large with names of its own. Every key of typed queries in three
 * languages counts, from the first letter on: found is directory_find with whole services,
 * presented is the whole kiosk without a window, from the key to the drawn list.
 */
#include <time.h>
#include <unistd.h>

#include "data/base/civil.h"
#include "data/directory/directory.h"
#include "data/store/service_store.h"
#include "kiosk/ui/tree.h"
#include "tests/bench/bench.h"
#include "tests/bench/process.h"
#include "tests/bench/site.h"

enum {
    KEYS_MAX = 8000,
    ROUNDS = 4,
    BUILDS = 5,
    LARGE_SERVICES = 50000,
    CITY_MAX = 6000,
    PAGE = 6, /* as many as the screen asks for */
    NAME_BYTES = 400,
    REST_MS = 1000,
};

typedef struct {
    const char *language;
    const char *text;
} Typed;

static const Typed TYPED[] = {
    {"en", "therapist"},          {"en", "my child is sad"},
    {"en", "food pantry"},        {"en", "sycologist"},
    {"en", "help with rent"},     {"en", "free eye glasses"},
    {"en", "dentist for kids"},   {"en", "immigration lawyer"},
    {"en", "summer camp"},        {"en", "salvation army"},
    {"en", "homwork tutoring"},   {"en", "domestic violence shelter"},
    {"en", "speech therapy"},     {"en", "english classes near me"},
    {"es", "psicólogo"},          {"es", "mi hijo está triste"},
    {"es", "no tengo comida"},    {"es", "abogado de inmigración"},
    {"es", "clases de inglés"},   {"es", "guarderia"},
    {"es", "me van a desalojar"}, {"es", "dentista para niños"},
    {"es", "ropa y zapatos"},     {"es", "autobús"},
    {"ar", "مرشدة المدرسة"},      {"ar", "ابني حزين"},
    {"ar", "طبيب أسنان"},         {"ar", "محامي هجرة"},
    {"ar", "تعلم الإنجليزية"},    {"ar", "بنك الطعام"},
};
enum { TYPED_COUNT = sizeof TYPED / sizeof TYPED[0] };

typedef struct {
    double values[KEYS_MAX];
    size_t count;
} Keys;

static void keys_add(Keys *keys, double value) {
    if (keys->count < KEYS_MAX) {
        keys->values[keys->count++] = value;
    }
}

/* What the thread itself worked: the same on a machine that has other things to do. */
static double work_now_ms(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* ---- finding ---- */

static DirectoryQuery query_of(const Typed *typed, size_t len, Moment now) {
    return (DirectoryQuery){.text = {typed->text, len},
                            .language = str8_from(typed->language),
                            .local = civil_from_ms(now.utc_ms),
                            .now_utc_ms = now.utc_ms,
                            .limit = PAGE};
}

static ErrCode find_keys(Directory *directory, const Typed *typed, Moment now, Arena *arena,
                         Keys *keys, Err *err) {
    Str8 text = str8_from(typed->text);
    for (size_t len = 0; len < text.len;) {
        DirectoryPage page;
        (void)str8_next(text, &len);
        DirectoryQuery query = query_of(typed, len, now);
        double begun = bench_now_ms();
        ErrCode code = directory_find(directory, arena, &query, &page, err);
        keys_add(keys, bench_now_ms() - begun);
        arena_reset(arena);
        if (code != ERR_OK) {
            return code;
        }
    }
    return ERR_OK;
}

static ErrCode measure_find(Directory *directory, const char *name, Moment now, const char *more,
                            Err *err) {
    static Keys keys;
    Arena arena = arena_make(1 << 20, 64 << 20);
    ErrCode code = ERR_OK;
    keys.count = 0;
    for (int round = 0; code == ERR_OK && round < ROUNDS; round++) {
        for (size_t i = 0; code == ERR_OK && i < TYPED_COUNT; i++) {
            code = find_keys(directory, &TYPED[i], now, &arena, &keys, err);
        }
    }
    if (code == ERR_OK) {
        bench_print((BenchFigures){name, "ms", keys.values, keys.count}, more);
    }
    arena_free(&arena);
    return code;
}

/* ---- making and holding ---- */

static ErrCode rebuild(Store *store, double *took_ms, Err *err) {
    ErrCode code = store_begin(store, err);
    double begun = bench_now_ms();
    code = code == ERR_OK ? directory_rebuild(store, err) : code;
    *took_ms = bench_now_ms() - begun;
    if (code != ERR_OK) {
        store_rollback(store);
        return code;
    }
    return store_commit(store, err);
}

static ErrCode measure_build(Store *store, const char *name, const char *more, Err *err) {
    double values[BUILDS];
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < BUILDS; i++) {
        code = rebuild(store, &values[i], err);
    }
    if (code == ERR_OK) {
        bench_print((BenchFigures){name, "ms", values, BUILDS}, more);
    }
    return code;
}

/* What the process holds more after a directory was opened and everything was looked for once. */
static ErrCode measure_directory(const BenchSite *bench, Store *store, const char *const names[3],
                                 const char *const more[3], Err *err) {
    Directory *directory = NULL;
    double before = process_pss_mib(getpid());
    ErrCode code = directory_open(store, &directory, err);
    code = code == ERR_OK ? measure_find(directory, names[0], bench->now, more[0], err) : code;
    if (code == ERR_OK) {
        double pss = process_pss_mib(getpid()) - before;
        double size = (double)directory_size(directory) / (1 << 20);
        bench_print((BenchFigures){names[1], "MiB", &size, 1}, more[1]);
        bench_print((BenchFigures){names[2], "MiB", &pss, 1}, more[2]);
    }
    directory_close(directory);
    return code;
}

/* ---- presenting ---- */

static ErrCode tap(Headless *headless, const char *path, Err *err) {
    const Node *node = tree_find_path(headless_tree(headless), str8_from(path));
    if (node == NULL) {
        return err_set(err, ERR_NOT_FOUND, "%s is not on the screen", path);
    }
    (void)headless_tap(headless, node);
    headless_wait(headless, REST_MS);
    return ERR_OK;
}

/* The store worker runs inside the call: key, search, whole services, frame. */
static ErrCode type_keys(Headless *headless, const Typed *typed, Keys *keys, Keys *work, Err *err) {
    Str8 text = str8_from(typed->text);
    ErrCode code = tap(headless, "home/find-help", err);
    code = code == ERR_OK ? tap(headless, "help/search", err) : code;
    for (size_t i = 0; code == ERR_OK && i < text.len;) {
        uint32_t letter = str8_next(text, &i);
        double begun = bench_now_ms();
        double work_begun = work_now_ms();
        (void)headless_type(headless, letter);
        keys_add(work, work_now_ms() - work_begun);
        keys_add(keys, bench_now_ms() - begun);
        headless_wait(headless, REST_MS);
    }
    return code == ERR_OK ? tap(headless, "furniture/start-over", err) : code;
}

static ErrCode measure_present(const BenchOptions *options, const BenchSite *bench,
                               const char *const names[2], const char *more, Err *err) {
    static Keys keys;
    static Keys work;
    Headless *headless = NULL;
    keys.count = 0;
    work.count = 0;
    ErrCode code = bench_site_kiosk(options, bench, true, &headless, err);
    for (size_t i = 0; code == ERR_OK && i < TYPED_COUNT; i++) {
        headless_set_now(headless, bench->now.utc_ms);
        (void)headless_language(headless, str8_from(TYPED[i].language));
        headless_wait(headless, REST_MS);
        code = type_keys(headless, &TYPED[i], &keys, &work, err);
    }
    headless_close(headless);
    if (code == ERR_OK) {
        bench_print((BenchFigures){names[0], "ms", keys.values, keys.count}, more);
        bench_print((BenchFigures){names[1], "ms", work.values, work.count}, more);
    }
    return code;
}

/* ---- the city ---- */

typedef struct {
    Arena *arena;
    Service services[CITY_MAX];
    size_t count;
} City;

/* What the copies keep: names and texts in one language, needs, hours. */
static ErrCode take_service(void *context, const Service *service, Err *err) {
    City *city = context;
    Service *taken = &city->services[city->count];
    if (service->own || city->count == CITY_MAX || service->name.count == 0) {
        return ERR_OK;
    }
    *taken = (Service){.needs = service->needs};
    const TextSet *const FROM[] = {&service->name, &service->role, &service->summary};
    TextSet *const to[] = {&taken->name, &taken->role, &taken->summary};
    for (size_t i = 0; i < sizeof to / sizeof to[0]; i++) {
        TextIn *item = FROM[i]->count > 0 ? ARENA_NEW(city->arena, TextIn) : NULL;
        if (item != NULL) {
            *item = (TextIn){STR8("en"), str8_copy(city->arena, FROM[i]->items[0].text)};
            *to[i] = (TextSet){item, 1};
        }
    }
    Hours *hours = ARENA_ARRAY(city->arena, Hours, service->hours_count + 1);
    if (hours == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a city");
    }
    for (size_t i = 0; i < service->hours_count; i++) {
        hours[i] = service->hours[i];
    }
    taken->hours = hours;
    taken->hours_count = service->hours_count;
    city->count++;
    return ERR_OK;
}

/* "Monaru Kelo FOOD PANTRY": two words that only this one, and perhaps a few others, have. */
static Str8 invented_name(Str8Builder *text, Str8 name, size_t number) {
    static const char *const SYLLABLES[] = {"mo", "na", "ru", "ke", "lo", "ti", "sa",  "vi",
                                            "do", "pe", "gu", "ra", "li", "bo", "che", "fan"};
    uint32_t bits = (uint32_t)number * 2654435761u;
    for (int i = 0; i < 6; i++, bits >>= 4) {
        builder_format(text, "%s%s", SYLLABLES[bits & 15], i == 2 || i == 5 ? " " : "");
    }
    builder_add(text, str8_slice(name, 0, name.len < NAME_BYTES / 2 ? name.len : 0));
    return builder_text(text);
}

static ErrCode put_copy(Store *store, const City *city, size_t number, Err *err) {
    char bytes[NAME_BYTES];
    char key[32];
    Service service = city->services[number % city->count];
    Str8Builder name = builder_make(bytes, sizeof bytes);
    Str8Builder word = builder_make(key, sizeof key);
    TextIn item = {STR8("en"), invented_name(&name, service.name.items[0].text, number)};
    builder_format(&word, "bench-%zu", number);
    service.name = (TextSet){&item, 1};
    service.key = builder_text(&word);
    service.id = id_from_name(STR8("bench"), service.key);
    return service_store_put(store, STR8("bench"), &service, NULL, err);
}

static ErrCode grow_city(Store *store, City *city, Err *err) {
    Arena scratch = arena_make(1 << 20, 64 << 20);
    ErrCode code = service_store_walk(store, &scratch, (ServiceVisitor){take_service, city}, err);
    arena_free(&scratch);
    if (code == ERR_OK && city->count == 0) {
        code = err_set(err, ERR_NOT_FOUND, "the city has no services");
    }
    code = code == ERR_OK ? store_begin(store, err) : code;
    if (code != ERR_OK) {
        return code;
    }
    for (size_t i = city->count; code == ERR_OK && i < LARGE_SERVICES; i++) {
        code = put_copy(store, city, i, err);
        bench_progress("services", i + 1, LARGE_SERVICES);
    }
    code = code == ERR_OK ? directory_rebuild(store, err) : code;
    if (code != ERR_OK) {
        store_rollback(store);
        return code;
    }
    return store_commit(store, err);
}

/* ---- all of it ---- */

static ErrCode measure_city(const BenchSite *bench, bool large, Err *err) {
    static const char *const NAMES[2][3] = {
        {"search/found", "search/index", "search/index-pss"},
        {"search/found-50k", "search/index-50k", "search/index-pss-50k"}};
    static const char *const MORE[2][3] = {
        {",\"services\":4089", ",\"max_goal\":16", ",\"max_goal\":16"},
        {",\"services\":50000", "", ""}};
    Arena arena = arena_make(1 << 20, 256 << 20);
    Site *site = NULL;
    City *city = ARENA_NEW(&arena, City);
    ErrCode code = city != NULL ? bench_site_open(bench, &arena, &site, err)
                                : err_set(err, ERR_NO_MEMORY, "no memory for a city");
    if (code == ERR_OK && large) {
        city->arena = &arena;
        code = grow_city(site->store, city, err);
    }
    code = code == ERR_OK ? measure_directory(bench, site->store, NAMES[large], MORE[large], err)
                          : code;
    code = code == ERR_OK ? measure_build(site->store, large ? "search/build-50k" : "search/build",
                                          large ? "" : ",\"max_goal\":2000", err)
                          : code;
    site_close(site);
    arena_free(&arena);
    return code;
}

ErrCode bench_search(const BenchOptions *options, Err *err) {
    static const char *const SMALL[] = {"search", "search/work"};
    static const char *const LARGE[] = {"search/50k", "search/work-50k"};
    BenchSite site;
    ErrCode code = bench_site_make(options, &site, err);
    if (code != ERR_OK) {
        return code;
    }
    code = bench_site_load_demo(&site, err);
    code = code == ERR_OK ? bench_site_import_city(options, &site, err) : code;
    code = code == ERR_OK ? measure_city(&site, false, err) : code;
    code = code == ERR_OK
               ? measure_present(options, &site, SMALL,
                                 ",\"services\":4089,\"size\":\"1920x1080\",\"p99_max\":20", err)
               : code;
    code = code == ERR_OK ? measure_city(&site, true, err) : code;
    code = code == ERR_OK
               ? measure_present(options, &site, LARGE,
                                 ",\"services\":50000,\"size\":\"1920x1080\",\"p99_max\":40", err)
               : code;
    bench_site_remove(&site);
    return code;
}
