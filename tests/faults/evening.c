#include "tests/faults/evening.h"

#include <stdio.h>
#include <string.h>

#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/export/export.h"
#include "data/import/import.h"
#include "data/store/event_store.h"
#include "data/store/household_store.h"
#include "data/store/journal.h"
#include "data/store/queries.h"
#include "data/store/school_store.h"
#include "data/store/store_private.h"
#include "data/store/visit_store.h"
#include "data/vault/vault.h"

static const char DATABASE[] = "foyer.db";
static const int64_t NOW_MS = INT64_C(1792102320000); /* during the event below */
enum { ARENA_BLOCK = 64 << 10, ARENA_MAX = 256 << 20, HOUSEHOLDS = 3, EVENTS = 2, PEOPLE = 4 };

static const char FAMILIES[] = "household,given_name,family_name,role,grade,phone\n"
                               "H-1,Rosa,Delgado,guardian,,305-555-0101\n"
                               "H-1,Mateo,Delgado,student,3,\n"
                               "H-2,Khalid,Haddad,guardian,,305-555-0103\n"
                               "H-2,Nour,Haddad,student,5,\n"
                               "H-3,Grace,Okonkwo,guardian,,305-555-0104\n"
                               "H-3,Ada,Okonkwo,student,1,\n";
static const char EVENT_ROWS[] =
    "title,title:es,start,end,place,kind,uid,grade,teacher,room\n"
    "Open House,Casa abierta,2026-10-15 18:00,20:00,Main building,open-house,open,KG,Rivera,101\n"
    "Math Night,Noche,2026-12-03 18:00,19:30,Gym,family-night,math,,,\n";

static const char *const NAMES[STEP_COUNT] = {
    "old-schema", "open", "school",  "import",   "sign-in", "sign-in-again", "sign-in-name",
    "join",       "idle", "look-up", "sign-out", "export",  "close-event",   "last-idle",
};

const char *step_name(Step step) {
    return NAMES[step];
}

static void fill(void *context, void *out, size_t size) {
    uint64_t *state = context;
    for (size_t i = 0; i < size; i++) {
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        ((uint8_t *)out)[i] = (uint8_t)(*state >> 33 & 0xFF);
    }
}

static Id named_id(const char *name) {
    return id_from_name(STR8("evening"), str8_from(name));
}

static Moment moment_at(int64_t after_ms) {
    return (Moment){.utc_ms = NOW_MS + after_ms, .mono_ms = after_ms, .boot = 1, .good = true};
}

void evening_begin(Evening *evening, const char *vfs) {
    *evening = (Evening){.vfs = vfs, .random = 7};
    evening->arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    evening->options = (StoreOptions){.path = DATABASE,
                                      .vfs = vfs,
                                      .random = {fill, &evening->random},
                                      .cost = SECRET_COST_LOWEST};
    memset(evening->options.keys.kiosk_key, 0x5A, STORE_KEY_SIZE);
    vault_school_keys(evening->options.random, evening->options.keys.school_public,
                      evening->school_secret);
    ErrCode code = zone_open(STR8("America/New_York"), &evening->zone, NULL);
    FOYER_ASSERT(code == ERR_OK);
}

void evening_end(Evening *evening) {
    store_close(evening->store);
    zone_close(evening->zone);
    arena_free(&evening->arena);
}

/* ---- the steps ---- */

static ErrCode old_schema(Evening *evening, Err *err) {
    Db db;
    ErrCode code = db_open_at(&db, &evening->arena, DATABASE, evening->vfs, &SCHEMA_KIOSK, 1, err);
    if (code == ERR_OK) {
        db_close(&db);
    }
    return code;
}

static ErrCode set_school(Evening *evening, Err *err) {
    TextIn name = {STR8("en"), STR8("Riverbend School")};
    School school = {.name = {&name, 1}, .zone = STR8("America/New_York"), .country = STR8("US")};
    Change change = CHANGE_SAME;
    return school_store_put(evening->store, &school, &change, err);
}

static ErrCode import_all(Evening *evening, Err *err) {
    Arena *arena = &evening->arena;
    Source *sources = ARENA_ARRAY(arena, Source, 2);
    ImportBatch *batch = ARENA_NEW(arena, ImportBatch);
    if (sources == NULL || batch == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for an import");
    }
    ErrCode code =
        source_from_bytes(arena, STR8("families.csv"), str8_from(FAMILIES), &sources[0], err);
    if (code == ERR_OK) {
        code =
            source_from_bytes(arena, STR8("events.csv"), str8_from(EVENT_ROWS), &sources[1], err);
    }
    ImportInput input = {arena, sources, 2, IMPORT_AUTO};
    if (code == ERR_OK) {
        code = import_parse(&input, &(ImportContext){evening->zone, NOW_MS, STR8("en"), true},
                            batch, err);
    }
    ImportDiff diff = {0};
    ImportRun run = {.now_utc_ms = NOW_MS, .random = evening->options.random};
    if (code == ERR_OK) {
        code = import_write(evening->store, batch, &run, &diff, err);
    }
    if (code == ERR_OK && diff.households.added != HOUSEHOLDS) {
        evening->lie = "an import counted its households wrongly";
    }
    return code;
}

static ErrCode sign_in(Evening *evening, const char *record, const char *household, size_t first,
                       size_t count, Err *err) {
    static const char *const PERSONS[] = {"Rosa", "Mateo", "Lucia"};
    Visitor people[3] = {{.role = PERSON_GUARDIAN}};
    for (size_t i = 0; i < count; i++) {
        people[i] = (Visitor){.given_name = str8_from(PERSONS[first + i]),
                              .role = first + i == 0 ? PERSON_GUARDIAN : PERSON_STUDENT};
        people[i].person_id = household == NULL ? (Id){{0}} : named_id(PERSONS[first + i]);
    }
    Visit visit = {.id = named_id(record),
                   .event_id = named_id("event"),
                   .household_id = household == NULL ? (Id){{0}} : named_id(household),
                   .method = household == NULL ? VISIT_BY_NAME : VISIT_BY_PHONE,
                   .language = STR8("es"),
                   .people = people,
                   .people_count = count};
    SignIn out = {0};
    ErrCode code = visit_store_sign_in(evening->store, &visit, moment_at(1000), &out, err);
    if (code == ERR_OK && out.added != count) {
        evening->lie = "a sign-in counted its people wrongly";
    }
    return code;
}

static ErrCode look_up(Evening *evening, Err *err) {
    char digits[PHONE_DIGITS_MAX + 1];
    size_t length = phone_normalize(STR8("305-555-0103"), digits);
    Lookup found = {0};
    ErrCode code = household_store_find(evening->store, &evening->arena, SECRET_PHONE,
                                        (Str8){digits, length}, 'n', moment_at(2000), &found, err);
    bool there = evening->said[STEP_IMPORT] == SAID_YES;
    if ((code == ERR_NOT_FOUND && there) || (code == ERR_OK && found.count != 1)) {
        evening->lie = "a household was said not to be there";
    }
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

typedef struct {
    uint64_t digest;
    size_t bytes;
} Taken;

static ErrCode take(void *context, Str8 bytes, Err *err) {
    (void)err;
    Taken *taken = context;
    for (size_t i = 0; i < bytes.len; i++) {
        taken->digest = (taken->digest ^ (uint8_t)bytes.ptr[i]) * UINT64_C(1099511628211);
    }
    taken->bytes += bytes.len;
    return ERR_OK;
}

static size_t rows_of(const Evening *evening, Said wanted) {
    size_t rows =
        evening->said[STEP_SIGN_IN] == wanted || evening->said[STEP_SIGN_IN_AGAIN] == wanted ? 2
                                                                                             : 0;
    rows += evening->said[STEP_SIGN_IN_NAME] == wanted ? 1 : 0;
    return rows + (evening->said[STEP_JOIN] == wanted ? 1 : 0);
}

/* An export that says it is whole must hold everybody who was thanked. */
static ErrCode export_all(Evening *evening, Taken *taken, size_t *rows, Err *err) {
    ExportOptions options = {.format = EXPORT_CSV, .zone = STR8("America/New_York")};
    options.query.school_secret = evening->school_secret;
    *taken = (Taken){.digest = UINT64_C(14695981039346656037)};
    return export_visits(evening->store, &options, (ExportSink){take, taken}, rows, err);
}

static ErrCode export_step(Evening *evening, Err *err) {
    Taken taken;
    size_t rows = 0;
    ErrCode code = export_all(evening, &taken, &rows, err);
    if (code == ERR_OK && rows < rows_of(evening, SAID_YES)) {
        evening->lie = "an export that said it was whole left people out";
    }
    return code;
}

static ErrCode run_step(Evening *evening, Step step, Err *err) {
    switch (step) {
    case STEP_OLD_SCHEMA:
        return old_schema(evening, err);
    case STEP_OPEN:
        return store_open(&evening->arena, &evening->options, &evening->store, err);
    case STEP_SCHOOL:
        return set_school(evening, err);
    case STEP_IMPORT:
        return import_all(evening, err);
    case STEP_SIGN_IN:
    case STEP_SIGN_IN_AGAIN:
        return sign_in(evening, "visit-1", "household-1", 0, 2, err);
    case STEP_SIGN_IN_NAME:
        return sign_in(evening, "visit-2", NULL, 0, 1, err);
    case STEP_JOIN:
        return sign_in(evening, "join-1", "household-1", 2, 1, err);
    case STEP_LOOK_UP:
        return look_up(evening, err);
    case STEP_SIGN_OUT:
        return visit_store_sign_out(evening->store, named_id("out-1"), named_id("visit-2"),
                                    moment_at(3000), err);
    case STEP_EXPORT:
        return export_step(evening, err);
    case STEP_CLOSE_EVENT:
        return visit_store_close_event(evening->store, named_id("event"), NOW_MS + 4000,
                                       moment_at(5000), NULL, err);
    case STEP_CHECKPOINT:
    case STEP_LAST_CHECKPOINT:
        return store_checkpoint_idle(evening->store, err);
    case STEP_COUNT:
        break;
    }
    return ERR_INTERNAL;
}

/* A message that says so is the one way to say "I do not know". */
static Said said_of(ErrCode code, const Err *err) {
    if (code == ERR_OK) {
        return SAID_YES;
    }
    Str8 text = str8_from(err->text);
    return str8_find(text, STR8("not known")) < text.len ? SAID_UNKNOWN : SAID_NO;
}

void evening_run(Evening *evening) {
    for (Step step = STEP_OLD_SCHEMA; step < STEP_COUNT; step++) {
        if (step > STEP_OPEN && evening->store == NULL) {
            break;
        }
        Err err = {0};
        ErrCode code = run_step(evening, step, &err);
        evening->said[step] = said_of(code, &err);
    }
    store_close(evening->store);
    evening->store = NULL;
}

/* ---- the truth ---- */

static bool is_lie(Said said, bool there) {
    return (said == SAID_YES && !there) || (said == SAID_NO && there);
}

static bool record_is_there(Evening *evening, const char *name) {
    Record *records = NULL;
    size_t count = 0;
    ErrCode code =
        journal_page(evening->store, &evening->arena, 0, JOURNAL_PAGE_MAX, &records, &count, NULL);
    bool found = false;
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        found = found || id_equal(records[i].id, named_id(name));
    }
    return found;
}

static const char *check_records(Evening *evening) {
    static const struct {
        Step step;
        const char *record;
    } RECORDS[] = {{STEP_SIGN_IN_NAME, "visit-2"}, {STEP_SIGN_OUT, "out-1"}};
    for (size_t i = 0; i < sizeof RECORDS / sizeof RECORDS[0]; i++) {
        if (is_lie(evening->said[RECORDS[i].step], record_is_there(evening, RECORDS[i].record))) {
            return evening->said[RECORDS[i].step] == SAID_YES
                       ? "a record that was said to be saved is not there"
                       : "a record that was said not to be saved is there";
        }
    }
    return NULL;
}

/* The second try of the same record may have saved what the first could not, and the late member
 * starts the household's visit when it did not come to be. */
static const char *check_household_visit(Evening *evening) {
    bool first = record_is_there(evening, "visit-1");
    const Said *said = evening->said;
    bool yes = said[STEP_SIGN_IN] == SAID_YES || said[STEP_SIGN_IN_AGAIN] == SAID_YES;
    if (yes && !first) {
        return "a sign-in that was said to be saved is not there";
    }
    if (first && said[STEP_SIGN_IN] == SAID_NO && said[STEP_SIGN_IN_AGAIN] == SAID_NO) {
        return "a sign-in that was said not to be saved is there";
    }
    return is_lie(said[STEP_JOIN], record_is_there(evening, "join-1"))
               ? "a late member was told the wrong thing"
               : NULL;
}

static bool has_event(Evening *evening, size_t *count) {
    Event *events = NULL;
    ErrCode code = event_store_between(evening->store, &evening->arena, 0,
                                       NOW_MS + (int64_t)400 * DAY_MS, &events, count, NULL);
    return code == ERR_OK;
}

static const char *check_import(Evening *evening) {
    size_t households = 0;
    size_t events = 0;
    if (household_store_count(evening->store, &households, NULL) != ERR_OK ||
        !has_event(evening, &events)) {
        return "households or events could not be counted";
    }
    if ((households != 0 || events != 0) && (households != HOUSEHOLDS || events != EVENTS)) {
        return "an import was half there";
    }
    return is_lie(evening->said[STEP_IMPORT], households > 0) ? "an import was told the wrong thing"
                                                              : NULL;
}

static const char *check_open_store(Evening *evening) {
    VerifyReport report;
    if (journal_verify(evening->store, &report, NULL) != ERR_OK) {
        return "verify could not run";
    }
    if (!report.chain_ok || !report.database_ok || !report.pages_ok || !report.projection_ok) {
        return "verify found damage";
    }
    School school;
    ErrCode code = school_store_get(evening->store, &evening->arena, &school, NULL);
    if (is_lie(evening->said[STEP_SCHOOL], code == ERR_OK)) {
        return "the school's settings were told wrongly";
    }
    const char *wrong = check_records(evening);
    wrong = wrong != NULL ? wrong : check_household_visit(evening);
    wrong = wrong != NULL ? wrong : check_import(evening);
    Taken taken;
    size_t rows = 0;
    if (wrong == NULL && (export_all(evening, &taken, &rows, NULL) != ERR_OK ||
                          rows < rows_of(evening, SAID_YES) || rows > PEOPLE)) {
        wrong = "the export afterwards was not what was said";
    }
    Err err = {0};
    if (wrong == NULL && sign_in(evening, "visit-9", NULL, 0, 1, &err) != ERR_OK) {
        wrong = "no family could sign in afterwards";
    }
    return wrong;
}

const char *evening_check(Evening *evening) {
    if (evening->lie != NULL) {
        return evening->lie;
    }
    Err err = {0};
    if (store_open(&evening->arena, &evening->options, &evening->store, &err) != ERR_OK) {
        (void)fprintf(stderr, "%s\n", err.text);
        return "the database could not be opened afterwards";
    }
    const char *wrong = check_open_store(evening);
    store_close(evening->store);
    evening->store = NULL;
    return wrong;
}

/* ---- all answers ---- */

static void mix(uint64_t *digest, Str8 bytes) {
    for (size_t i = 0; i < bytes.len; i++) {
        *digest = (*digest ^ (uint8_t)bytes.ptr[i]) * UINT64_C(1099511628211);
    }
    *digest = (*digest ^ 0xFF) * UINT64_C(1099511628211);
}

static void mix_number(uint64_t *digest, int64_t number) {
    mix(digest, (Str8){(const char *)&number, sizeof number});
}

static void mix_id(uint64_t *digest, Id id) {
    mix(digest, (Str8){(const char *)id.bytes, sizeof id.bytes});
}

static void mix_texts(uint64_t *digest, TextSet set) {
    for (size_t i = 0; i < set.count; i++) {
        mix(digest, set.items[i].language);
        mix(digest, set.items[i].text);
    }
}

static void mix_household(uint64_t *digest, const Household *household) {
    mix_id(digest, household->id);
    mix(digest, household->language);
    for (size_t i = 0; i < household->people_count; i++) {
        mix_id(digest, household->people[i].id);
        mix(digest, household->people[i].given_name);
        mix(digest, household->people[i].family_name);
        mix(digest, household->people[i].grade);
        mix_number(digest, household->people[i].role);
    }
}

static ErrCode answer_households(Evening *evening, uint64_t *digest) {
    HouseholdRow *rows = NULL;
    size_t count = 0;
    ErrCode code = household_store_page(evening->store, &evening->arena, evening->school_secret,
                                        (Id){{0}}, HOUSEHOLD_ROWS_MAX, &rows, &count, NULL);
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        mix_household(digest, &rows[i].household);
        mix_number(digest, (int64_t)rows[i].cards);
    }
    return code;
}

static ErrCode answer_look_ups(Evening *evening, uint64_t *digest) {
    static const struct {
        const char *phone;
        uint32_t letter;
    } SECRETS[] = {{"3055550101", 'm'}, {"3055550103", 'n'}, {"3055550104", 'a'}};
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < sizeof SECRETS / sizeof SECRETS[0]; i++) {
        Lookup found = {0};
        code = household_store_find(evening->store, &evening->arena, SECRET_PHONE,
                                    str8_from(SECRETS[i].phone), SECRETS[i].letter, moment_at(6000),
                                    &found, NULL);
        code = code == ERR_NOT_FOUND ? ERR_OK : code;
        mix_number(digest, (int64_t)found.count);
        mix_number(digest, found.throttle);
        for (size_t j = 0; code == ERR_OK && j < found.count; j++) {
            mix_household(digest, &found.households[j]);
        }
    }
    return code;
}

static ErrCode answer_content(Evening *evening, uint64_t *digest) {
    Event *events = NULL;
    size_t count = 0;
    School school = {.demo = false};
    ErrCode code = event_store_between(evening->store, &evening->arena, 0,
                                       NOW_MS + (int64_t)400 * DAY_MS, &events, &count, NULL);
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        mix_id(digest, events[i].id);
        mix(digest, events[i].uid);
        mix(digest, events[i].place);
        mix_texts(digest, events[i].title);
        mix_number(digest, events[i].start_utc_ms);
        mix_number(digest, events[i].end_utc_ms);
        mix_number(digest, (int64_t)events[i].kind);
        mix_number(digest, (int64_t)events[i].sessions_count);
        for (size_t j = 0; j < events[i].sessions_count; j++) {
            mix(digest, events[i].sessions[j].grade);
            mix(digest, events[i].sessions[j].teacher);
            mix(digest, events[i].sessions[j].room);
        }
    }
    if (code == ERR_OK) {
        code = school_store_get(evening->store, &evening->arena, &school, NULL);
    }
    if (code == ERR_OK) {
        mix_texts(digest, school.name);
        mix(digest, school.zone);
        mix(digest, school.country);
    }
    return code;
}

static ErrCode answer_rest(Evening *evening, uint64_t *digest) {
    Import *imports = NULL;
    size_t count = 0;
    ErrCode code = import_store_list(evening->store, &evening->arena, &imports, &count, NULL);
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        mix_id(digest, imports[i].id);
        mix(digest, imports[i].name);
        mix_number(digest, imports[i].added);
    }
    JournalStatus status = {0};
    VisitCounts counts = {0};
    Id device = {{0}};
    int64_t good_utc_ms = 0;
    code = code == ERR_OK ? journal_status(evening->store, &status, NULL) : code;
    code = code == ERR_OK ? store_device(evening->store, &device, NULL) : code;
    code = code == ERR_OK ? store_last_good_time(evening->store, &good_utc_ms, NULL) : code;
    code = code == ERR_OK ? visit_store_counts(evening->store, named_id("event"), &counts, NULL)
                          : code;
    mix_number(digest, status.last);
    mix(digest, (Str8){(const char *)status.head, sizeof status.head});
    mix_id(digest, device);
    mix_number(digest, good_utc_ms);
    mix_number(digest, (int64_t)counts.adults_in);
    mix_number(digest, (int64_t)counts.children_in);
    return code;
}

static ErrCode answer_all(Evening *evening, uint64_t *digest) {
    Taken taken = {0};
    size_t rows = 0;
    ErrCode code = export_all(evening, &taken, &rows, NULL);
    mix_number(digest, (int64_t)taken.digest);
    code = code == ERR_OK ? answer_households(evening, digest) : code;
    code = code == ERR_OK ? answer_content(evening, digest) : code;
    code = code == ERR_OK ? answer_rest(evening, digest) : code;
    return code == ERR_OK ? answer_look_ups(evening, digest) : code;
}

Found evening_answers(Evening *evening, uint64_t *digest) {
    VerifyReport report = {.chain_ok = false};
    *digest = UINT64_C(14695981039346656037);
    if (store_open(&evening->arena, &evening->options, &evening->store, NULL) != ERR_OK) {
        return FOUND_AT_OPEN;
    }
    ErrCode verified = journal_verify(evening->store, &report, NULL);
    bool named = verified != ERR_OK || !report.chain_ok || !report.database_ok ||
                 !report.pages_ok || !report.projection_ok;
    ErrCode code = answer_all(evening, digest);
    store_close(evening->store);
    evening->store = NULL;
    if (named) {
        return FOUND_BY_VERIFY;
    }
    return code == ERR_OK ? FOUND_NOTHING : FOUND_IN_USE;
}

void evening_late(Evening *evening, SimDisk *copy, const SimDisk *disk) {
    ErrCode code = store_open(&evening->arena, &evening->options, &evening->store, NULL);
    FOYER_ASSERT(code == ERR_OK);
    for (size_t i = 0; i < 3; i++) {
        static const char *const RECORDS[] = {"late-1", "late-2", "late-3"};
        code = sign_in(evening, RECORDS[i], RECORDS[i], 0, 2, NULL);
        FOYER_ASSERT(code == ERR_OK);
    }
    if (copy != NULL) {
        simdisk_copy(copy, disk);
    }
    store_close(evening->store);
    evening->store = NULL;
}
