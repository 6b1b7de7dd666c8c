#ifndef FOYER_DATA_CHECK_WAIVERS_H
#define FOYER_DATA_CHECK_WAIVERS_H

#include "data/base/err.h"
#include "data/check/finding.h"

/*
 * Findings that somebody has looked at and will live with until a date. A text file, one a line:
 *
 *   # kind     key      until       why
 *   dead-end   baby/ar  2026-03-31  The nurse's interpreter is on leave; the office knows.
 *   stale      city/    2026-06-30  The city mends its list every May.
 *
 * A key covers what it names and everything below it ('/'); "*" alone covers the whole kind. A
 * waiver covers through its last day. It runs for at most WAIVER_DAYS_MAX: a waiver for ever is a
 * rule nobody keeps.
 */
enum { WAIVERS_MAX = 500, WAIVER_DAYS_MAX = 366, WAIVER_BYTES_MAX = 256 * 1024 };

typedef struct {
    FindingKind kind;
    Str8 key;
    Str8 until;       /* "2026-03-31" */
    int64_t until_ms; /* the first moment it no longer covers, as a civil clock counts */
    Str8 reason;
    size_t line;
    size_t used; /* findings it covered */
} Waiver;

typedef struct {
    Str8 file;
    Waiver *items;
    size_t count;
    int64_t
        local_ms; /* now, as civil_to_ms counts the school's local time: content_check sets it */
} Waivers;

/**
 * Read a file of waivers. Copies nothing: `bytes` lives as long as the waivers.
 * @param waivers  [out] set only on ERR_OK
 * @return ERR_OK, ERR_INVALID (with file and line), ERR_LIMIT, ERR_NO_MEMORY
 */
MUST_USE ErrCode waivers_parse(Arena *arena, Str8 file, Str8 bytes, Waivers *waivers, Err *err);

/** Whether a waiver in force covers `key`; counts its use. `waivers` may be NULL. */
bool waivers_cover(Waivers *waivers, FindingKind kind, Str8 key);

/** Those that have run out or run too long become findings themselves. */
void waivers_report(const Waivers *waivers, Findings *findings);

#endif
