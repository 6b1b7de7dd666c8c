#ifndef FOYER_DATA_CHECK_CONTENT_CHECK_H
#define FOYER_DATA_CHECK_CONTENT_CHECK_H

#include "data/check/dead_ends.h"
#include "data/check/finding.h"
#include "data/check/waivers.h"
#include "data/import/report.h"
#include "data/store/store.h"

/* Everything the kiosk shows, looked at as a family will meet it (rules 22, 26, 27). Reads only. */
typedef struct {
    int64_t now_utc_ms;
    Waivers *waivers;   /* may be NULL; how often each was used is counted in them */
    const Str8 *grades; /* CEDS; none = those that the events of a year name, else KG to 12 */
    size_t grades_count;
} ContentOptions;

typedef struct {
    School school; /* empty when none is set up */
    const Str8 *languages;
    size_t languages_count;
    const Str8 *grades;
    size_t grades_count;
    bool grades_assumed; /* nothing names them */
    size_t own;          /* people and services of the school */
    size_t city;         /* services of the city */
    size_t guides;
    size_t channels;
    size_t events; /* from today on */
    Findings findings;
} ContentReport;

/**
 * Look at everything.
 * @param report  [out] set only on ERR_OK; lives in `arena`
 * @return ERR_OK also when something is wrong (findings_open); ERR_NO_MEMORY; the store's
 */
MUST_USE ErrCode content_check(Store *store, Arena *arena, const ContentOptions *options,
                               ContentReport *report, Err *err);

enum { CHECK_NOTES_MAX = 6 };

/**
 * After an import: the dead ends of what is in the store now, as notes of `report`, at most
 * CHECK_NOTES_MAX and one that says how many more.
 */
MUST_USE ErrCode check_dead_ends(Store *store, int64_t now_utc_ms, Waivers *waivers, Report *report,
                                 Err *err);

#endif
