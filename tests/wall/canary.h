#ifndef FOYER_TESTS_WALL_CANARY_H
#define FOYER_TESTS_WALL_CANARY_H

#include <sys/types.h>

#include "data/base/err.h"
#include "data/base/str8.h"

/*
 * A family whose names nothing else holds. They stand masked in this program and are unmasked a
 * character at a time, so that a name found in memory was left there by the kiosk. The school they
 * are in is made by a process of its own, for the same reason.
 */
enum {
    CANARY_NAMES = 6, /* given and family names; the last is typed by hand */
    CANARY_SECRETS = 2,
    CANARY_WORDS = CANARY_NAMES + CANARY_SECRETS,
    CANARY_TYPED = CANARY_NAMES - 1,
    CANARY_PHONE = CANARY_NAMES,
    CANARY_CARD,
    CANARY_LETTER = 'Q',
    WALL_FOLDER_SIZE = 256,
};

/** Character `at` of a word; 0 behind its end. */
char canary_char(size_t word, size_t at);

/** `text` holds one of the names. */
bool canary_name_in(Str8 text);

/** Where in this process's memory a word lies. */
typedef struct {
    size_t count;      /* places */
    size_t word;       /* of the first */
    size_t step;       /* bytes from one character to the next: 1, 2, 4 or a glyph's record */
    char mapping[200]; /* where the first is: its line of /proc/PID/maps */
    uintptr_t address;
} CanaryFound;

/**
 * Search all memory that process `pid` can write: what a core dump of it holds. 0 = this process.
 * @return false when it cannot be read
 */
bool canary_search(pid_t pid, CanaryFound *found);

/**
 * A data folder in memory (or TMPDIR) with the demo school and the canary family; the cheapest
 * hash. @param now_utc_ms  the demo's first day
 */
MUST_USE ErrCode canary_school_make(char folder[WALL_FOLDER_SIZE], int64_t now_utc_ms, Err *err);
/** Remove a folder of files. */
void wall_folder_remove(const char *folder);
/** An empty folder in memory, or in TMPDIR. */
MUST_USE ErrCode wall_folder_make(char folder[WALL_FOLDER_SIZE], Err *err);

#endif
