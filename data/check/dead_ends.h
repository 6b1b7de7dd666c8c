#ifndef FOYER_DATA_CHECK_DEAD_ENDS_H
#define FOYER_DATA_CHECK_DEAD_ENDS_H

#include "data/check/finding.h"
#include "data/check/waivers.h"
#include "data/domain/school.h"
#include "data/domain/service.h"

/*
 * Rule 26: every need x language x grade ends in a live, dated, reachable service, or in a named
 * person at the school. Pure; services are told one by one.
 *
 * A person of the school counts in every language and grade: the school finds an interpreter. A
 * service counts in the languages it speaks (with an interpreter: in all; when it says none: in
 * the one it is written in), and in the grades that "for whom" does not shut out. For a child's
 * own needs the child must be let in; for others a grown-up will do.
 */
enum { GRADES_MAX = 24 };

typedef struct {
    const Str8 *languages; /* BCP 47, of the school */
    size_t languages_count;
    const Str8 *grades; /* CEDS, of the school */
    size_t grades_count;
    int64_t now_utc_ms;
    int32_t today;                                      /* schedule_day */
    uint32_t covered[NEED_COUNT][SCHOOL_LANGUAGES_MAX]; /* bit per grade */
    size_t having[NEED_COUNT];                          /* whoever has the need at all */
    size_t usable[NEED_COUNT];                          /* of them: live, dated, reachable */
} DeadEnds;

/** No longer than SERVICE_OLD_AFTER_DAYS ago somebody looked; 0 = nobody ever did. */
bool assured_is_fresh(int64_t assured_utc_ms, int64_t now_utc_ms);
/** Has a telephone number, web page, e-mail, address, room or place. */
bool service_is_reachable(const Service *service);

void dead_ends_add(DeadEnds *ends, const Service *service);

/**
 * Whatever is not covered becomes findings: one for a need that nobody has, else one for a
 * language, else one for a grade.
 * @param waivers  may be NULL
 */
void dead_ends_report(const DeadEnds *ends, Waivers *waivers, Findings *findings);

/** "ar" in a secretary's words: "Arabic"; of a language that is not known here the tag. */
Str8 language_words(Str8 tag);

#endif
