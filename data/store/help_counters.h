#ifndef FOYER_DATA_STORE_HELP_COUNTERS_H
#define FOYER_DATA_STORE_HELP_COUNTERS_H

#include "data/domain/service.h"
#include "data/store/store.h"

/*
 * Counts of looking for help by need, language and ISO week: a database file of its own, without
 * a clock time, an id or any key that joins it to a visit (invariant 10, rule 17). The crisis card
 * is no need and cannot be counted.
 *
 * What a session counts stays in memory until the session is over; what sessions counted stays in
 * memory until five or more are over, and is then written as one sum. Until then no byte of any
 * file changes, and a power cut loses it. Files are the same for any order of the same sessions.
 *
 * The kiosk's part:
 * - help_counters_add* when somebody looks (once a session and need is counted, more is the same);
 * - help_counters_session_over at every session's end, counted or not;
 * - help_counters_write at every refresh: it keeps to full hours by itself.
 */
typedef struct HelpCounters HelpCounters;

typedef struct {
    Need need;
    Str8 language;
    int iso_year;  /* 2025 */
    int iso_week;  /* 1..53 */
    int64_t count; /* of sessions */
} HelpCount;

/** "Someone who speaks my language". */
typedef struct {
    Str8 language;
    int iso_year;
    int iso_week;
    int64_t count; /* of sessions */
} HelpSpeaks;

/** What at least five sessions searched for. */
typedef struct {
    Str8 term;
    Str8 language; /* of the screen */
    int iso_year;
    int iso_week;
    int64_t count; /* of sessions */
} HelpTerm;

enum {
    HELP_COUNTS_MAX = 10000, /* of one list */
    HELP_BATCH_SESSIONS_MIN = 5,
    HELP_PENDING_MAX = 1024,     /* sums in memory; what does not fit is not counted */
    HELP_SESSION_TERMS_MAX = 16, /* of one session; more are not counted */
    HELP_TERMS_MAX = 500,        /* terms in memory; the least asked for gives way */
    HELP_TERM_BYTES_MAX = 64,    /* longer ones are stories, not terms */
};

/** @param path of a file of its own, created when missing; @param vfs as in StoreOptions */
MUST_USE ErrCode help_counters_open(Arena *arena, const char *path, const char *vfs,
                                    HelpCounters **counters, Err *err);
/** Writes what may be written and wipes the rest. NULL is allowed. */
void help_counters_close(HelpCounters *counters);

/**
 * Session number `session` looked for `need`. Memory only. When a number other than the last one
 * comes, the session before is over.
 * @param session  any number that two sessions in a row do not share; never written anywhere
 * @param language BCP 47
 * @return ERR_INVALID
 */
MUST_USE ErrCode help_counters_add(HelpCounters *counters, uint32_t session, Need need,
                                   Str8 language, int iso_year, int iso_week, Err *err);
/** It asked for someone who speaks its language. As help_counters_add. */
MUST_USE ErrCode help_counters_add_speaks(HelpCounters *counters, uint32_t session, Str8 language,
                                          int iso_year, int iso_week, Err *err);
/**
 * It searched for `term` and found nothing: call it when the search ends (a card is opened, the
 * screen is left), not at every key. A term is kept in memory until five different sessions asked
 * for it in the same language, and is written as their sum with the week of the last; then it
 * starts at nothing again. What has a digit of any script or an "@", or is shorter than two
 * characters or longer than HELP_TERM_BYTES_MAX, is forgotten at once, which is no error.
 */
MUST_USE ErrCode help_counters_add_term(HelpCounters *counters, uint32_t session, Str8 term,
                                        Str8 language, int iso_year, int iso_week, Err *err);
/** The session is over. Sessions that counted nothing do not count towards five. Memory only. */
void help_counters_session_over(HelpCounters *counters, uint32_t session);

/**
 * Write what five or more sessions counted, if that many are over. Only the first call in a new
 * hour does anything (the first call of all does not): the file's modification time says a full
 * hour, and not when somebody left.
 */
MUST_USE ErrCode help_counters_write(HelpCounters *counters, int64_t now_utc_ms, Err *err);

/** For staff: what was written, by week, need, language; at most HELP_COUNTS_MAX. */
MUST_USE ErrCode help_counters_list(HelpCounters *counters, Arena *arena, HelpCount **counts,
                                    size_t *count, Err *err);
/** By week, language. */
MUST_USE ErrCode help_counters_list_speaks(HelpCounters *counters, Arena *arena,
                                           HelpSpeaks **speaks, size_t *count, Err *err);
/** By week, language, term. */
MUST_USE ErrCode help_counters_list_terms(HelpCounters *counters, Arena *arena, HelpTerm **terms,
                                          size_t *count, Err *err);

/** ISO 8601 week of a civil date (data/base/civil.h): the caller knows the local date. */
void iso_week_of(int year, int month, int day, int *iso_year, int *iso_week);

#endif
