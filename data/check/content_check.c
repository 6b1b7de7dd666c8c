#include "data/check/content_check.h"

#include <string.h>

#include "data/base/civil.h"
#include "data/check/check_service.h"
#include "data/store/channel_store.h"
#include "data/store/event_store.h"
#include "data/store/guide_store.h"
#include "data/store/school_store.h"
#include "data/store/service_store.h"
#include "data/zone/zone.h"

/*
 * One walk over the services tells the dead ends and what is wrong with each; then the small lists.
 * Services come and go in a scratch arena: 50,000 of them need no more memory than one.
 */
enum {
    SCRATCH_SIZE = 256 * 1024,
    SCRATCH_MAX = 16 << 20,
    OWN_MAX = SERVICE_LIST_MAX, /* keys of the school's own that guides may name */
    NEAR_DAYS = 200,            /* events of a school year, half before and half behind */
};

typedef struct {
    Store *store;
    Arena *arena;
    const ContentOptions *options;
    ContentReport report;
    DeadEnds ends;
    Check check;
    Str8 *own_keys;
    size_t own_keys_count;
} Run;

static ErrCode no_memory(Err *err) {
    return err_set(err, ERR_NO_MEMORY, "no memory for the content check");
}

/* ---- what the school is ---- */

static ErrCode read_school(Run *run, Err *err) {
    Str8 *languages = NULL;
    ErrCode code = school_store_get(run->store, run->arena, &run->report.school, err);
    if (code == ERR_OK || code == ERR_NOT_FOUND) {
        code = school_store_languages(run->store, run->arena, &languages,
                                      &run->report.languages_count, err);
    }
    run->report.languages = languages;
    if (code == ERR_OK && run->report.languages_count == 0) {
        static const Str8 ENGLISH = {"en", 2};
        run->report.languages = &ENGLISH;
        run->report.languages_count = 1;
    }
    return code;
}

/* The school's local time; UTC while no school is set up. */
static Civil local_now(const Run *run) {
    Zone *zone = NULL;
    Civil local = civil_from_ms(run->options->now_utc_ms);
    if (run->report.school.zone.len > 0 &&
        zone_open(run->report.school.zone, &zone, NULL) == ERR_OK) {
        local = zone_to_local(zone, run->options->now_utc_ms);
    }
    zone_close(zone);
    return local;
}

static bool has_text(const Str8 *texts, size_t count, Str8 text) {
    for (size_t i = 0; i < count; i++) {
        if (str8_equal(texts[i], text)) {
            return true;
        }
    }
    return false;
}

/* The grades that the sessions of `events` name, in the order in which they come. */
static ErrCode read_grades(Run *run, const Event *events, size_t count, Err *err) {
    static const Str8 ALL[] = {{"KG", 2}, {"01", 2}, {"02", 2}, {"03", 2}, {"04", 2},
                               {"05", 2}, {"06", 2}, {"07", 2}, {"08", 2}, {"09", 2},
                               {"10", 2}, {"11", 2}, {"12", 2}};
    Str8 *grades = ARENA_ARRAY(run->arena, Str8, GRADES_MAX);
    size_t found = 0;
    if (grades == NULL) {
        return no_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        Str8 of_event[GRADES_MAX];
        size_t n = event_grades(&events[i], of_event, GRADES_MAX);
        for (size_t k = 0; k < n && found < GRADES_MAX; k++) {
            if (!has_text(grades, found, of_event[k])) {
                grades[found++] = of_event[k];
            }
        }
    }
    run->report.grades_assumed = found == 0;
    run->report.grades = found > 0 ? grades : ALL;
    run->report.grades_count = found > 0 ? found : sizeof ALL / sizeof ALL[0];
    return ERR_OK;
}

static ErrCode read_events(Run *run, Err *err) {
    const int64_t near_ms = (int64_t)NEAR_DAYS * DAY_MS;
    int64_t now = run->options->now_utc_ms;
    Event *events = NULL;
    size_t count = 0;
    ErrCode code = event_store_between(run->store, run->arena, now - near_ms, now + near_ms,
                                       &events, &count, err);
    if (code == ERR_OK && run->options->grades_count > 0) {
        run->report.grades = run->options->grades;
        run->report.grades_count = run->options->grades_count;
    } else if (code == ERR_OK) {
        code = read_grades(run, events, count, err);
    }
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        if (events[i].end_utc_ms > now && !events[i].cancelled) {
            run->report.events++;
            check_event(&run->check, &events[i]);
        }
    }
    return code;
}

/* ---- services ---- */

static ErrCode visit_service(void *context, const Service *service, Err *err) {
    Run *run = context;
    dead_ends_add(&run->ends, service);
    check_service(&run->check, service);
    run->report.own += service->own ? 1 : 0;
    run->report.city += service->own ? 0 : 1;
    if (service->own && run->own_keys_count < OWN_MAX) {
        run->own_keys[run->own_keys_count++] = str8_copy(run->arena, service->key);
    }
    return run->check.findings->no_memory ? no_memory(err) : ERR_OK;
}

static ErrCode walk_services(Run *run, Err *err) {
    Arena scratch = arena_make(SCRATCH_SIZE, SCRATCH_MAX);
    run->own_keys = ARENA_ARRAY(run->arena, Str8, OWN_MAX);
    if (run->own_keys == NULL) {
        return no_memory(err);
    }
    ErrCode code =
        service_store_walk(run->store, &scratch, (ServiceVisitor){visit_service, run}, err);
    arena_free(&scratch);
    return code;
}

/* ---- the small lists ---- */

static ErrCode check_guides(Run *run, Err *err) {
    Guide *guides = NULL;
    ErrCode code = guide_store_list(run->store, run->arena, &guides, &run->report.guides, err);
    for (size_t i = 0; code == ERR_OK && i < run->report.guides; i++) {
        bool is_there = guides[i].person.len == 0 ||
                        has_text(run->own_keys, run->own_keys_count, guides[i].person);
        check_guide(&run->check, &guides[i], is_there);
    }
    return code;
}

static ErrCode check_channels(Run *run, Err *err) {
    Channel *channels = NULL;
    ErrCode code =
        channel_store_list(run->store, run->arena, &channels, &run->report.channels, err);
    for (size_t i = 0; code == ERR_OK && i < run->report.channels; i++) {
        check_channel(&run->check, &channels[i]);
    }
    return code;
}

static void run_prepare(Run *run) {
    Civil local = local_now(run);
    if (run->options->waivers != NULL) {
        run->options->waivers->local_ms = civil_to_ms(local);
    }
    run->check = (Check){&run->report.findings, run->options->waivers, run->options->now_utc_ms,
                         run->report.languages, run->report.languages_count};
    run->ends.languages = run->report.languages;
    run->ends.languages_count = run->report.languages_count;
    run->ends.now_utc_ms = run->options->now_utc_ms;
    run->ends.today = schedule_day(local);
}

static ErrCode run_all(Run *run, Err *err) {
    ErrCode code = read_school(run, err);
    if (code == ERR_OK) {
        run_prepare(run);
        code = read_events(run, err);
    }
    if (code == ERR_OK) {
        run->ends.grades = run->report.grades;
        run->ends.grades_count = run->report.grades_count;
        code = walk_services(run, err);
    }
    if (code == ERR_OK) {
        code = check_guides(run, err);
    }
    if (code == ERR_OK) {
        code = check_channels(run, err);
    }
    return code;
}

ErrCode content_check(Store *store, Arena *arena, const ContentOptions *options,
                      ContentReport *report, Err *err) {
    Run *run = ARENA_NEW(arena, Run);
    if (run == NULL) {
        return no_memory(err);
    }
    *run = (Run){.store = store, .arena = arena, .options = options};
    run->report.findings = findings_make(arena);
    ErrCode code = run_all(run, err);
    if (code == ERR_OK) {
        dead_ends_report(&run->ends, options->waivers, &run->report.findings);
        waivers_report(options->waivers, &run->report.findings);
        code = run->report.findings.no_memory ? no_memory(err) : ERR_OK;
    }
    if (code == ERR_OK) {
        *report = run->report;
    }
    return code;
}

ErrCode check_dead_ends(Store *store, int64_t now_utc_ms, Waivers *waivers, Report *report,
                        Err *err) {
    ContentOptions options = {.now_utc_ms = now_utc_ms, .waivers = waivers};
    ContentReport found = {0};
    ErrCode code = content_check(store, report->arena, &options, &found, err);
    if (code != ERR_OK) {
        return code;
    }
    size_t open = found.findings.found[FINDING_DEAD_END];
    size_t told = 0;
    for (size_t i = 0; i < found.findings.count && told < CHECK_NOTES_MAX; i++) {
        const Finding *finding = &found.findings.items[i];
        if (finding->kind == FINDING_DEAD_END && !finding->waived) {
            report_note(report, str8_format(report->arena, "a dead end: %.*s: %.*s",
                                            STR8_ARG(finding->what), STR8_ARG(finding->detail)));
            told++;
        }
    }
    if (open > 0) {
        report_note(report,
                    str8_format(report->arena,
                                "%zu dead end(s) in all: foyerctl check-content says where", open));
    }
    return ERR_OK;
}
