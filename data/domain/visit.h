#ifndef FOYER_DATA_DOMAIN_VISIT_H
#define FOYER_DATA_DOMAIN_VISIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/id.h"
#include "data/base/port.h"
#include "data/domain/household.h"

enum { VISIT_PEOPLE_MAX = 64 };

/** How a party said who it is. */
typedef enum {
    VISIT_BY_PHONE,
    VISIT_BY_CARD,
    VISIT_BY_NAME,  /* typed its own names */
    VISIT_BY_COUNT, /* just counted */
    VISIT_METHOD_COUNT,
} VisitMethod;

/** One person of a party. Empty names when only counted. */
typedef struct {
    Id person_id; /* the household's person, or none */
    Str8 given_name;
    Str8 family_name;
    PersonRole role;
    Str8 grade;
} Visitor;

/** A household (or other party) at an event: what a sign-in record says. */
typedef struct {
    Id id; /* UUIDv7, made when the form opened: the journal record's id */
    Id event_id;
    Id household_id; /* none when typed or counted */
    VisitMethod method;
    Str8 language; /* the one the kiosk spoke, BCP 47 */
    const Visitor *people;
    size_t people_count; /* 1..VISIT_PEOPLE_MAX */
} Visit;

Str8 visit_method_name(VisitMethod method); /* "phone", "card", "name", "count" */
bool visit_method_parse(Str8 text, VisitMethod *method);

#endif
