#ifndef FOYER_TESTS_UNIT_IMPORT_IMPORT_HELP_H
#define FOYER_TESTS_UNIT_IMPORT_IMPORT_HELP_H

#include "data/import/import.h"

/* What every test of an importer starts with. */
typedef struct {
    Arena arena;
    Zone *zone;
    Folder *folder;
    Report report;
    Err err;
} Bench;

/** New York, the arena empty. */
void bench_begin(Bench *bench);
void bench_end(Bench *bench);

/** A source of one file. */
Source bench_file(Bench *bench, const char *name, Str8 bytes);
/** A source of several files, as a folder gives them: name, content, name, content, NULL. */
Source bench_folder(Bench *bench, const char *const *names_and_contents);
/** Context at `now` (RFC 3339). */
CalendarContext bench_calendar(Bench *bench, const char *now);

/** Path under FOYER_SAMPLES (default ../shared/samples), or NULL: skip loudly. */
const char *bench_sample(Bench *bench, const char *path);

/** "open house at 2025-10-16T18:00:00-04:00 .. 2025-10-16T20:00:00-04:00". */
Str8 bench_event(Bench *bench, const Event *event);

/** The refusal `index` as "file:row:column: reason". */
Str8 bench_refused(Bench *bench, size_t index);

int64_t bench_utc(const char *text);

#endif
