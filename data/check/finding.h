#ifndef FOYER_DATA_CHECK_FINDING_H
#define FOYER_DATA_CHECK_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/str8.h"

/* What is wrong with the content, one thing a finding. */
typedef enum {
    FINDING_DEAD_END,    /* rule 26: nobody for a need, a language and a grade */
    FINDING_UNREACHABLE, /* no telephone, web page, e-mail, address or room */
    FINDING_STALE,       /* rule 27: not checked for SERVICE_OLD_AFTER_DAYS */
    FINDING_TRANSLATION, /* the school's own words are missing in one of its languages */
    FINDING_LINK,        /* a web address that cannot become a code (data/domain/link.h) */
    FINDING_HOURS,       /* hours that only people can read; own ones that are missing */
    FINDING_EVENT,       /* an event or a part of one that says nothing */
    FINDING_GUIDE,       /* a guide that names somebody who is not there, or does not fit a code */
    FINDING_WAIVER,      /* a waiver that has run out, or runs too long */
    FINDING_KIND_COUNT,
} FindingKind;

/**
 * One thing that is wrong. `key` says where, for waivers and machines:
 *   dead-end     need/language/grade; '*' for all of them ("food/ar/03", "food/ar/" with a star)
 *   services     own/KEY or city/KEY; translations own/KEY/LANGUAGE
 *   others       channel/KEY, guide/KEY, event/UID, waivers.txt:LINE
 */
typedef struct {
    FindingKind kind;
    Str8 key;
    Str8 what;   /* the thing by its name: "Daniela Reyes, School counselor" */
    Str8 detail; /* what is wrong with it, behind a colon */
    bool waived;
} Finding;

enum { FINDINGS_MAX = 400000 /* more are counted only */ };

/** Findings in the order they were made; everything in one arena. */
typedef struct {
    Arena *arena;
    Finding *items;
    size_t count;
    size_t size;
    size_t found[FINDING_KIND_COUNT];  /* not waived, those past FINDINGS_MAX too */
    size_t waived[FINDING_KIND_COUNT]; /* waived */
    bool no_memory;                    /* the arena ran out: a finding is missing */
} Findings;

Findings findings_make(Arena *arena);

/** Add one; texts are copied. */
void findings_add(Findings *findings, const Finding *finding);

/** All that are not waived. */
size_t findings_open(const Findings *findings);

const char *finding_kind_name(FindingKind kind); /* "dead-end": waivers and JSON */
bool finding_kind_parse(Str8 text, FindingKind *kind);
/** What a secretary reads above the findings of a kind, and what to do about them. Static. */
const char *finding_kind_title(FindingKind kind);
const char *finding_kind_advice(FindingKind kind);

#endif
