#ifndef FOYER_DATA_IMPORT_HSDS_TABLE_H
#define FOYER_DATA_IMPORT_HSDS_TABLE_H

#include "data/import/id_map.h"
#include "data/import/report.h"
#include "data/import/source.h"

/*
 * The tables of a Human Services Data Specification package, 1.0 to 3.1, as one small database in
 * memory: rows are found by their own id or by the id of what they belong to. CSV files and JSON
 * documents both become these tables.
 */
enum {
    HSDS_TABLES_MAX = SOURCE_FILES_MAX * 17, /* one a CSV file, one a kind of a JSON document */
    HSDS_COLUMNS_MAX = 32,                   /* of one kind */
    HSDS_ROWS_MAX = 1000000,                 /* of one kind */
};

typedef enum {
    HSDS_ORGANIZATION,
    HSDS_PROGRAM,
    HSDS_SERVICE,
    HSDS_LOCATION,
    HSDS_AT_LOCATION, /* service at location */
    HSDS_ADDRESS,
    HSDS_PHONE,
    HSDS_CONTACT,
    HSDS_SCHEDULE,
    HSDS_LANGUAGE,
    HSDS_ELIGIBILITY,
    HSDS_ATTRIBUTE, /* services_taxonomy, service_attributes and link_taxonomy too */
    HSDS_TERM,
    HSDS_COST,
    HSDS_DOCUMENT,
    HSDS_ACCESSIBILITY,
    HSDS_METADATA,
    HSDS_KIND_COUNT,
} HsdsKind;

/** Columns by the name they have in 3.x; older names are read as the same. */
typedef enum {
    HSDS_ID,
    HSDS_ORGANIZATION_ID,
    HSDS_PROGRAM_ID,
    HSDS_SERVICE_ID,
    HSDS_LOCATION_ID,
    HSDS_AT_LOCATION_ID, /* service_at_location_id */
    HSDS_CONTACT_ID,
    HSDS_PHONE_ID,
    HSDS_LINK_ID,
    HSDS_TERM_ID, /* taxonomy_term_id */
    HSDS_RESOURCE_ID,
    HSDS_LAST_OWNER = HSDS_RESOURCE_ID,
    HSDS_NAME,
    HSDS_ALTERNATE_NAME,
    HSDS_DESCRIPTION,
    HSDS_URL,
    HSDS_EMAIL,
    HSDS_STATUS,
    HSDS_INTERPRETATION,
    HSDS_APPLICATION,
    HSDS_FEES,
    HSDS_FEES_DESCRIPTION,
    HSDS_WAIT_TIME,
    HSDS_ELIGIBILITY_TEXT,
    HSDS_MINIMUM_AGE,
    HSDS_MAXIMUM_AGE,
    HSDS_ASSURED_DATE,
    HSDS_ALERT,
    HSDS_LAST_MODIFIED,
    HSDS_LATITUDE,
    HSDS_LONGITUDE,
    HSDS_LOCATION_TYPE,
    HSDS_ADDRESS_1,
    HSDS_ADDRESS_2,
    HSDS_CITY,
    HSDS_REGION,
    HSDS_STATE,
    HSDS_POSTAL_CODE,
    HSDS_COUNTRY,
    HSDS_ADDRESS_TYPE,
    HSDS_NUMBER,
    HSDS_EXTENSION,
    HSDS_TYPE,
    HSDS_WEEKDAY,
    HSDS_OPENS_AT,
    HSDS_CLOSES_AT,
    HSDS_ORIGINAL_TEXT,
    HSDS_CLOSED,
    HSDS_START_DATE,
    HSDS_END_DATE,
    HSDS_VALID_FROM,
    HSDS_VALID_TO,
    HSDS_DTSTART,
    HSDS_UNTIL,
    HSDS_COUNT,
    HSDS_WKST,
    HSDS_FREQ,
    HSDS_INTERVAL,
    HSDS_BYDAY,
    HSDS_BYWEEKNO,
    HSDS_BYMONTHDAY,
    HSDS_BYYEARDAY,
    HSDS_NOTES,
    HSDS_LANGUAGE_NAME,
    HSDS_CODE,
    HSDS_TAXONOMY,
    HSDS_VALUE,
    HSDS_OPTION,
    HSDS_CURRENCY,
    HSDS_AMOUNT,
    HSDS_AMOUNT_DESCRIPTION,
    HSDS_DOCUMENT_TEXT,
    HSDS_ACCESSIBILITY_TEXT,
    HSDS_DETAILS,
    HSDS_LAST_ACTION_DATE,
    HSDS_COLUMN_COUNT,
} HsdsColumn;

/** The rows of one file, or of one kind of object in a JSON document. */
typedef struct {
    HsdsKind kind;
    Str8 file;
    size_t rows_count;
    size_t width;
    const size_t *row_numbers; /* NULL: a JSON document, whose rows have no numbers */
    const Str8 *cells;
    int8_t places[HSDS_COLUMN_COUNT]; /* -1: not there */
    bool verbatim;                    /* of Foyer's own export: "null" is a text like any other */
} HsdsTable;

/** One row of one table; table NULL = no row. */
typedef struct {
    const HsdsTable *table;
    size_t row;
    size_t index; /* among all rows of the kind */
} HsdsRow;

/** Rows by a text: the first, and from each the next. */
typedef struct {
    IdMap first;
    uint32_t *next; /* row + 1; 0 = the last */
} HsdsIndex;

typedef struct {
    HsdsRow *rows;
    size_t count;
    HsdsIndex by[HSDS_LAST_OWNER + 1]; /* made where the kind has the column */
} HsdsRows;

typedef struct {
    Arena *arena;
    Report *report;
    HsdsTable *tables;
    size_t tables_count;
    HsdsRows rows[HSDS_KIND_COUNT];
    bool own; /* written by Foyer's export: taken as it is, without cleaning */
} HsdsPackage;

/** The kind of table that a file or JSON key of this name holds ("Regular_Schedules.csv"). */
bool hsds_kind_of_name(Str8 name, HsdsKind *kind);
/** The name in messages: "services". */
Str8 hsds_kind_name(HsdsKind kind);

/** The columns that a kind has. @return how many */
size_t hsds_columns_of(HsdsKind kind, const HsdsColumn **columns);
/** The column of `kind` that is called `name`, in any version of the specification. */
bool hsds_column_of_name(HsdsKind kind, Str8 name, HsdsColumn *column);
/** The name in 3.x. */
Str8 hsds_column_name(HsdsColumn column);

ErrCode hsds_package_make(Arena *arena, Report *report, HsdsPackage *package, Err *err) MUST_USE;
/** Room for one more table, or an error. */
ErrCode hsds_package_add(HsdsPackage *package, HsdsTable **table, Err *err) MUST_USE;
/** Read a CSV file of `kind`. Bytes that are no UTF-8 are read as Windows-1252, with a note. */
ErrCode hsds_package_read_csv(HsdsPackage *package, const SourceFile *file, HsdsKind kind,
                              Err *err) MUST_USE;
/** As UTF-8: what is not is read as Windows-1252. {NULL, 0}: no memory. */
Str8 hsds_bytes_repair(Arena *arena, Str8 bytes);
/** Once all tables are there: rows of one kind together, and their indexes. */
ErrCode hsds_package_index(HsdsPackage *package, Err *err) MUST_USE;

/** Trimmed text; empty when there is no row, no such column, or it says "null". */
Str8 hsds_cell(HsdsRow row, HsdsColumn column);
/** As a spreadsheet numbers it; 0 = not known. */
size_t hsds_row_number(HsdsRow row);

/** The row of `kind` whose `column` is `value`; the first when there are several. */
HsdsRow hsds_find(const HsdsPackage *package, HsdsKind kind, HsdsColumn column, Str8 value);
/** The next one with the same value behind `row`. */
HsdsRow hsds_next(const HsdsPackage *package, HsdsKind kind, HsdsColumn column, HsdsRow row);

#endif
