#ifndef FOYER_DATA_EXPORT_HSDS_SCHEMA_H
#define FOYER_DATA_EXPORT_HSDS_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "data/base/str8.h"

/* The tables of the Human Services Data Specification 3.0 that an export writes. */
enum { HSDS_KEYS_MAX = 6, HSDS_FIELDS_MAX = 32, HSDS_DESCRIPTION_MAX = 96 * 1024 };

typedef enum {
    HSDS_FILE_ORGANIZATION,
    HSDS_FILE_SERVICE,
    HSDS_FILE_LOCATION,
    HSDS_FILE_SERVICE_AT_LOCATION,
    HSDS_FILE_ADDRESS,
    HSDS_FILE_PHONE,
    HSDS_FILE_LANGUAGE,
    HSDS_FILE_SCHEDULE,
    HSDS_FILE_REQUIRED_DOCUMENT,
    HSDS_FILE_TAXONOMY,
    HSDS_FILE_TAXONOMY_TERM,
    HSDS_FILE_ATTRIBUTE,
    HSDS_FILE_COUNT,
} HsdsFile;

/** A field as datapackage.json describes it (Frictionless table schema). */
typedef struct {
    const char *name;
    const char *type;
    const char *format;  /* "" = the type's own */
    const char *options; /* by '|'; "" = any */
    bool required;
    bool unique;
} HsdsField;

/** A field that names a row of another table. */
typedef struct {
    const char *field; /* NULL = no more */
    const char *table;
} HsdsKey;

typedef struct {
    const char *name;
    const char *path;
    const HsdsField *fields;
    size_t fields_count;
    HsdsKey keys[HSDS_KEYS_MAX];
} HsdsSheet;

const HsdsSheet *hsds_sheet(HsdsFile file);

/** datapackage.json; `out` needs HSDS_DESCRIPTION_MAX bytes. */
void hsds_describe(Str8Builder *out);

#endif
