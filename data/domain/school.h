#ifndef FOYER_DATA_DOMAIN_SCHOOL_H
#define FOYER_DATA_DOMAIN_SCHOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "data/base/str8.h"
#include "data/domain/text_set.h"

enum { SCHOOL_LANGUAGES_MAX = 24 };

/** What the kiosk knows of the school it stands in. */
typedef struct {
    TextSet name;
    Str8 zone;    /* IANA name: "America/New_York" */
    Str8 country; /* ISO 3166, for phone grouping: "US" */
    Str8 phone;   /* the front office, as dialled */
    bool demo;    /* the demo school: marked on the home screen */
} School;

#endif
