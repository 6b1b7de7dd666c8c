#ifndef FOYER_DATA_IMPORT_FAMILIES_H
#define FOYER_DATA_IMPORT_FAMILIES_H

#include "data/import/roster.h"
#include "data/import/source.h"

/**
 * Read a families CSV (columns: data/import/COLUMNS.md), one row a person.
 *
 * @param roster  [out] set only on ERR_OK; source "families", complete
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT, ERR_NO_MEMORY
 */
ErrCode families_read(Arena *arena, const SourceFile *file, Folder *folder, Roster *roster,
                      Report *report, Err *err) MUST_USE;

#endif
