#ifndef FOYER_DATA_EXPORT_HSDS_EXPORT_H
#define FOYER_DATA_EXPORT_HSDS_EXPORT_H

#include "data/base/err.h"
#include "data/export/hsds_schema.h"
#include "data/store/service_store.h"

/*
 * People and services as a data package of the Human Services Data Specification 3.0, for other
 * programs and for another kiosk. Whatever the specification has no place for (needs, keys, rooms,
 * other languages, which import owns a service) stands in attributes of the taxonomy "Foyer"
 * (data/import/COLUMNS.md), so that an import of the package changes nothing.
 *
 * Cells are RFC 4180 and not guarded against spreadsheets: this is for programs, and "+1305..." and
 * "-80.19" must stay what they are.
 */
enum {
    HSDS_EXPORT_ROW_MAX = 512 * 1024, /* bytes of one row */
    HSDS_EXPORT_ARENA_MAX = 256 << 20,
    HSDS_EXPORT_SERVICES_MAX = 1 << 20,
};

/** Where the bytes of the package's files go, each in order. An error ends the export. */
typedef struct {
    ErrCode (*write)(void *context, HsdsFile file, Str8 bytes, Err *err);
    void *context;
} HsdsSink;

/**
 * Write all services.
 * @param services  [out, may be NULL] how many
 * @return ERR_OK, ERR_LIMIT, ERR_CORRUPT, ERR_IO, ERR_NO_MEMORY
 */
ErrCode export_hsds(Store *store, HsdsSink sink, size_t *services, Err *err) MUST_USE;

#endif
