#ifndef FOYER_DATA_IMPORT_GUIDES_CSV_H
#define FOYER_DATA_IMPORT_GUIDES_CSV_H

#include "data/domain/guide.h"
#include "data/import/calendar.h"

/** Guides for families, ready for the store; their source is "guides". */
typedef struct {
    Str8 file; /* for messages */
    Guide *guides;
    size_t count;
    bool complete; /* nothing was refused: what is absent is gone */
} GuideSet;

/**
 * Read the school's guides, one row each (columns: data/import/COLUMNS.md).
 *
 * @param set  [out] set only on ERR_OK
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT (more than GUIDES_MAX rows), ERR_NO_MEMORY
 */
ErrCode guides_csv_read(const CalendarContext *context, const SourceFile *file, GuideSet *set,
                        Err *err) MUST_USE;

#endif
