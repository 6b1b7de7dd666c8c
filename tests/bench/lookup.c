/*
 * Look-up: a household by its whole phone number and a letter, durable counting included (a miss is
 * on disk before it is tried), at the lowest hash cost, so that the index and the disk are what is
 * seen. Staff unlock it between two tries, unmeasured.
 */
#include "data/demo/synthetic.h"
#include "data/site/system.h"
#include "tests/bench/bench.h"
#include "tests/bench/site.h"

enum { TRIES = 300, SYNTHETIC_SEED = 1, NAME_MAX_BYTES = 40, CHECKPOINT_EVERY = 50 };

static const size_t SIZES[] = {1000, 100000};

typedef struct {
    Store *store;
    Synthetic *synthetic;
    Moment now;
    Arena arena;
    double values[TRIES];
} Lookups;

/* A household that is in the school (index < households) or one of the same making that is not. */
static ErrCode look_up(Lookups *lookups, size_t index, bool expected, double *took_ms, Err *err) {
    SyntheticHousehold made;
    Lookup found = {0};
    ErrCode code = synthetic_household(lookups->synthetic, &lookups->arena, index, &made, err);
    code = code == ERR_OK ? household_store_unlock(lookups->store, err) : code;
    if (code != ERR_OK) {
        return code;
    }
    double begun = bench_now_ms();
    code = household_store_find(lookups->store, &lookups->arena, SECRET_PHONE, made.phones[0],
                                made.letters[0], lookups->now, &found, err);
    *took_ms = bench_now_ms() - begun;
    arena_reset(&lookups->arena);
    if (code != (expected ? ERR_OK : ERR_NOT_FOUND)) {
        return code != ERR_OK ? code : err_set(err, ERR_CONFLICT, "a household that is not there");
    }
    return ERR_OK;
}

static ErrCode measure(Lookups *lookups, size_t households, bool hit, Err *err) {
    char name[NAME_MAX_BYTES];
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < TRIES; i++) {
        /* Card-only households are found by no number: the next one then. */
        size_t index = hit ? i * (households / TRIES) : SYNTHETIC_HOUSEHOLDS_MAX - 1 - i;
        code = look_up(lookups, index, hit, &lookups->values[i], err);
        for (size_t next = 1; hit && code == ERR_NOT_FOUND && next < 3; next++) {
            code = look_up(lookups, index + next, hit, &lookups->values[i], err);
        }
        if (code == ERR_OK && i % CHECKPOINT_EVERY == CHECKPOINT_EVERY - 1) {
            code = store_checkpoint_idle(lookups->store, err);
        }
    }
    Str8Builder text = builder_make(name, sizeof name);
    builder_format(&text, "lookup/%zuk/%s", households / 1000, hit ? "hit" : "miss");
    if (code == ERR_OK) {
        bench_print((BenchFigures){name, "ms", lookups->values, TRIES}, "");
    }
    return code;
}

static ErrCode measure_school(const BenchSite *bench, size_t households, Err *err) {
    static Lookups lookups;
    Site *site = NULL;
    Arena arena = arena_make(64 << 10, 64 << 20);
    size_t people = 0;
    lookups = (Lookups){.now = bench->now, .arena = arena_make(64 << 10, 64 << 20)};
    ErrCode code = bench_site_load_households(bench, households, &people, err);
    code = code == ERR_OK ? bench_site_open(bench, &arena, &site, err) : code;
    code = code == ERR_OK ? synthetic_open(&arena, SYNTHETIC_SEED, &lookups.synthetic, err) : code;
    if (code == ERR_OK) {
        lookups.store = site->store;
        code = measure(&lookups, households, true, err);
    }
    code = code == ERR_OK ? measure(&lookups, households, false, err) : code;
    synthetic_close(lookups.synthetic);
    site_close(site);
    arena_free(&lookups.arena);
    arena_free(&arena);
    return code;
}

ErrCode bench_lookup(const BenchOptions *options, Err *err) {
    BenchSite site;
    ErrCode code = bench_site_make(options, &site, err);
    for (size_t i = 0; code == ERR_OK && i < sizeof SIZES / sizeof SIZES[0]; i++) {
        code = measure_school(&site, SIZES[i], err);
    }
    bench_site_remove(&site);
    return code;
}
