#ifndef FOYER_DATA_IMPORT_ONEROSTER_H
#define FOYER_DATA_IMPORT_ONEROSTER_H

#include "data/import/roster.h"
#include "data/import/source.h"

/** What was read of a OneRoster 1.1 or 1.2 CSV package (1EdTech OneRoster CSV binding). */
typedef struct {
    RosterPeople people;
    Str8 school_name; /* the only org of type "school"; else empty */
} OneRoster;

/**
 * Read manifest.csv (optional), users.csv, roles.csv (1.2) and orgs.csv of `source`.
 *
 * Passwords, user names, e-mail addresses and identifiers are not kept; demographics and user
 * profiles are not opened. Rows that cannot be right are refused in `report`.
 *
 * @param oneroster  [out] set only on ERR_OK; texts live in `arena`
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT, ERR_NO_MEMORY
 */
ErrCode oneroster_read(Arena *arena, const Source *source, OneRoster *oneroster, Report *report,
                       Err *err) MUST_USE;

#endif
