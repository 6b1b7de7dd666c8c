#ifndef FOYER_DATA_IMPORT_HSDS_SERVICE_H
#define FOYER_DATA_IMPORT_HSDS_SERVICE_H

#include "data/import/calendar.h"
#include "data/import/hsds_table.h"
#include "data/import/needs.h"
#include "data/import/service_set.h"

enum {
    HSDS_PLACES_MAX = 25, /* of one service; each becomes a service of its own here */
    HSDS_TERMS_MAX = NEED_TERMS_MAX,
    HSDS_PARTS_MAX = 16, /* texts of one sort (fees, documents) that are joined */
};

/** What was met on the way, for the notes. */
typedef struct {
    size_t inactive;
    size_t no_organization; /* named one that is not in the package */
    size_t urls;
    size_t emails;
    size_t phones;
    size_t hours;       /* services whose hours were not understood whole */
    size_t turned;      /* services whose hours came in another offset */
    size_t languages;   /* services with a language nobody knows */
    size_t places;      /* services with more than HSDS_PLACES_MAX places */
    size_t no_location; /* links to a location that is not in the package */
} HsdsTally;

/** Mapping one package. */
typedef struct {
    const CalendarContext *context;
    const HsdsPackage *package;
    const NeedTable *needs;
    Str8 source;
    HsdsTally tally;
} HsdsMapping;

/** A service at one place: rows that are not there have no table. */
typedef struct {
    HsdsRow service;
    HsdsRow at_location;
    HsdsRow location;
    HsdsRow organization;
} HsdsAt;

/** The words of Foyer's own export: terms of the taxonomy "Foyer" (COLUMNS.md). */
#define HSDS_OWN_PREFIX "foyer:"

/**
 * One service at one place.
 * @param service  [out] key and id as Foyer's export says, else id from the source; key empty
 * @return ERR_OK, ERR_NO_MEMORY
 */
ErrCode hsds_service_make(HsdsMapping *mapping, const HsdsAt *at, Service *service,
                          Err *err) MUST_USE;

/** The value of Foyer's own attribute `code` ("foyer:key") of a service; empty = none. */
Str8 hsds_own_value(const HsdsPackage *package, Str8 service_id, Str8 code);

/** A line that the store takes; empty when it is too long. */
Str8 hsds_own_line(Str8 text);
/** Letters, digits and '-', as BCP 47 has it. */
bool hsds_own_tag_is_good(Str8 tag);

/** Replace what Foyer's own export says in attributes; see hsds_own.c. */
void hsds_own_apply(const HsdsMapping *mapping, const HsdsAt *at, Service *service);

#endif
