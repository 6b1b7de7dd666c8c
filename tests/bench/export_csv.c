/*
 * CSV: 1,000,000 rows (250,000 families of four on 500 evenings, closed, names sealed) written by
 * `foyerctl export`, and beside it the sqlite3 shell's .mode csv over the same database: the same
 * rows, columns and words, its times by strftime. They take turns. A last figure is the shell
 * without any formatting: numbers and bytes as they lie in the table.
 */
#include "data/site/system.h"
#include "data/store/event_store.h"
#include "data/store/visit_store.h"
#include "tests/bench/bench.h"
#include "tests/bench/process.h"
#include "tests/bench/site.h"

enum {
    EVENTS = 500,
    FAMILIES = 500, /* an event */
    PEOPLE = 4,
    ROUNDS = 5,
    PATH_BYTES = 1200,
    SQL_BYTES = 4096,
};

static const int64_t EVENT_MS = INT64_C(2) * 60 * 60 * 1000;
static const int64_t DAYS_MS = INT64_C(24) * 60 * 60 * 1000;

/* What the export's columns are, as SQL says them. `localtime` follows TZ, which is the school's.
 */
static const char FORMATTED[] =
    "SELECT lower(substr(hex(visit.id),1,8)||'-'||substr(hex(visit.id),9,4)||'-'||"
    "substr(hex(visit.id),13,4)||'-'||substr(hex(visit.id),17,4)||'-'||substr(hex(visit.id),21)) "
    "AS visit_id, p.ordinal+1 AS person, event.uid AS event_uid, text.text AS event_title, "
    "strftime('%Y-%m-%d %H:%M',start_utc_ms/1000,'unixepoch','localtime') AS event_start, place, "
    "role, grade, visit.language, method, "
    "strftime('%Y-%m-%d %H:%M',in_utc_ms/1000,'unixepoch','localtime') AS signed_in_local, "
    "strftime('%Y-%m-%dT%H:%M:%SZ',in_utc_ms/1000,'unixepoch') AS signed_in_rfc3339, "
    "strftime('%Y-%m-%d %H:%M',out_utc_ms/1000,'unixepoch','localtime') AS signed_out_local, "
    "strftime('%Y-%m-%dT%H:%M:%SZ',out_utc_ms/1000,'unixepoch') AS signed_out_rfc3339, "
    "iif(out_assumed,'yes','no') AS signed_out_assumed, iif(in_good,'good','about') AS clock, "
    "'' AS given_name, '' AS family_name, iif(cold_digest IS NULL,'none','sealed') AS names "
    "FROM visit_person p JOIN visit ON visit.id=p.visit_id "
    "LEFT JOIN event ON event.id=visit.event_id "
    "LEFT JOIN text ON text.owner=event.id AND field='title' AND part=0 AND position=0 "
    "LEFT JOIN journal ON journal.sequence=p.in_sequence "
    "WHERE voided=0 ORDER BY p.in_sequence,p.ordinal;";

static const char PLAIN[] =
    "SELECT hex(visit.id), p.ordinal, event.uid, role, grade, visit.language, method, in_utc_ms, "
    "in_good, out_utc_ms, out_assumed FROM visit_person p JOIN visit ON visit.id=p.visit_id "
    "LEFT JOIN event ON event.id=visit.event_id WHERE voided=0 "
    "ORDER BY p.in_sequence,p.ordinal;";

static const Visitor FAMILY[PEOPLE] = {
    {.given_name = {"Amina", 5}, .family_name = {"Noor", 4}, .role = PERSON_GUARDIAN},
    {.given_name = {"Yusuf", 5}, .family_name = {"Noor", 4}, .role = PERSON_GUARDIAN},
    {.given_name = {"Idil", 4},
     .family_name = {"Noor", 4},
     .role = PERSON_STUDENT,
     .grade = {"03", 2}},
    {.given_name = {"Samatar", 7},
     .family_name = {"Noor", 4},
     .role = PERSON_STUDENT,
     .grade = {"KG", 2}},
};

static ErrCode put_event(Store *store, Arena *arena, size_t number, int64_t start_utc_ms, Id *id,
                         Err *err) {
    TextIn title = {STR8("en"), STR8("Family reading night")};
    Change change;
    Str8 uid = str8_format(arena, "bench-%zu@example.org", number);
    Event event = {.id = id_from_name(STR8("foyer-bench"), uid),
                   .uid = uid,
                   .title = {&title, 1},
                   .place = STR8("Library"),
                   .kind = EVENT_FAMILY_NIGHT,
                   .start_utc_ms = start_utc_ms,
                   .end_utc_ms = start_utc_ms + EVENT_MS};
    *id = event.id;
    return event_store_put(store, STR8("events-csv"), &event, &change, err);
}

/* An evening in one transaction: the families come, the event ends, the hot names go. */
static ErrCode hold_event(Store *store, Arena *arena, size_t number, Moment now, Err *err) {
    Id event_id;
    ErrCode code = put_event(store, arena, number, now.utc_ms, &event_id, err);
    for (size_t i = 0; code == ERR_OK && i < FAMILIES; i++) {
        SignIn done;
        now.utc_ms += 10000;
        Visit visit = {.id = id_make(now.utc_ms, system_random_port()),
                       .event_id = event_id,
                       .method = VISIT_BY_NAME,
                       .language = STR8("es"),
                       .people = FAMILY,
                       .people_count = PEOPLE};
        code = visit_store_sign_in(store, &visit, now, &done, err);
    }
    now.utc_ms += EVENT_MS;
    return code == ERR_OK ? visit_store_close_event(store, event_id, now.utc_ms, now, NULL, err)
                          : code;
}

static ErrCode make_visits(const BenchSite *bench, Err *err) {
    Arena arena = arena_make(64 << 10, 64 << 20);
    Arena scratch = arena_make(64 << 10, 64 << 20);
    Site *site = NULL;
    ErrCode code = bench_site_open(bench, &arena, &site, err);
    for (size_t i = 0; code == ERR_OK && i < EVENTS; i++) {
        Moment now = bench->now;
        now.utc_ms += (int64_t)i * DAYS_MS;
        code = store_begin(site->store, err);
        code = code == ERR_OK ? hold_event(site->store, &scratch, i, now, err) : code;
        code = code == ERR_OK ? store_commit(site->store, err) : code;
        if (code == ERR_OK && i % 10 == 9) {
            code = store_checkpoint_idle(site->store, err);
        }
        arena_reset(&scratch);
        bench_progress("evenings", i + 1, EVENTS);
    }
    site_close(site);
    arena_free(&scratch);
    arena_free(&arena);
    return code;
}

typedef struct {
    char program[PATH_BYTES];
    char folder[PATH_BYTES];
    char database[PATH_BYTES];
    char output[PATH_BYTES];
} Paths;

static Paths paths_of(const BenchOptions *options, const BenchSite *bench) {
    Paths paths;
    Str8Builder text = builder_make(paths.program, sizeof paths.program);
    builder_format(&text, "%s/foyerctl", options->programs);
    text = builder_make(paths.folder, sizeof paths.folder);
    builder_add(&text, str8_from(bench->folder));
    text = builder_make(paths.database, sizeof paths.database);
    builder_format(&text, "%s/foyer.db", bench->folder);
    text = builder_make(paths.output, sizeof paths.output);
    builder_format(&text, "%s/out.csv", bench->folder);
    return paths;
}

static ErrCode run_foyer(Paths *paths, double *took_ms, double *peak_mib, Err *err) {
    const char *const arguments[] = {paths->program, "--data", paths->folder, "export",
                                     "--format",     "csv",    NULL};
    double begun = bench_now_ms();
    ErrCode code = process_run(arguments, paths->output, peak_mib, err);
    *took_ms = bench_now_ms() - begun;
    return code;
}

static ErrCode run_shell(Paths *paths, const char *sql, double *took_ms, double *peak_mib,
                         Err *err) {
    char text[SQL_BYTES];
    Str8Builder builder = builder_make(text, sizeof text);
    builder_add(&builder, str8_from(sql));
    const char *const arguments[] = {
        "env",     "TZ=America/New_York", "sqlite3", "-readonly", "-csv",
        "-header", paths->database,       text,      NULL};
    double begun = bench_now_ms();
    ErrCode code = process_run(arguments, paths->output, peak_mib, err);
    *took_ms = bench_now_ms() - begun;
    return code;
}

typedef struct {
    double foyer_ms[ROUNDS];
    double shell_ms[ROUNDS];
    double plain_ms[ROUNDS];
    double foyer_mib[ROUNDS];
    double shell_mib[ROUNDS];
} Exports;

static ErrCode measure(Paths *paths, Err *err) {
    static Exports figures;
    double ignored = 0;
    ErrCode code = run_shell(paths, PLAIN, &ignored, &ignored, err); /* warms the cache */
    for (size_t i = 0; code == ERR_OK && i < ROUNDS; i++) {
        code = run_foyer(paths, &figures.foyer_ms[i], &figures.foyer_mib[i], err);
        if (code == ERR_OK) {
            code = run_shell(paths, FORMATTED, &figures.shell_ms[i], &figures.shell_mib[i], err);
        }
        if (code == ERR_OK) {
            code = run_shell(paths, PLAIN, &figures.plain_ms[i], &ignored, err);
        }
    }
    if (code == ERR_OK) {
        BenchFigures foyer = {"export-csv", "ms", figures.foyer_ms, ROUNDS};
        bench_print_peer(foyer, (BenchFigures){"sqlite3 -csv", "ms", figures.shell_ms, ROUNDS},
                         ",\"rows\":1000000,\"ratio_goal\":0.6");
        foyer.name = "export-csv/plain";
        bench_print_peer(
            foyer, (BenchFigures){"sqlite3 -csv, unformatted", "ms", figures.plain_ms, ROUNDS}, "");
        bench_print_peer((BenchFigures){"export-csv/memory", "MiB", figures.foyer_mib, ROUNDS},
                         (BenchFigures){"sqlite3 -csv", "MiB", figures.shell_mib, ROUNDS},
                         ",\"max_goal\":16");
    }
    return code;
}

ErrCode bench_export_csv(const BenchOptions *options, Err *err) {
    BenchSite bench;
    ErrCode code = bench_site_make(options, &bench, err);
    if (code != ERR_OK) {
        return code;
    }
    Paths paths = paths_of(options, &bench);
    code = bench_site_load_demo(&bench, err);
    code = code == ERR_OK ? make_visits(&bench, err) : code;
    code = code == ERR_OK ? measure(&paths, err) : code;
    bench_site_remove(&bench);
    return code;
}
