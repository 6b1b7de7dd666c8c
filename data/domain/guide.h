#ifndef FOYER_DATA_DOMAIN_GUIDE_H
#define FOYER_DATA_DOMAIN_GUIDE_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/id.h"
#include "data/domain/text_set.h"

enum {
    GUIDES_MAX = 64,
    GUIDE_STEPS_MAX = 6,
    GUIDE_QUESTIONS_MAX = 6,
    GUIDE_TAKE_BYTES_MAX = 120, /* in each language: what a code holds */
};

/** A short guide for families: how an IEP meeting works and what to ask. */
typedef struct {
    Id id;
    Str8 key; /* "iep-meeting" */
    TextSet title;
    TextSet summary;                /* one or two sentences */
    TextSet steps[GUIDE_STEPS_MAX]; /* what happens, one sentence each */
    size_t steps_count;
    TextSet questions[GUIDE_QUESTIONS_MAX]; /* what to ask */
    size_t questions_count;
    TextSet take;   /* what the QR says: plain text of GUIDE_TAKE_BYTES_MAX */
    Str8 person;    /* key of the service to ask: "counselor"; empty = the front desk */
    Str8 url;       /* more to read; empty = none */
    uint32_t needs; /* bit 1 << Need: also found there */
    int64_t assured_utc_ms;
} Guide;

#endif
