#ifndef FOYER_TESTS_FUZZ_FUZZ_IMPORT_H
#define FOYER_TESTS_FUZZ_FUZZ_IMPORT_H

#include "data/import/calendar.h"
#include "data/import/roster.h"
#include "data/import/source.h"
#include "tests/fuzz/fuzz.h"

/** What a parser of data/import needs beside its bytes. */
typedef struct {
    Arena arena;
    Report report;
    Folder *folder;
    CalendarContext calendar;
    Err err;
} FuzzImport;

/** Zone and folder are opened once and live as long as the process. `import` stays in its place. */
void fuzz_import_begin(FuzzImport *import);
/** Checks the answer and the report, frees all. */
void fuzz_import_end(FuzzImport *import, ErrCode code);

/**
 * A folder from one text: a line "--- users.csv" begins the file of that name. Without any such
 * line the whole text is the file `name`.
 */
Source fuzz_import_folder(FuzzImport *import, Str8 name, Str8 bytes);

/** Every household and event is one that the store takes. */
void fuzz_check_roster(const Roster *roster);
void fuzz_check_calendar(const Calendar *calendar);

#endif
