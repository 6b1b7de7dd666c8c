#include "tests/wall/families.h"

#include <string.h>

#include "data/demo/demo.h"
#include "data/site/site.h"
#include "data/site/system.h"
#include "tests/wall/canary.h"

enum { SEED = 600 };

static void note(Family *family, const SyntheticHousehold *made) {
    family->phones_count = made->phones_count;
    for (size_t i = 0; i < made->phones_count; i++) {
        Str8Builder phone = builder_make(family->phones[i], sizeof family->phones[i]);
        builder_add(&phone, made->phones[i]);
    }
    family->letters_count = made->letters_count;
    memcpy(family->letters, made->letters, made->letters_count * sizeof made->letters[0]);
}

static ErrCode put_one(Store *store, Synthetic *synthetic, size_t index, Family *family, Err *err) {
    Arena arena = arena_make(64 << 10, 8 << 20);
    SyntheticHousehold made;
    HouseholdSealed *sealed = NULL;
    ErrCode code = synthetic_household(synthetic, &arena, index, &made, err);
    if (code == ERR_OK) {
        HouseholdIn in = synthetic_household_in(&made, STR8("families"));
        note(family, &made);
        code = household_store_seal(store, &arena, &in, &sealed, err);
    }
    if (code == ERR_OK) {
        code = household_store_put(store, sealed, NULL, err);
    }
    arena_free(&arena);
    return code;
}

static ErrCode put_all(Store *store, Family families[FAMILIES], Err *err) {
    Arena arena = arena_make(64 << 10, 64 << 20);
    Synthetic *synthetic = NULL;
    ErrCode code = synthetic_open(&arena, SEED, &synthetic, err);
    code = code == ERR_OK ? store_begin(store, err) : code;
    if (code == ERR_OK) {
        for (size_t i = 0; code == ERR_OK && i < FAMILIES; i++) {
            code = put_one(store, synthetic, i, &families[i], err);
        }
        if (code == ERR_OK) {
            code = store_commit(store, err);
        } else {
            store_rollback(store);
        }
    }
    synthetic_close(synthetic);
    arena_free(&arena);
    return code;
}

ErrCode families_school_make(char *folder, int64_t now_utc_ms, Family families[FAMILIES],
                             Err *err) {
    Arena arena = arena_make(64 << 10, 64 << 20);
    Site *site = NULL;
    Moment now = {.utc_ms = now_utc_ms, .mono_ms = 1000, .boot = 1, .good = true};
    ErrCode code = wall_folder_make(folder, err);
    if (code == ERR_OK) {
        SiteOptions options = {.folder = folder,
                               .create = true,
                               .demo = true,
                               .random = system_random_port(),
                               .cost = SECRET_COST_LOWEST};
        code = site_open(&arena, &options, &site, err);
    }
    if (code == ERR_OK) {
        code = demo_load(site->store, now, NULL, err);
        code = code == ERR_OK ? put_all(site->store, families, err) : code;
        site_close(site);
    }
    arena_free(&arena);
    return code;
}
