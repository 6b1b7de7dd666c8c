#include "tests/simulation/workload.h"

#include <string.h>

#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/store/event_store.h"
#include "data/store/household_store.h"
#include "data/store/import_store.h"
#include "data/store/journal.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"
#include "data/vault/vault.h"

static const int64_t EVENING_MS = INT64_C(1760652120000);
static const char DATABASE[] = "foyer.db";

uint64_t workload_random(uint64_t *state) {
    uint64_t mixed = *state += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

static void fill(void *context, void *out, size_t size) {
    for (size_t i = 0; i < size; i++) {
        ((uint8_t *)out)[i] = (uint8_t)(workload_random(context) & 0xFF);
    }
}

static Id numbered_id(const Workload *workload, const char *kind, uint64_t number) {
    char text[64];
    Str8Builder builder = builder_make(text, sizeof text);
    builder_format(&builder, "%s/%llu/%llu", kind, (unsigned long long)workload->seed,
                   (unsigned long long)number);
    return id_from_name(STR8("workload"), builder_text(&builder));
}

static Moment moment_now(const Workload *workload) {
    return (Moment){.utc_ms = EVENING_MS + workload->now_ms,
                    .mono_ms = workload->now_ms,
                    .boot = 1,
                    .good = true};
}

void workload_begin(Workload *workload, SimDisk *disk, const char *vfs, uint64_t seed,
                    Plant plant) {
    *workload = (Workload){.disk = disk,
                           .vfs = vfs,
                           .plant = plant,
                           .seed = seed,
                           .random = seed,
                           .store_random = ~seed};
    workload->arena = arena_make(1 << 20, 256 << 20);
    workload->options = (StoreOptions){.path = DATABASE,
                                       .vfs = vfs,
                                       .random = {fill, &workload->store_random},
                                       .cost = SECRET_COST_LOWEST};
    memset(workload->options.keys.kiosk_key, 0x5A, STORE_KEY_SIZE);
    vault_school_keys(workload->options.random, workload->options.keys.school_public,
                      workload->school_secret);
    simdisk_wipe(disk);
    if (workload_random(&workload->random) % 2 == 0) { /* a kiosk with the schema of before */
        Db db;
        ErrCode code = db_open_at(&db, &workload->arena, DATABASE, vfs, &SCHEMA_KIOSK, 1, NULL);
        FOYER_ASSERT(code == ERR_OK);
        db_close(&db);
        simdisk_restart(disk, CUT_ALL, 0);
    }
}

void workload_end(Workload *workload) {
    store_close(workload->store);
    workload->store = NULL;
    arena_free(&workload->arena);
}

/* ---- the evening ---- */

static bool open_store(Workload *workload) {
    ErrCode code = store_open(&workload->arena, &workload->options, &workload->store, NULL);
    if (code == ERR_OK && workload->plant == PLANT_NORMAL) {
        code = sqlite3_exec(workload->store->db.handle, "PRAGMA synchronous = NORMAL", NULL, NULL,
                            NULL) == SQLITE_OK
                   ? ERR_OK
                   : ERR_IO;
    }
    return code == ERR_OK;
}

static Tried *try_begin(Workload *workload, Tried tried) {
    FOYER_ASSERT(workload->tried_count < sizeof workload->tried / sizeof workload->tried[0]);
    Tried *slot = &workload->tried[workload->tried_count++];
    *slot = tried;
    return slot;
}

static ErrCode sign_in(Workload *workload, uint64_t household, size_t first, size_t people,
                       Tried *tried) {
    Visitor visitors[4] = {{.role = PERSON_GUARDIAN}};
    for (size_t i = 0; i < people; i++) {
        visitors[i] = (Visitor){
            .person_id = numbered_id(workload, "person", household * 10 + first + i),
            .given_name = str8_format(&workload->arena, "Name%zu", first + i),
            .role = first + i == 0 ? PERSON_GUARDIAN : PERSON_STUDENT,
        };
    }
    Visit visit = {.id = tried->id,
                   .event_id = numbered_id(workload, "evening", 0),
                   .household_id = numbered_id(workload, "household", household),
                   .language = STR8("ar"),
                   .people = visitors,
                   .people_count = people};
    SignIn out;
    return visit_store_sign_in(workload->store, &visit, moment_now(workload), &out, NULL);
}

static ErrCode do_sign_in(Workload *workload, uint64_t step) {
    size_t people = 1 + workload_random(&workload->random) % 3;
    Tried *tried = try_begin(workload, (Tried){.id = numbered_id(workload, "visit", step),
                                               .kind = TRIED_SIGN_IN,
                                               .people = people});
    if (workload->plant != PLANT_EARLY_ANSWER) {
        ErrCode code = sign_in(workload, step, 0, people, tried);
        tried->acknowledged = code == ERR_OK;
        return code;
    }
    ErrCode code = store_begin(workload->store, NULL);
    if (code == ERR_OK) {
        code = sign_in(workload, step, 0, people, tried);
        tried->acknowledged = code == ERR_OK; /* the planted bug: before COMMIT */
        ErrCode committed = store_commit(workload->store, NULL);
        code = code == ERR_OK ? committed : code;
    }
    return code;
}

static ErrCode do_join(Workload *workload, uint64_t step) {
    for (size_t i = 0; i < workload->tried_count; i++) {
        if (workload->tried[i].kind == TRIED_SIGN_IN && workload->tried[i].people > 0) {
            Tried *tried = try_begin(workload, (Tried){.id = numbered_id(workload, "join", step),
                                                       .kind = TRIED_JOIN,
                                                       .people = 1});
            ErrCode code = sign_in(workload, 1000 + step, 0, 1, tried);
            tried->acknowledged = code == ERR_OK;
            return code;
        }
    }
    return ERR_OK;
}

static ErrCode do_sign_out(Workload *workload, uint64_t step) {
    for (size_t i = workload->tried_count; i > 0; i--) {
        Tried *visit = &workload->tried[i - 1];
        if (visit->kind == TRIED_SIGN_IN && visit->acknowledged) {
            JournalStatus before = {0};
            JournalStatus after = {0};
            Tried *tried = try_begin(workload, (Tried){.id = numbered_id(workload, "out", step),
                                                       .kind = TRIED_SIGN_OUT});
            ErrCode code = journal_status(workload->store, &before, NULL);
            if (code == ERR_OK) {
                code = visit_store_sign_out(workload->store, tried->id, visit->id,
                                            moment_now(workload), NULL);
            }
            if (code == ERR_OK) { /* nobody in any more: no record, and nothing to find again */
                code = journal_status(workload->store, &after, NULL);
            }
            tried->acknowledged = code == ERR_OK && after.last > before.last;
            return code;
        }
    }
    return ERR_OK;
}

static ErrCode import_events(Workload *workload, uint64_t step) {
    ErrCode code = ERR_OK;
    for (uint64_t i = 0; code == ERR_OK && i < WORKLOAD_EVENTS; i++) {
        Event event = {.id = numbered_id(workload, "event", step * 10 + i),
                       .start_utc_ms = EVENING_MS + (int64_t)i * DAY_MS,
                       .end_utc_ms = EVENING_MS + (int64_t)i * DAY_MS + HOUR_MS};
        event.uid = id_text(&workload->arena, event.id);
        code = event_store_put(workload->store, STR8("ics"), &event, NULL, NULL);
    }
    return code;
}

static ErrCode seal_households(Workload *workload, uint64_t step,
                               HouseholdSealed *sealed[WORKLOAD_HOUSEHOLDS]) {
    ErrCode code = ERR_OK;
    for (uint64_t i = 0; code == ERR_OK && i < WORKLOAD_HOUSEHOLDS; i++) {
        Person person = {.id = numbered_id(workload, "person", step * 10 + i),
                         .given_name = STR8("Name0")};
        Str8 phone =
            str8_format(&workload->arena, "305555%04llu", (unsigned long long)(step * 10 + i));
        HouseholdIn in = {.household = {.id = numbered_id(workload, "family", step * 10 + i),
                                        .people = &person,
                                        .people_count = 1},
                          .source = STR8("families"),
                          .phones = &phone,
                          .phones_count = 1};
        code = household_store_seal(workload->store, &workload->arena, &in, &sealed[i], NULL);
    }
    return code;
}

static ErrCode import_rest(Workload *workload, const Tried *tried,
                           HouseholdSealed *sealed[WORKLOAD_HOUSEHOLDS]) {
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < WORKLOAD_HOUSEHOLDS; i++) {
        code = household_store_put(workload->store, sealed[i], NULL, NULL);
    }
    Import import = {.id = tried->id, .kind = STR8("families"), .name = STR8("families.csv")};
    return code == ERR_OK ? import_store_add(workload->store, &import, NULL) : code;
}

static ErrCode do_import(Workload *workload, uint64_t step) {
    HouseholdSealed *sealed[WORKLOAD_HOUSEHOLDS] = {NULL};
    Tried *tried = try_begin(
        workload,
        (Tried){.id = numbered_id(workload, "import", step), .kind = TRIED_IMPORT, .people = step});
    ErrCode code = seal_households(workload, step, sealed);
    if (code == ERR_OK) {
        code = store_begin(workload->store, NULL);
    }
    if (code != ERR_OK) {
        return code;
    }
    code = import_events(workload, step);
    if (code == ERR_OK) {
        code = import_rest(workload, tried, sealed);
    }
    if (code != ERR_OK) {
        store_rollback(workload->store);
        return code;
    }
    code = store_commit(workload->store, NULL);
    tried->acknowledged = code == ERR_OK;
    return code;
}

static ErrCode do_step(Workload *workload, uint64_t step) {
    workload->now_ms += 1000;
    switch (workload_random(&workload->random) % 9) {
    case 0:
        return do_import(workload, step);
    case 1:
        return do_join(workload, step);
    case 2:
        return do_sign_out(workload, step);
    case 3:
        return store_checkpoint_idle(workload->store, NULL);
    case 4:
        return workload->plant == PLANT_NOTHING && step > WORKLOAD_STEPS_MAX / 2
                   ? visit_store_close_event(workload->store, numbered_id(workload, "evening", 0),
                                             EVENING_MS + workload->now_ms, moment_now(workload),
                                             NULL, NULL)
                   : ERR_OK;
    default:
        return do_sign_in(workload, step);
    }
}

void workload_run(Workload *workload) {
    if (open_store(workload)) {
        ErrCode code = ERR_OK;
        uint64_t steps = 4 + workload_random(&workload->random) % (WORKLOAD_STEPS_MAX - 4);
        for (uint64_t step = 1; code == ERR_OK && step <= steps; step++) {
            code = do_step(workload, step);
        }
    }
    store_close(workload->store);
    workload->store = NULL;
}

/* ---- what is there ---- */

static bool record_is_there(Workload *workload, Id id) {
    Record *records = NULL;
    size_t count = 0;
    ErrCode code = journal_page(workload->store, &workload->arena, 0, JOURNAL_PAGE_MAX, &records,
                                &count, NULL);
    bool found = false;
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        found = found || id_equal(records[i].id, id);
    }
    return found;
}

static const char *check_rows(Workload *workload, const Tried *tried, bool there) {
    VisitQuery query = {.school_secret = workload->school_secret};
    VisitCursor *cursor = NULL;
    ErrCode code = visit_cursor_open(workload->store, &workload->arena, &query, &cursor, NULL);
    size_t rows = 0;
    bool named = true;
    while (code == ERR_OK) {
        VisitRow row;
        code = visit_cursor_next(cursor, &workload->arena, &row, NULL);
        if (code == ERR_OK && id_equal(row.visit_id, tried->id)) {
            named = named && str8_starts_with(row.given_name, STR8("Name"));
            rows++;
        }
    }
    visit_cursor_close(cursor);
    if (code != ERR_NOT_FOUND) {
        return "the visits could not be read";
    }
    if (rows != (there ? tried->people : 0)) {
        return "a sign-in was half there";
    }
    return named ? NULL : "a sign-in lost its names";
}

static const char *check_import(Workload *workload, const Tried *tried) {
    bool there = import_store_has(workload->store, tried->id, NULL) == ERR_OK;
    if (tried->acknowledged && !there) {
        return "an acknowledged import was lost";
    }
    for (uint64_t i = 0; i < WORKLOAD_EVENTS; i++) {
        Event event;
        Id id = numbered_id(workload, "event", tried->people * 10 + i);
        bool has = event_store_get(workload->store, &workload->arena, id, &event, NULL) == ERR_OK;
        if (has != there) {
            return "an import was half there";
        }
    }
    return NULL;
}

static const char *check_households(Workload *workload) {
    size_t expected = 0;
    for (size_t i = 0; i < workload->tried_count; i++) {
        const Tried *tried = &workload->tried[i];
        if (tried->kind == TRIED_IMPORT &&
            import_store_has(workload->store, tried->id, NULL) == ERR_OK) {
            expected += WORKLOAD_HOUSEHOLDS;
        }
    }
    size_t count = 0;
    ErrCode code = household_store_count(workload->store, &count, NULL);
    return code == ERR_OK && count == expected ? NULL : "households were half there";
}

static const char *check_tried(Workload *workload, const Tried *tried) {
    if (tried->kind == TRIED_IMPORT) {
        return check_import(workload, tried);
    }
    bool there = record_is_there(workload, tried->id);
    if (tried->acknowledged && !there) {
        return "an acknowledged record was lost";
    }
    return tried->kind == TRIED_SIGN_OUT ? NULL : check_rows(workload, tried, there);
}

static const char *check_store(Workload *workload) {
    VerifyReport report;
    if (journal_verify(workload->store, &report, NULL) != ERR_OK) {
        return "verify could not run";
    }
    if (!report.chain_ok || !report.database_ok || !report.pages_ok || !report.projection_ok) {
        return "verify found damage";
    }
    for (size_t i = 0; i < workload->tried_count; i++) {
        const char *wrong = check_tried(workload, &workload->tried[i]);
        if (wrong != NULL) {
            return wrong;
        }
    }
    const char *wrong = check_households(workload);
    if (wrong != NULL) {
        return wrong;
    }
    workload->now_ms += 1000;
    return do_sign_in(workload, 99) == ERR_OK ? NULL : "no family could sign in afterwards";
}

const char *workload_check(Workload *workload) {
    if (!open_store(workload)) {
        return "the database could not be opened";
    }
    const char *wrong = check_store(workload);
    store_close(workload->store);
    workload->store = NULL;
    return wrong;
}
