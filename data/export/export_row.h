#ifndef FOYER_DATA_EXPORT_EXPORT_ROW_H
#define FOYER_DATA_EXPORT_EXPORT_ROW_H

#include <stdbool.h>

#include "data/base/err.h"
#include "data/base/str8.h"

/* The columns of export.h, in their order. */
typedef enum {
    EXPORT_VISIT_ID,
    EXPORT_PERSON,
    EXPORT_EVENT_UID,
    EXPORT_EVENT_TITLE,
    EXPORT_EVENT_START,
    EXPORT_PLACE,
    EXPORT_ROLE,
    EXPORT_GRADE,
    EXPORT_LANGUAGE,
    EXPORT_METHOD,
    EXPORT_IN_LOCAL,
    EXPORT_IN_RFC3339,
    EXPORT_OUT_LOCAL,
    EXPORT_OUT_RFC3339,
    EXPORT_OUT_ASSUMED,
    EXPORT_CLOCK,
    EXPORT_GIVEN_NAME,
    EXPORT_FAMILY_NAME,
    EXPORT_NAMES,
    EXPORT_COLUMN_COUNT,
} ExportColumn;

typedef struct {
    Str8 cells[EXPORT_COLUMN_COUNT];
} ExportRow;

/** Its name in both formats. Static. */
const char *export_header(ExportColumn column);

/** One line with CR LF. */
void export_row_csv(Str8Builder *builder, const ExportRow *row);

/** One cell without separators: quoted and guarded as export_row_csv does it. */
void export_cell_csv(Str8Builder *builder, Str8 text);

/** One object on a line of its own, after a comma unless it is the first. */
ErrCode export_row_json(Str8Builder *builder, const ExportRow *row, bool first, Err *err) MUST_USE;

#endif
