#ifndef FOYER_DATA_EXPORT_EXPORT_H
#define FOYER_DATA_EXPORT_EXPORT_H

#include "data/base/err.h"
#include "data/store/visit_store.h"

/*
 * Visits as rows for people and programs, one row a person of a visit, in the order of the journal
 * and in constant memory. The columns and their order are a contract; new ones go at the end:
 *
 *   visit_id, person          the party (UUID) and the person's place in it, from 1
 *   event_uid, event_title, event_start, place   event_start: local, "2025-10-16 18:00"
 *   role                      guardian, student, other-adult, other-child
 *   grade                     PK, KG, 01 .. 12
 *   language                  the one the kiosk spoke, BCP 47
 *   method                    phone, card, name, count
 *   signed_in_local, signed_in_rfc3339     "2025-10-16 18:02" and with the zone's offset
 *   signed_out_local, signed_out_rfc3339   empty: still here
 *   signed_out_assumed        yes: did not sign out, the event ended
 *   clock                     good, or about: the kiosk's clock may have been wrong
 *   given_name, family_name   where they can be read: at open events, or with the school's key
 *   names                     none (only counted), open, or sealed (a key is needed)
 */
enum {
    EXPORT_ROW_MAX = 16384,     /* bytes of one row */
    EXPORT_ARENA_MAX = 4 << 20, /* what an export of any length needs */
};

typedef enum { EXPORT_CSV, EXPORT_JSON } ExportFormat;

/** Where bytes go, in order, piece by piece. An error ends the export. */
typedef struct {
    ErrCode (*write)(void *context, Str8 bytes, Err *err);
    void *context;
} ExportSink;

typedef struct {
    VisitQuery query;
    ExportFormat format;
    bool bom;  /* CSV: a byte order mark first, for spreadsheets that guess wrongly */
    Str8 zone; /* for visits whose record names none: the school's */
} ExportOptions;

/**
 * Write all visits that `options->query` wants.
 *
 * CSV: RFC 4180, CR LF, UTF-8, cells that a spreadsheet would run are guarded with an apostrophe
 * (CWE-1236). JSON: one array of objects, RFC 8259, texts unguarded.
 *
 * @param rows  [out, may be NULL] how many
 * @return ERR_OK, ERR_DENIED (not this school's key), ERR_CORRUPT, ERR_IO, ERR_NO_MEMORY
 */
ErrCode export_visits(Store *store, const ExportOptions *options, ExportSink sink, size_t *rows,
                      Err *err) MUST_USE;

#endif
