#ifndef FOYER_DATA_IMPORT_CSV_H
#define FOYER_DATA_IMPORT_CSV_H

#include "data/base/err.h"
#include "data/import/report.h"

enum {
    CSV_BYTES_MAX = 64 << 20,
    CSV_ROWS_MAX = 1000000,
    CSV_FIELDS_MAX = 256,        /* of one row */
    CSV_FIELD_BYTES_MAX = 16384, /* of one cell */
    CSV_KEPT_MAX = 128,          /* columns of one table that are kept */
};

/** A column to keep. Everything else (passwords!) never leaves the parser's buffer. */
typedef struct {
    const char *name; /* compared without case, spaces, '_' and '-'; "title:*" keeps all with it */
    bool required;
} CsvColumn;

/** A file to read. All borrowed; cells are copied into `arena`. */
typedef struct {
    Arena *arena;
    Str8 file; /* its name, for messages */
    Str8 bytes;
    const CsvColumn *columns;
    size_t columns_count;
} CsvSource;

typedef struct {
    Str8 file;
    Str8 headers[CSV_KEPT_MAX]; /* of the kept columns, as the file writes them */
    size_t kept_count;
    size_t rows_count;
    const size_t *row_numbers; /* as a spreadsheet shows them; the header's is 1 */
    size_t short_rows;         /* that were filled up */
    const Str8 *cells;         /* trimmed, valid UTF-8; rows_count * kept_count */
} CsvTable;

/**
 * Read a CSV file (RFC 4180; comma, semicolon or tab; byte order mark, CR LF or LF).
 *
 * Rows whose number of cells is not the header's are refused in `report` and left out (more cells
 * are fine when they are empty).
 *
 * @param table  [out] set only on ERR_OK
 * @return ERR_OK, ERR_INVALID (not such a file, not UTF-8, a quotation mark astray, a required
 *         column is missing), ERR_LIMIT (a maximum above), ERR_NO_MEMORY
 */
ErrCode csv_read(const CsvSource *source, CsvTable *table, Report *report, Err *err) MUST_USE;

/**
 * The same for tables that others made: of a column that stands there twice the first counts, and
 * rows that are too short are filled up with empty cells (table->short_rows); a quotation mark in
 * the middle of a cell is a character like any other.
 */
ErrCode csv_read_lenient(const CsvSource *source, CsvTable *table, Report *report,
                         Err *err) MUST_USE;

/** Place of the kept column called `name` (as in CsvColumn), or -1. */
int csv_column(const CsvTable *table, const char *name);

/** Empty when `column` is -1. */
Str8 csv_cell(const CsvTable *table, size_t row, int column);

/** The header of `column`, or `name` when the file has none. */
Str8 csv_header(const CsvTable *table, int column, const char *name);

/** Same column name, however it is spelled. */
bool csv_same_name(Str8 header, Str8 name);

#endif
