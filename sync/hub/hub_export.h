#ifndef FOYER_SYNC_HUB_HUB_EXPORT_H
#define FOYER_SYNC_HUB_HUB_EXPORT_H

#include "sync/hub/hub_store.h"

/*
 * All visits as CSV: the columns of the kiosk's own export (data/export/export.h), then `school`
 * and `kiosk` as the hub calls them. One row a person of a visit; corrections, late members and
 * sign-outs are applied.
 *
 * The order is by time: by the visit's id (which begins with the moment its form was opened), then
 * by kiosk and person. It does not depend on the order in which kiosks sent.
 *
 * `clock`: good; corrected (the kiosk learnt later by how much its clock was wrong, and the times
 * here are right); about (it may have been wrong).
 *
 * Memory does not grow with the number of visits, only with the number of kiosks.
 */
enum { HUB_EXPORT_KEYS_MAX = 64 };

/** Where bytes go, in order. An error ends the export. */
typedef struct {
    ErrCode (*write)(void *context, Str8 bytes, Err *err);
    void *context;
} HubSink;

typedef struct {
    const uint8_t (*school_secrets)[VAULT_KEY_SIZE]; /* each opens its school's names; borrowed */
    size_t school_secrets_count;
    Str8 school;   /* only kiosks of this school; empty = all */
    Str8 from_day; /* "2025-10-16": only rows signed in since that local day; empty = all */
    Str8 to_day;   /* the last such day; empty = all */
    bool bom;      /* a byte order mark first, for spreadsheets that guess wrongly */
} HubExportOptions;

typedef struct {
    int64_t visits;
    int64_t rows;
    int64_t headless; /* visits of which the sign-in itself is not held, only late members */
} HubExportCount;

/** @return ERR_OK, ERR_INVALID (too many keys), ERR_CORRUPT, ERR_IO, ERR_NO_MEMORY */
MUST_USE ErrCode hub_export_csv(const HubStore *store, const HubExportOptions *options,
                                HubSink sink, HubExportCount *count, Err *err);

#endif
