#ifndef FOYER_DATA_IMPORT_CONTENT_ROW_H
#define FOYER_DATA_IMPORT_CONTENT_ROW_H

#include "data/import/csv_row.h"
#include "data/import/id_map.h"
#include "data/import/source.h"

/*
 * What the plain CSV files of the school's own content (people, channels, guides) have in common.
 * Functions that answer false have refused the row, with its column and what to do.
 */
enum {
    CONTENT_KEY_BYTES_MAX = 48,
    CONTENT_LINE_BYTES_MAX = 200, /* room, join code, address, ... */
    CONTENT_NAME_BYTES_MAX = 300,
    CONTENT_TEXT_BYTES_MAX = 2000, /* in one language */
};

/** A file being read. */
typedef struct {
    const CalendarContext *context;
    CsvTable table;
    IdMap keys; /* of rows that were taken -> row number */
} ContentList;

/** The columns of a file, and how many rows it may have. */
typedef struct {
    const CsvColumn *columns;
    size_t columns_count;
    size_t rows_max;
} ContentColumns;

/**
 * @param list  [out] set only on ERR_OK; stays in its place
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT, ERR_NO_MEMORY
 */
MUST_USE ErrCode content_list_open(const CalendarContext *context, const SourceFile *file,
                                   ContentColumns columns, ContentList *list, Err *err);

CsvRow content_list_row(const ContentList *list, size_t row);

/**
 * The key: the column "key", else made of the plain text of `name`. Another row's is refused.
 * @return false also when the map is full, which content_list_open's size rules out
 */
bool content_row_key(ContentList *list, CsvRow row, const char *name, Str8 *key);

/** The key of another row ("ask"), or empty. */
bool content_row_reference(CsvRow row, const char *name, Str8 *key);

/** Column "needs": words of need_name. */
bool content_row_needs(CsvRow row, bool required, uint32_t *needs);
/** Column "checked": a day that is not to come, as noon UTC; an empty cell is 0. */
bool content_row_checked(CsvRow row, int64_t *assured_utc_ms);
/** Column "url": a link_check address or empty. */
bool content_row_url(CsvRow row, Str8 *url);
/** Column "email": one address or empty. */
bool content_row_email(CsvRow row, Str8 *email);
/** A telephone number as it is dialled, or empty. */
bool content_row_phone(CsvRow row, const char *name, Str8 *phone);
/** A text that must be there, in one language at least. */
bool content_row_words(CsvRow row, const char *name, size_t bytes_max, TextSet *set);

#endif
