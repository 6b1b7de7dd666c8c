#ifndef FOYER_DATA_SQLITE_SCHEMA_H
#define FOYER_DATA_SQLITE_SCHEMA_H

#include <stdbool.h>

/* What generate.sh makes of .sql files. */
typedef struct {
    const char *name;
    const char *sql;
} QueryText;

/** One kind of database: its statements and how it came to be. */
typedef struct {
    const QueryText *queries;    /* the first is number QUERY_DB_COUNT */
    int queries_count;           /* numbers of all queries are below this */
    const QueryText *migrations; /* in order, ends with a NULL name */
    bool has_log;                /* write-ahead log; else a rollback journal that is deleted */
} DbSchema;

#endif
