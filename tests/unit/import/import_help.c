#include "tests/unit/import/import_help.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

void bench_begin(Bench *bench) {
    memset(bench, 0, sizeof *bench);
    bench->arena = arena_make(1 << 20, (size_t)1 << 30);
    bench->report = report_make(&bench->arena);
    assert_int_equal(zone_open(STR8("America/New_York"), &bench->zone, NULL), ERR_OK);
    assert_int_equal(folder_open(&bench->folder, NULL), ERR_OK);
}

void bench_end(Bench *bench) {
    zone_close(bench->zone);
    folder_close(bench->folder);
    arena_free(&bench->arena);
}

Source bench_file(Bench *bench, const char *name, Str8 bytes) {
    Source source = {
        .name = str8_from(name), .files = ARENA_NEW(&bench->arena, SourceFile), .files_count = 1};
    source.files[0] = (SourceFile){str8_from(name), bytes};
    return source;
}

Source bench_folder(Bench *bench, const char *const *names_and_contents) {
    Source source = {.name = STR8("folder"),
                     .is_container = true,
                     .files = ARENA_ARRAY(&bench->arena, SourceFile, SOURCE_FILES_MAX)};
    for (size_t i = 0; names_and_contents[i] != NULL; i += 2) {
        source.files[source.files_count++] =
            (SourceFile){str8_from(names_and_contents[i]), str8_from(names_and_contents[i + 1])};
    }
    return source;
}

int64_t bench_utc(const char *text) {
    int64_t utc_ms = 0;
    assert_true(rfc3339_parse(str8_from(text), &utc_ms));
    return utc_ms;
}

CalendarContext bench_calendar(Bench *bench, const char *now) {
    return (CalendarContext){.arena = &bench->arena,
                             .zone = bench->zone,
                             .now_utc_ms = bench_utc(now),
                             .language = STR8("en"),
                             .us_dates = true,
                             .report = &bench->report};
}

const char *bench_sample(Bench *bench, const char *path) {
    const char *folder = getenv("FOYER_SAMPLES");
    Str8 whole =
        str8_format(&bench->arena, "%s/%s",
                    folder != NULL && folder[0] != '\0' ? folder : "../shared/samples", path);
    if (access(whole.ptr, R_OK) != 0) {
        (void)fprintf(stderr, "SKIPPED: the sample %s is not there\n", whole.ptr);
        return NULL;
    }
    return whole.ptr;
}

Str8 bench_event(Bench *bench, const Event *event) {
    Str8 start = zone_rfc3339(&bench->arena, bench->zone, event->start_utc_ms);
    Str8 end = zone_rfc3339(&bench->arena, bench->zone, event->end_utc_ms);
    return str8_format(&bench->arena, "%.*s %.*s .. %.*s%s%s", STR8_ARG(event->uid),
                       STR8_ARG(start), STR8_ARG(end), event->all_day ? " all-day" : "",
                       event->cancelled ? " cancelled" : "");
}

Str8 bench_refused(Bench *bench, size_t index) {
    assert_true(index < bench->report.refused_listed);
    const Refused *refused = &bench->report.refused[index];
    return str8_format(&bench->arena, "%.*s:%zu:%.*s: %.*s", STR8_ARG(refused->file), refused->row,
                       STR8_ARG(refused->column), STR8_ARG(refused->reason));
}
