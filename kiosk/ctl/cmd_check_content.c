#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "data/base/civil.h"
#include "data/check/content_check.h"
#include "kiosk/ctl/ctl.h"

enum {
    SHOWN_MAX = 10, /* of each kind, without --all */
    DEAD_ENDS_SHOWN_MAX = 24,
};

typedef struct {
    const char *waivers; /* a path; NULL = WAIVERS_FILE of the data folder, if it is there */
    const char *on;      /* a date instead of today */
    const char *grades;
    bool json;
    bool all;
} Options;

typedef struct {
    Ctl *ctl;
    Options options;
    Waivers waivers;
    Str8 grades[GRADES_MAX];
    size_t grades_count;
    int64_t now_utc_ms;
    ContentReport report;
    Err err;
} Run;

#define WAIVERS_FILE "waivers.txt"

/* ---- reading options ---- */

static const char *const GRADES[] = {"PK", "KG", "01", "02", "03", "04", "05",
                                     "06", "07", "08", "09", "10", "11", "12"};
enum { GRADES_KNOWN = sizeof GRADES / sizeof GRADES[0] };

static int grade_index(Str8 grade) {
    for (int i = 0; i < GRADES_KNOWN; i++) {
        if (str8_equal_ignoring_case(grade, str8_from(GRADES[i]))) {
            return i;
        }
    }
    return -1;
}

/* "KG-05,09": false when it is not understood. */
static bool read_grades(Run *run) {
    bool wanted[GRADES_KNOWN] = {false};
    Str8 rest = str8_from(run->options.grades);
    while (rest.len > 0) {
        Str8 last = {NULL, 0};
        Str8 first = str8_cut(str8_cut(rest, ',', &rest), '-', &last);
        int from = grade_index(first);
        int to = last.len > 0 ? grade_index(last) : from;
        if (from < 0 || to < from) {
            return false;
        }
        for (int i = from; i <= to; i++) {
            wanted[i] = true;
        }
    }
    for (int i = 0; i < GRADES_KNOWN; i++) {
        if (wanted[i]) {
            run->grades[run->grades_count++] = str8_from(GRADES[i]);
        }
    }
    return true;
}

/* Five in the afternoon UTC: that very day everywhere in the Americas. */
static bool read_day(Run *run) {
    Civil day = {0};
    run->now_utc_ms = system_clock_port(&run->ctl->clock).now(&run->ctl->clock).utc_ms;
    if (run->options.on == NULL) {
        return true;
    }
    if (!civil_parse_date(str8_from(run->options.on), &day)) {
        return false;
    }
    run->now_utc_ms = civil_to_ms(day) + 17 * (int64_t)HOUR_MS;
    return true;
}

ErrCode ctl_read_waivers(const Ctl *ctl, const char *path, Waivers *waivers, Err *err) {
    Str8 bytes = {NULL, 0};
    const char *chosen = path;
    if (path == NULL) {
        chosen = str8_to_c(ctl->arena, str8_format(ctl->arena, "%s/" WAIVERS_FILE, ctl->folder));
    }
    if (chosen == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for waivers");
    }
    ErrCode code = files_read(ctl->arena, chosen, WAIVER_BYTES_MAX, &bytes, err);
    if (code == ERR_NOT_FOUND && path == NULL) {
        *waivers = (Waivers){0};
        return ERR_OK;
    }
    const char *slash = strrchr(chosen, '/');
    Str8 name = str8_from(slash != NULL ? slash + 1 : chosen);
    return code == ERR_OK ? waivers_parse(ctl->arena, name, bytes, waivers, err) : code;
}

/* ---- for people ---- */

static Str8 school_name(const ContentReport *report) {
    Str8 name = text_set_pick(report->school.name, STR8("en"), NULL);
    return name.len > 0 ? name : STR8("(no school is set up)");
}

static void print_head(const Run *run) {
    const ContentReport *report = &run->report;
    Arena *arena = run->ctl->arena;
    (void)printf("%.*s, %.*s\n", STR8_ARG(school_name(report)),
                 STR8_ARG(str8_slice(rfc3339_text(arena, run->now_utc_ms), 0, 10)));
    (void)printf(
        "  looked at: %zu people and services of the school, %zu services of the city, %zu "
        "guides,\n  %zu channels, %zu events ahead\n",
        report->own, report->city, report->guides, report->channels, report->events);
    (void)printf("  for families who speak");
    for (size_t i = 0; i < report->languages_count; i++) {
        (void)printf("%s %.*s", i > 0 ? "," : "", STR8_ARG(language_words(report->languages[i])));
    }
    (void)printf("; grades");
    for (size_t i = 0; i < report->grades_count; i++) {
        (void)printf(" %.*s", STR8_ARG(report->grades[i]));
    }
    (void)printf("%s\n",
                 report->grades_assumed ? "\n  (no event names grades: --grades says which)" : "");
}

/* The school's own stand first in every list: what comes last is the city's. */
static size_t count_city(const Findings *findings, FindingKind kind) {
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *finding = &findings->items[i];
        count += finding->kind == kind && !finding->waived &&
                 str8_starts_with(finding->key, STR8("city/"));
    }
    return count;
}

static void print_kind(const Run *run, FindingKind kind) {
    const Findings *findings = &run->report.findings;
    size_t shown_max = kind == FINDING_DEAD_END ? DEAD_ENDS_SHOWN_MAX : SHOWN_MAX;
    size_t shown = 0;
    if (findings->found[kind] == 0) {
        return;
    }
    (void)printf("\n%s: %zu\n", finding_kind_title(kind), findings->found[kind]);
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *finding = &findings->items[i];
        if (finding->kind != kind || finding->waived) {
            continue;
        }
        if (shown == shown_max && !run->options.all) {
            break;
        }
        (void)printf("  %.*s: %.*s  [%.*s]\n", STR8_ARG(finding->what), STR8_ARG(finding->detail),
                     STR8_ARG(finding->key));
        shown++;
    }
    if (findings->found[kind] > shown) {
        (void)printf("  and %zu more%s\n", findings->found[kind] - shown,
                     count_city(findings, kind) >= findings->found[kind] - shown ? ", of the city"
                                                                                 : "");
    }
    (void)printf("  What to do: %s.\n", finding_kind_advice(kind));
}

static size_t count_waived(const Findings *findings) {
    size_t sum = 0;
    for (unsigned kind = 0; kind < FINDING_KIND_COUNT; kind++) {
        sum += findings->waived[kind];
    }
    return sum;
}

static void print_text(const Run *run) {
    const Findings *findings = &run->report.findings;
    size_t open = findings_open(findings);
    size_t waived = count_waived(findings);
    print_head(run);
    for (unsigned kind = 0; kind < FINDING_KIND_COUNT; kind++) {
        print_kind(run, (FindingKind)kind);
    }
    if (open == 0) {
        (void)printf("\nEverything leads somewhere.");
    } else {
        (void)printf("\n%zu finding(s).", open);
    }
    if (waived > 0) {
        (void)printf(" %zu waived.", waived);
    }
    if (open > 0 && !run->options.all) {
        (void)printf(" All of them: --all; [key] is what a waiver names.");
    }
    (void)printf("\n");
    for (size_t i = 0; i < run->waivers.count; i++) {
        const Waiver *waiver = &run->waivers.items[i];
        if (waiver->used == 0 && waiver->until_ms > run->waivers.local_ms) {
            (void)printf("note: %.*s:%zu covers nothing any more; take it out\n",
                         STR8_ARG(run->waivers.file), waiver->line);
        }
    }
}

/* ---- for machines ---- */

static json_t *json_text(Str8 text) {
    return json_stringn(text.len > 0 ? text.ptr : "", text.len);
}

static json_t *json_texts(const Str8 *texts, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        (void)json_array_append_new(array, json_text(texts[i]));
    }
    return array;
}

static json_t *json_counts(const Findings *findings) {
    json_t *counts = json_object();
    for (unsigned kind = 0; kind < FINDING_KIND_COUNT; kind++) {
        (void)json_object_set_new(counts, finding_kind_name((FindingKind)kind),
                                  json_pack("{s:I,s:I}", "open", (json_int_t)findings->found[kind],
                                            "waived", (json_int_t)findings->waived[kind]));
    }
    return counts;
}

static json_t *json_findings(const Findings *findings) {
    json_t *array = json_array();
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *finding = &findings->items[i];
        (void)json_array_append_new(
            array, json_pack("{s:s,s:o,s:o,s:o,s:b}", "kind", finding_kind_name(finding->kind),
                             "key", json_text(finding->key), "what", json_text(finding->what),
                             "detail", json_text(finding->detail), "waived", finding->waived));
    }
    return array;
}

static ErrCode print_json(Run *run) {
    const ContentReport *report = &run->report;
    json_t *json =
        json_pack("{s:o,s:o,s:b,s:o,s:o,s:{s:I,s:I,s:I,s:I,s:I},s:o,s:o}", "school",
                  json_text(school_name(report)), "checked",
                  json_text(rfc3339_text(run->ctl->arena, run->now_utc_ms)), "ok",
                  findings_open(&report->findings) == 0, "languages",
                  json_texts(report->languages, report->languages_count), "grades",
                  json_texts(report->grades, report->grades_count), "looked_at", "own",
                  (json_int_t)report->own, "city", (json_int_t)report->city, "guides",
                  (json_int_t)report->guides, "channels", (json_int_t)report->channels, "events",
                  (json_int_t)report->events, "counts", json_counts(&report->findings), "findings",
                  json_findings(&report->findings));
    if (json == NULL || json_dumpf(json, stdout, JSON_INDENT(1)) != 0) {
        json_decref(json);
        return err_set(&run->err, ERR_NO_MEMORY, "no memory for the report");
    }
    (void)printf("\n");
    json_decref(json);
    return ERR_OK;
}

/* ---- the command ---- */

static int check_site(Run *run) {
    Site *site = ctl_open(run->ctl, false, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    ContentOptions options = {.now_utc_ms = run->now_utc_ms,
                              .waivers = &run->waivers,
                              .grades = run->grades,
                              .grades_count = run->grades_count};
    ErrCode code = ctl_read_waivers(run->ctl, run->options.waivers, &run->waivers, &run->err);
    if (code == ERR_OK) {
        code = content_check(site->store, run->ctl->arena, &options, &run->report, &run->err);
    }
    if (code == ERR_OK && run->options.json) {
        code = print_json(run);
    } else if (code == ERR_OK) {
        print_text(run);
    }
    site_close(site);
    if (code != ERR_OK) {
        return ctl_fail(run->ctl, &run->err, NULL);
    }
    return findings_open(&run->report.findings) == 0 ? EXIT_DONE : EXIT_FAILED;
}

static int run_check(Ctl *ctl, int argc, char **argv) {
    Run *run = ARENA_NEW(ctl->arena, Run);
    if (run == NULL) {
        return EXIT_FAILED;
    }
    run->ctl = ctl;
    const CtlOption options[] = {
        {"--json", 0, NULL, &run->options.json},       {"--all", 'a', NULL, &run->options.all},
        {"--waivers", 0, &run->options.waivers, NULL}, {"--on", 0, &run->options.on, NULL},
        {"--grades", 0, &run->options.grades, NULL},
    };
    if (!ctl_options(ctl, argc, argv, options, sizeof options / sizeof options[0])) {
        return EXIT_USAGE;
    }
    if (run->options.grades != NULL && !read_grades(run)) {
        return ctl_usage(ctl, "--grades is KG-05 or PK,KG,01, not", run->options.grades);
    }
    if (!read_day(run)) {
        return ctl_usage(ctl, "--on is a date such as 2026-03-31, not", run->options.on);
    }
    return check_site(run);
}

const CtlCommand COMMAND_CHECK_CONTENT = {
    .name = "check-content",
    .usage = "[--all] [--json] [--waivers FILE] [--on DATE] [--grades LIST]",
    .summary = "look for dead ends and for what is old, missing or wrong",
    .details =
        "\nLooks at everything the kiosk shows, and says what, where and what to do:\n"
        "  dead-end     a need, a language and a grade for which there is nobody\n"
        "  unreachable  no telephone, web page, e-mail, address or room\n"
        "  stale        not checked for 180 days\n"
        "  translation  the school's own words are missing in one of its languages\n"
        "  link         a web address that cannot become a code\n"
        "  hours        hours that only people can read; the school's own that are missing\n"
        "  event        events and parts of events that say nothing\n"
        "  guide        guides that name somebody who is not there, or are too long for a code\n"
        "  waiver       waivers that have run out\n\n"
        "  --all            every finding, not only the first ten of each kind\n"
        "  --json           for machines\n"
        "  --waivers FILE   what may stay for now; default: waivers.txt in the data folder\n"
        "  --on DATE        as it will be on that day (\"2026-03-31\")\n"
        "  --grades LIST    the school's grades (\"KG-05\"); default: those its events name\n\n"
        "A waiver is a line: kind, key, last day, reason. The key stands in brackets behind a\n"
        "finding and covers everything below it; \"*\" is all of a kind. No more than a year.\n"
        "  dead-end  baby/ar  2026-03-31  The interpreter is on leave; the office knows.\n"
        "  stale     city     2026-06-30  The city mends its list every May.\n\n"
        "Exit code: 0 nothing is wrong that is not waived, 1 something is, 2 usage.\n",
    .run = run_check,
};
