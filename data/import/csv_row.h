#ifndef FOYER_DATA_IMPORT_CSV_ROW_H
#define FOYER_DATA_IMPORT_CSV_ROW_H

#include "data/import/calendar.h"
#include "data/import/csv.h"

/*
 * A row of one of the plain CSV files (data/import/COLUMNS.md). A text has one column in the
 * language of the context ("title") and one for each further language ("title:es").
 */

/** The row being read; all borrowed. Columns are named as in CsvColumn. */
typedef struct {
    const CalendarContext *context;
    const CsvTable *table;
    size_t row;
} CsvRow;

/**
 * Check the languages that the columns name.
 * @return ERR_OK, ERR_INVALID (no BCP 47 tag, or two columns for one language: the message names
 *         the column), ERR_LIMIT (more than TEXT_SET_MAX languages of one text)
 */
MUST_USE ErrCode csv_row_check_languages(const CalendarContext *context, const CsvTable *table,
                                         Err *err);

/** The cell as it stands, borrowed; empty when there is no such column. */
Str8 csv_row_cell(CsvRow row, const char *name);

/** Refuse the row for what stands in its column `name`; the reason is borrowed. @return false */
bool csv_row_refuse(CsvRow row, const char *name, Str8 reason);

/**
 * A text in all its languages, the plain column's first; white space within is single blanks.
 * Cells without words are left out.
 */
TextSet csv_row_texts(CsvRow row, const char *name);

/** Refuse a text of more than `bytes_max`, or with control characters, in any language. */
bool csv_row_check_texts(CsvRow row, const char *name, size_t bytes_max);

/**
 * A text of several parts, one a line or with | between them, at most `sets_max`. Every language
 * that is there has the same number of them, else the row is refused: parts are told apart by
 * where they stand.
 * @param sets  [out] room for `sets_max`
 */
bool csv_row_parts(CsvRow row, const char *name, TextSet *sets, size_t sets_max, size_t *count);

/** A text without languages on one line of at most `bytes_max`. */
bool csv_row_line(CsvRow row, const char *name, size_t bytes_max, Str8 *line);

/** "yes" or "no", also as spreadsheets write them; an empty cell leaves `flag` as it is. */
bool csv_row_flag(CsvRow row, const char *name, bool *flag);

#endif
